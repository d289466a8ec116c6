package io.jenkins.plugins.codeup.scm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.simulator.data.MemorySources;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import jenkins.branch.NoTriggerOrganizationFolderProperty;
import jenkins.branch.OrganizationFolder;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * API calls and time of scanning many repositories with five branches each, with 20 ms a call. The number of
 * repositories can be set: {@code -Dcodeup.repositories=1000}.
 */
class ManyRepositoriesScanTest {

    private static final long REPOSITORIES = Integer.getInteger("codeup.repositories", 20);
    private static final int BRANCHES = 5;

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    private final JenkinsRule jenkins = organization.jenkins();

    @Test
    void theCallsOfAScanGrowWithTheBranchesAndThoseOfTheNextOnlyWithTheRepositories() throws Exception {
        for (int i = 0; i < REPOSITORIES; i++) {
            organization.simulator().withRepository(5_000_000 + i, "many/app" + i);
            organization.sources().put(5_000_000 + i, new MemorySources(BRANCHES));
        }
        organization.simulator().withLatency(Duration.ofMillis(20));
        OrganizationFolder folder = Organization.folder(
                jenkins, Organization.navigator(new BranchDiscoveryTrait(BranchDiscoveryTrait.Strategy.ALL)));
        folder.addProperty(new NoTriggerOrganizationFolderProperty(""));
        long pages = REPOSITORIES / 100 + 1;

        Map<String, Long> first = measured(folder, "first scan");
        assertEquals(
                REPOSITORIES * BRANCHES, folder.getAllItems(WorkflowJob.class).size());
        assertEquals(REPOSITORIES, first.get("ListBranches"), "one for the folder and the project");
        assertEquals(REPOSITORIES * BRANCHES, first.get("GetFileBlobs"), "each commit once");
        assertEquals(pages, first.get("ListRepositories"), 1);
        int atOnce = organization.simulator().mostAtOnce();
        assertTrue(atOnce > 5 && atOnce <= 8, atOnce + " calls at once: ahead, and no more than the connection allows");

        Map<String, Long> second = measured(folder, "second scan");
        assertEquals(REPOSITORIES, second.get("ListBranches"));
        assertEquals(Set.of("ListBranches", "ListRepositories", "ListNamespaces"), second.keySet(), second::toString);
    }

    private Map<String, Long> measured(OrganizationFolder folder, String what) throws Exception {
        organization.simulator().forgetRequests();
        long begun = System.nanoTime();
        folder.scheduleBuild2(0).getFuture().get();
        double found = (System.nanoTime() - begun) / 1e9;
        jenkins.waitUntilNoActivity();
        double all = (System.nanoTime() - begun) / 1e9;
        Map<String, Long> calls = new TreeMap<>();
        organization.simulator().requests().forEach(request -> calls.merge(request.operation(), 1L, Long::sum));
        System.out.printf(
                "%s of %d repositories with %d branches: found after %.1f s, all scanned after %.1f s, calls %s%n",
                what, REPOSITORIES, BRANCHES, found, all, calls);
        return calls;
    }
}
