package io.jenkins.plugins.codeup.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import hudson.plugins.git.BranchSpec;
import hudson.plugins.git.GitSCM;
import hudson.plugins.git.UserRemoteConfig;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.endpoint.Deliveries;
import io.jenkins.plugins.codeup.endpoint.DeliveryLog;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.scm.Organization;
import io.jenkins.plugins.codeup.simulator.http.Fault;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** Jobs that build changes of some files only: the files are asked of Codeup, where a filter needs them. */
class ChangedFilesTest {

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    private final JenkinsRule jenkins = organization.jenkins();
    private static int repositories;
    private long repository;
    private String path;
    private FreeStyleProject job;
    private CodeupTrigger trigger;

    @BeforeEach
    void createJob() throws Exception {
        CodeupConnection connection = CodeupConfiguration.get().getConnections().get(0);
        connection.setCredentialsId("token");
        CodeupConfiguration.get().setConnections(List.of(connection));
        path = "team/files" + ++repositories;
        repository = organization.repository(path);
        organization.git(repository).commit("main", "a", "1");
        trigger = new CodeupTrigger();
        trigger.setManageWebhook(false);
        trigger.setMergeRequestsEvents(true);
        trigger.setTagPushEvents(true);
        trigger.setPaths("src/**");
        trigger.setExcludedPaths("**.md");
        job = jenkins.createFreeStyleProject();
        job.setScm(scm(repository));
        job.addTrigger(trigger);
        organization.deliver(job, repository);
        organization.simulator().forgetRequests();
    }

    private GitSCM scm(long id) {
        return new GitSCM(
                List.of(new UserRemoteConfig(organization.sources().httpUrl(id), null, null, "clone")),
                List.of(new BranchSpec("*/main")),
                null,
                null,
                List.of());
    }

    @Test
    void onlyAPushThatChangesTheFilesIsBuiltAndOneCallTellsThat() throws Exception {
        organization.sources().commit(repository, "main", "docs/a", "2");
        assertBuilds(0);
        assertTrue(result().contains("exclude all changed files"), result());
        assertCalls(1);
        organization.sources().commit(repository, "main", "src/a.md", "2");
        assertBuilds(0);
        organization.sources().commit(repository, "main", "src/a", "2");
        assertBuilds(1);
        assertCalls(3);
        assertEquals(1, organization.simulator().requests("GetRepository").size(), "where it is, is asked once");
    }

    @Test
    void aMergeRequestIsBuiltIfItChangesTheFilesWhateverItsLastPushDid() throws Exception {
        organization.git(repository).commit("feature", "docs/a", "2");
        organization.sources().openMergeRequest(repository, repository, "feature", "main");
        assertBuilds(0);
        trigger.setPushEvents(false);
        organization.sources().commit(repository, "feature", "src/a", "2");
        assertBuilds(1);
        organization.sources().commit(repository, "feature", "docs/b", "2");
        assertBuilds(2);
        assertCalls(3);
    }

    @Test
    void nothingIsAskedWhereNoFilterNeedsIt() throws Exception {
        organization.sources().update(repository, "refs/tags/v1", organization.head(repository, "main"));
        assertBuilds(1);
        organization.sources().commit(repository, "new", "docs/a", "2");
        assertBuilds(2);
        trigger.setBranches("release/*");
        organization.sources().commit(repository, "main", "docs/a", "2");
        assertBuilds(2);
        trigger.setBranches(null);
        trigger.setPaths(null);
        trigger.setExcludedPaths(null);
        organization.sources().commit(repository, "main", "docs/a", "3");
        assertBuilds(3);
        assertEquals(0, organization.simulator().requests().size());
    }

    @Test
    void ifCodeupCannotBeAskedItIsBuiltAndThePageSaysSo() throws Exception {
        organization
                .simulator()
                .failNext(
                        "GetCompare",
                        Fault.answer(Reply.json(403, "{\"errorCode\":\"Forbidden\",\"errorMessage\":\"no right\"}")));
        organization.sources().commit(repository, "main", "docs/a", "2");
        assertBuilds(1);
        assertTrue(result().startsWith("Build of branch main. Its changed files are not known:"), result());
        assertTrue(result().contains("no right"), result());
    }

    /** The connection's credentials tell nothing of repositories that are not the job's own. */
    @Test
    void anotherRepositoryIsNotAskedAboutUnlessTheConnectionAllowsIt() throws Exception {
        long other = organization.repository(path + "-other");
        organization.git(other).commit("main", "a", "1");
        trigger.setRepository(path + "-other");
        organization.deliver(job, other);
        organization.simulator().forgetRequests();
        organization.sources().commit(other, "main", "docs/a", "2");
        assertBuilds(1);
        assertTrue(result().contains("Steps and triggers may use these credentials"), result());
        assertEquals(0, organization.simulator().requests().size());
    }

    private void assertCalls(int compares) {
        assertEquals(compares, organization.simulator().requests("GetCompare").size());
    }

    private void assertBuilds(int number) throws Exception {
        Deliveries.awaitBuilds(jenkins);
        assertEquals(number, job.getBuilds().size(), result());
    }

    private String result() throws Exception {
        return DeliveryLog.of(ItemWebhook.of(job).id()).lines().get(0).english();
    }
}
