package io.jenkins.plugins.codeup.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.codeup.scm.Organization;
import io.jenkins.plugins.codeup.simulator.data.Role;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;

/** Commands in comments on merge requests: who may give them, what they do, and what they must not do. */
class CommandHandlerTest {

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    private final JenkinsRule jenkins = organization.jenkins();
    private MergeRequestPage page;

    @BeforeEach
    void create() {
        page = new MergeRequestPage(organization);
    }

    @AfterEach
    void everythingIsSent() throws Exception {
        organization.simulator().failOneIn(0);
        page.settle();
    }

    @ParameterizedTest
    @CsvSource({
        "VIEWER, /retest, false",
        "VIEWER, /cancel, false",
        "VIEWER, /build DEPLOY=x, false",
        ", /retest, false",
        "DEVELOPER, /retest, true",
        "DEVELOPER, /build DEPLOY=x, true",
        "DEVELOPER, /cancel, true",
        "ADMINISTRATOR, /retest, true",
        "ADMINISTRATOR, /build \"DEPLOY=two words\" SIZE=big, true",
        "ADMINISTRATOR, /cancel, true"
    })
    void whoMayGiveACommandIsAMatterOfTheRole(Role role, String command, boolean allowed) throws Exception {
        WorkflowRun first = page.builtMergeRequest();
        WorkflowJob job = first.getParent();
        String user = "5f0000000000000000000" + Math.abs(command.hashCode() % 900 + 99);
        organization.simulator().actAs(user);
        if (role != null) {
            organization.simulator().withMember(page.repository(), user, role);
        }
        organization.sources().comment(page.repository(), 1, command);
        MergeRequestPage.await(() -> page.replies(1).size() == 1);
        page.settle();
        String reply = page.replies(1).get(0);
        int expected = allowed && !command.equals("/cancel") ? 2 : 1;
        assertEquals(expected, job.getLastBuild().getNumber(), reply);
        assertEquals(!allowed, reply.contains("The role"), reply);
        if (command.contains("two words")) {
            jenkins.assertLogContains("deploys to two words", job.getLastBuild());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /build OTHER=1         | the parameter OTHER is not declared
            /build KEY=secret      | the parameter KEY is not declared by
            /build SIZE=huge       | the parameter SIZE has no such value
            /build DEPLOY=a DEPLOY=b | the parameter DEPLOY is not declared
            /build DEPLOY          | the parameter DEPLOY is not declared
            """)
    void onlyDeclaredParametersAndTheirValuesAreTaken(String command, String answer) throws Exception {
        WorkflowJob job = page.builtMergeRequest().getParent();
        organization.sources().comment(page.repository(), 1, command);
        MergeRequestPage.await(() -> page.replies(1).size() == 1);
        page.settle();
        assertEquals(1, job.getLastBuild().getNumber());
        String reply = page.replies(1).get(0).replace("\\", "");
        assertTrue(reply.contains(answer), reply);
        assertFalse(reply.contains("secret"), reply);
    }

    @Test
    void aCommentCancelsWhatRuns() throws Exception {
        organization.git(page.repository()).commit("feature", "wait", "yes");
        WorkflowMultiBranchProject project = page.project();
        String commit = organization.head(page.repository(), "feature");
        organization.sources().openMergeRequest(page.repository(), page.repository(), "feature", "main");
        MergeRequestPage.await(() -> "pending".equals(page.statuses(commit).get("Jenkins/merge-request/main")));
        WorkflowRun run = project.getItem("MR-1").getLastBuild();
        jenkins.waitForMessage("Sleeping for", run);
        organization.sources().comment(page.repository(), 1, "/cancel");
        jenkins.waitForCompletion(run);
        page.settle();
        assertEquals(Result.ABORTED, run.getResult());
        jenkins.assertLogContains("in a comment on merge request !1", run);
        assertEquals("error", page.statuses(commit).get("Jenkins/merge-request/main"));
        assertNotNull(page.living(1));
    }

    @Test
    void otherCommentsDoNothing() throws Exception {
        WorkflowJob job = page.builtMergeRequest().getParent();
        organization.sources().comment(page.repository(), 1, "please /retest");
        organization.sources().comment(page.repository(), 1, "/retested");
        page.settle();
        assertEquals(1, job.getLastBuild().getNumber());
        assertEquals(List.of(), page.replies(1));
    }

    @Test
    void withoutTheTraitACommandIsACommentAsAnyOther() throws Exception {
        organization.git(page.repository()).commit("feature", "a", "2");
        organization.sources().openMergeRequest(page.repository(), page.repository(), "feature", "main");
        WorkflowJob job = page.project(new BuildStatusTrait()).getItem("MR-1");
        organization.sources().comment(page.repository(), 1, "/retest");
        page.settle();
        assertEquals(1, job.getLastBuild().getNumber());
        assertEquals(List.of(), page.replies(1));
    }
}
