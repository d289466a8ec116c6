package io.jenkins.plugins.codeup.scm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.plugins.git.GitSCM;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.DeliveryReader;
import io.jenkins.plugins.codeup.delivery.Fixtures;
import io.jenkins.plugins.codeup.endpoint.Deliveries;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.trigger.GitServer;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.List;
import jenkins.branch.BranchSource;
import jenkins.plugins.git.GitSCMSource;
import jenkins.plugins.git.traits.BranchDiscoveryTrait;
import jenkins.scm.impl.trait.WildcardSCMHeadFilterTrait;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.FlagExtension;

/** A push builds the branch of a multibranch project of a git source, and no other branch is checked. */
class MultibranchDeliveryHandlerTest {

    @RegisterExtension
    private final FlagExtension<Boolean> localCheckout = new FlagExtension<>(
            () -> GitSCM.ALLOW_LOCAL_CHECKOUT, allowed -> GitSCM.ALLOW_LOCAL_CHECKOUT = allowed, true);

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.unconnected().withoutQuietPeriod();

    private final JenkinsRule jenkins = codeup.jenkins();
    private GitServer git;
    private WorkflowMultiBranchProject project;
    private ItemWebhook hook;

    @TempDir
    private File directory;

    @BeforeEach
    void index() throws Exception {
        git = new GitServer(directory.toPath().resolve("app"));
        git.commit("main", "Jenkinsfile", "node { checkout scm }");
        project = project();
        hook = codeup.deliverTo(project);
    }

    private WorkflowMultiBranchProject project() throws Exception {
        WorkflowMultiBranchProject made = jenkins.createProject(WorkflowMultiBranchProject.class);
        GitSCMSource source = new GitSCMSource(git.url());
        source.setTraits(List.of(new BranchDiscoveryTrait(), new WildcardSCMHeadFilterTrait("*", "private-*")));
        made.getSourcesList().add(new BranchSource(source));
        made.scheduleBuild2(0).getFuture().get();
        jenkins.waitUntilNoActivity();
        assertEquals(1, made.getItems().size());
        return made;
    }

    @Test
    void thePushedBranchIsBuiltAndNoOtherIsChecked() throws Exception {
        WorkflowMultiBranchProject other = project();
        String before = git.git("rev-parse", "main");
        git.commit("unnoticed", "b", "without a delivery");
        git.git("checkout", "-q", "main");
        String after = git.commit("main", "a", "1");
        push("main", before, after);
        WorkflowJob main = project.getItem("main");
        assertEquals(2, main.getBuilds().size());
        jenkins.assertBuildStatusSuccess(main.getLastBuild());
        assertNull(project.getItem("unnoticed"), "no full scan");
        assertEquals(1, other.getItem("main").getBuilds().size(), "another project has a webhook of its own");
    }

    @Test
    void aNewBranchBecomesAJobUnlessTheSourceExcludesIt() throws Exception {
        push("dev", Fixtures.ZEROS, git.commit("dev", "a", "1"));
        WorkflowJob dev = project.getItem("dev");
        assertNotNull(dev);
        assertEquals(1, dev.getBuilds().size());
        push("private-x", Fixtures.ZEROS, git.commit("private-x", "a", "2"));
        assertNull(project.getItem("private-x"));
    }

    @Test
    void aDeletedBranchIsNotBuilt() throws Exception {
        String commit = git.commit("dev", "a", "1");
        push("dev", Fixtures.ZEROS, commit);
        git.git("checkout", "-q", "main");
        git.git("branch", "-q", "-D", "dev");
        push("dev", commit, Fixtures.ZEROS);
        WorkflowJob dev = project.getItem("dev");
        assertTrue(dev == null || !dev.isBuildable(), "gone, or dead until the next scan removes it");
        assertTrue(dev == null || dev.getBuilds().size() == 1);
    }

    @Test
    void aDeliveryForAnotherRepositoryDoesNothingAndThePageSaysSo() throws Exception {
        assertEquals(202, Deliveries.fixture(hook, "Push Hook", "push.json").statusCode());
        assertEquals(
                202,
                Deliveries.fixture(hook, "Merge Request Hook", "merge-request-open.json")
                        .statusCode());
        Organization.awaitEvents(jenkins);
        assertEquals(1, project.getItem("main").getBuilds().size());
        HtmlPage page = jenkins.createWebClient().goTo(project.getUrl() + "codeup-deliveries");
        assertTrue(page.asNormalizedText().contains("another repository"), page.asNormalizedText());
        assertFalse(page.asNormalizedText().contains(hook.secret().getPlainText()));
    }

    @Test
    void thePageOfADeliverySaysConditionByConditionWhatItDoes() throws Exception {
        String commit = git.git("rev-parse", "main");
        String used = "+ The project's sources use this kind of event";
        String repository = "+ The repository is that of a source of the project";
        assertEquals(
                List.of(used, repository, "+ The behaviours discover it", "+ Result: Checking main"),
                steps("Push Hook", git.delivery("main", Fixtures.ZEROS, commit)));
        assertEquals(
                List.of(
                        used,
                        repository,
                        "- The behaviours discover it",
                        "- Result: No build: the behaviours of the project exclude private-x"),
                steps("Push Hook", git.delivery("private-x", Fixtures.ZEROS, commit)));
        assertEquals(
                List.of(
                        used,
                        "- The repository is that of a source of the project",
                        "- Result: No build: the event is for another repository (app)"),
                steps("Push Hook", Fixtures.text("push.json")));
        assertEquals(
                List.of(
                        "- The project's sources use this kind of event",
                        "- Result: No build: multibranch projects do not use this event"),
                steps("Note Hook", Fixtures.text("cases/D14-note-on-commit.json")));
    }

    private List<String> steps(String event, String body) throws Exception {
        Delivery delivery = DeliveryReader.read(event, body.getBytes(StandardCharsets.UTF_8));
        return new MultibranchDeliveryHandler()
                .explain(project, delivery).stream()
                        .map(step -> (step.isFulfilled() ? "+ " : "- ") + step.getCondition())
                        .toList();
    }

    private void push(String branch, String before, String after) throws Exception {
        int status = Deliveries.send(hook, "Push Hook", git.delivery(branch, before, after))
                .statusCode();
        assertEquals(202, status);
        Organization.awaitEvents(jenkins);
    }
}
