package io.jenkins.plugins.codeup.jenkins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.EnvVars;
import hudson.XmlFile;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Saveable;
import hudson.model.TaskListener;
import hudson.plugins.git.RevisionParameterAction;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.scm.CodeupSCMNavigator;
import io.jenkins.plugins.codeup.scm.CodeupSCMSource;
import io.jenkins.plugins.codeup.step.WebhookAction;
import io.jenkins.plugins.codeup.trigger.CodeupCause;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import io.jenkins.plugins.codeup.watch.StoredWatch;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import jenkins.branch.OrganizationFolder;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.jvnet.hudson.test.junit.jupiter.WithLocalData;

/**
 * A JENKINS_HOME with a stored file of each kind loads, and is saved with the same names: those that CONTRIBUTING lists
 * as frozen. The files are never changed; a new name gets a new file or element.
 */
@WithJenkins
class StoredHomeTest {

    @Test
    @WithLocalData
    void loadsEveryStoredName(JenkinsRule jenkins) throws Exception {
        Path home = jenkins.jenkins.getRootDir().toPath();

        assertSameElements(
                home.resolve(CodeupConfiguration.class.getName() + ".xml"), CodeupConfiguration.get(), "codeup");

        FreeStyleProject job = jenkins.jenkins.getItemByFullName("job", FreeStyleProject.class);
        assertNotNull(CodeupTrigger.of(job));
        assertEquals(1, job.getBuilders().size());
        assertSameElements(job.getConfigFile().getFile().toPath(), job, "codeup");
        assertSecrets(job);

        FreeStyleBuild build = job.getBuildByNumber(1);
        assertBuild(build);
        assertSameElements(build.getRootDir().toPath().resolve("build.xml"), build, "codeup");

        WorkflowMultiBranchProject project =
                jenkins.jenkins.getItemByFullName("project", WorkflowMultiBranchProject.class);
        assertInstanceOf(CodeupSCMSource.class, project.getSCMSources().get(0));
        assertSameElements(project.getConfigFile().getFile().toPath(), project, "codeup");

        OrganizationFolder organization = jenkins.jenkins.getItemByFullName("organization", OrganizationFolder.class);
        assertInstanceOf(CodeupSCMNavigator.class, organization.getNavigators().get(0));
        assertSameElements(organization.getConfigFile().getFile().toPath(), organization, "codeup");
    }

    @Test
    @WithLocalData("loadsEveryStoredName")
    void loadsWhatTheWatchRemembers(JenkinsRule jenkins) throws Exception {
        StoredWatch.assertSameNames(
                jenkins.jenkins.getRootDir().toPath(), "stored", "60811b5eed6e867404f60000", 1000001);
    }

    private static void assertSecrets(FreeStyleProject job) throws IOException {
        ItemWebhook webhook = ItemWebhook.existing(job);
        assertEquals("0123456789abcdef0123456789abcdef", webhook.id());
        assertEquals("stored-secret", webhook.secret().getPlainText());
    }

    private static void assertBuild(FreeStyleBuild build) throws Exception {
        CodeupCause cause = build.getCause(CodeupCause.class);
        assertEquals(
                List.of("merge_request", "dev-a", "https://codeup.example.com/team/app/change/2"),
                List.of(cause.getEvent(), cause.getUser(), cause.getUrl()));
        assertTrue(cause.getShortDescription().contains("!2"), cause.getShortDescription());
        assertTrue(build.getAction(RevisionParameterAction.class)
                .getClass()
                .getName()
                .endsWith("trigger.PushedCommitAction"));
        EnvVars variables = build.getEnvironment(TaskListener.NULL);
        assertEquals("main", variables.get("CODEUP_BRANCH"));
        assertEquals("101", variables.get("CODEUP_WEBHOOK_ID"));
        assertEquals(List.of(99L), build.getAction(WebhookAction.class).getRemoved());
    }

    /**
     * Saves what was loaded and compares the elements of this plugin with those of the stored file, in whatever order.
     *
     * @param part what the elements to compare have in their text
     */
    private static void assertSameElements(Path file, Saveable loaded, String part) throws IOException {
        List<String> before = elements(file, part);
        assertTrue(before.size() > 1, () -> file + " has no element of the plugin");
        loaded.save();
        assertEquals(before, elements(file, part));
    }

    /** The sorted lines of this plugin's elements, without blanks and attributes that name the plugin's version. */
    private static List<String> elements(Path file, String part) throws IOException {
        String text = new XmlFile(new File(file.toString())).asString();
        Pattern ours = Pattern.compile(
                "<((?:source class=\")?io\\.jenkins\\.plugins\\." + part + "[\\w.$-]*).*?</(?:source|\\1)>",
                Pattern.DOTALL);
        return ours.matcher(text)
                .results()
                .flatMap(found -> found.group().lines())
                .map(line -> line.replaceAll(" plugin=\"[^\"]*\"", ""))
                .map(String::trim)
                .filter(line -> !line.matches("<spec>.*|<hidden.*"))
                .sorted()
                .toList();
    }
}
