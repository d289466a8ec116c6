package io.jenkins.plugins.codeup.scm;

import static io.jenkins.plugins.codeup.scm.Organization.awaitEvents;
import static io.jenkins.plugins.codeup.scm.Organization.scan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.hooks.Idle;
import io.jenkins.plugins.codeup.simulator.data.SimulatedHook;
import java.util.ArrayList;
import java.util.List;
import jenkins.branch.OrganizationFolder;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * A whole organization: its projects, their builds and their webhooks are created, updated and removed automatically.
 */
class FortyRepositoriesTest {

    private static final String JENKINSFILE = "echo 'built'";

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    private final JenkinsRule jenkins = organization.jenkins();
    private final List<Long> with = new ArrayList<>();
    private final List<Long> without = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        organization.manageWebhooks();
        for (int i = 0; i < 40; i++) {
            long id = organization.repository("team/app" + (10 + i));
            boolean hasJenkinsfile = i % 4 != 3;
            organization.git(id).commit("main", hasJenkinsfile ? "Jenkinsfile" : "a", JENKINSFILE);
            (hasJenkinsfile ? with : without).add(id);
        }
    }

    @Test
    void thirtyWithAJenkinsfileBecomeProjectsWithAFirstBuildAndAWebhookEach() throws Exception {
        OrganizationFolder folder = Organization.folder(jenkins, Organization.navigator());
        scan(jenkins, folder);
        Idle.await();

        assertEquals(30, folder.getItems().size());
        List<WorkflowJob> jobs = folder.getAllItems(WorkflowJob.class);
        assertEquals(30, jobs.size());
        for (WorkflowJob job : jobs) {
            assertEquals(1, job.getBuilds().size(), job.getFullName());
            jenkins.assertBuildStatusSuccess(job.getLastBuild());
        }
        for (long id : with) {
            SimulatedHook hook = onlyHook(id);
            assertTrue(hook.settings().pushEvents() && hook.settings().mergeRequestsEvents());
        }
        for (long id : without) {
            assertEquals(List.of(), organization.simulator().hooks(id));
        }

        organization.simulator().forgetRequests();
        scan(jenkins, folder);
        Idle.await();
        assertEquals(
                List.of(),
                organization.simulator().requests().stream()
                        .filter(request -> !request.method().equals("GET"))
                        .toList(),
                "a second scan writes nothing");
        assertEquals(30, folder.getAllItems(WorkflowJob.class).size());

        followsDeliveriesAndRemovesWebhooks(folder);
    }

    private void followsDeliveriesAndRemovesWebhooks(OrganizationFolder folder) throws Exception {
        long first = with.get(0);
        WorkflowMultiBranchProject project = (WorkflowMultiBranchProject) folder.getItem("team%2Fapp10");
        assertEquals(
                ItemWebhook.of(project).url(jenkins.getURL().toString()),
                onlyHook(first).settings().url());
        organization.sources().commit(first, "feature", "b", "1");
        awaitEvents(jenkins);
        assertEquals(31, folder.getAllItems(WorkflowJob.class).size(), "that branch and only it");

        organization.simulator().changeRepository(first, "team/renamed", false);
        organization.simulator().changeRepository(with.get(1), "team/app11", true);
        scan(jenkins, folder);
        Idle.await();
        assertEquals(29, folder.getItems().size());
        WorkflowMultiBranchProject renamed = (WorkflowMultiBranchProject) folder.getItem("team%2Frenamed");
        assertEquals(
                ItemWebhook.of(renamed).url(jenkins.getURL().toString()),
                onlyHook(first).settings().url());
        assertEquals(List.of(), organization.simulator().hooks(with.get(1)), "archived: no webhook");
    }

    private SimulatedHook onlyHook(long id) {
        List<SimulatedHook> hooks = organization.simulator().hooks(id);
        assertEquals(1, hooks.size(), "webhooks of " + id);
        return hooks.get(0);
    }
}
