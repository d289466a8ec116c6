package io.jenkins.plugins.codeup.scm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.jenkins.Await;
import io.jenkins.plugins.codeup.jenkins.JenkinsSessions;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import jenkins.branch.NoTriggerOrganizationFolderProperty;
import jenkins.branch.OrganizationFolder;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The controller restarts while a folder is being scanned. */
class ScanRestartTest {

    private static final int REPOSITORIES = 12;

    @RegisterExtension
    private final JenkinsSessions sessions = new JenkinsSessions();

    @RegisterExtension
    private final Organization organization = Organization.acrossRestarts();

    @Test
    @FieldCase("B19")
    void whatWasFoundStaysAndTheNextScanFindsTheRest() throws Throwable {
        Set<String> all = new TreeSet<>();
        Set<String> found = new TreeSet<>();
        sessions.then(jenkins -> {
            organization.connect();
            for (int i = 10; i < 10 + REPOSITORIES; i++) {
                organization.repositoryWithJenkinsfile("app" + i);
                all.add("app" + i);
            }
            OrganizationFolder folder = jenkins.createProject(OrganizationFolder.class, "team");
            folder.addProperty(new NoTriggerOrganizationFolderProperty(""));
            folder.getNavigators().add(Organization.navigator());
            OrganizationFolder never = jenkins.createProject(OrganizationFolder.class, "never");
            never.addProperty(new NoTriggerOrganizationFolderProperty(""));
            never.getNavigators().add(Organization.navigator());
            organization.simulator().withLatency(Duration.ofMillis(100));
            folder.scheduleBuild2(0);
            Await.until("a third of the projects", () -> folder.getItems().size() >= REPOSITORIES / 3);
            found.addAll(Organization.names(folder));
        });
        assertTrue(found.size() < REPOSITORIES, "in the middle: " + found);
        organization.simulator().withLatency(Duration.ZERO);
        sessions.then(jenkins -> {
            OrganizationFolder folder = jenkins.jenkins.getItemByFullName("team", OrganizationFolder.class);
            assertTrue(Organization.names(folder).containsAll(found));
            Organization.scan(jenkins, folder);
            assertEquals(all, Organization.names(folder));
            OrganizationFolder never = jenkins.jenkins.getItemByFullName("never", OrganizationFolder.class);
            assertEquals(Set.of(), Organization.names(never), "a folder that was never scanned stays so");
            for (Object project : folder.getItems()) {
                WorkflowMultiBranchProject app = (WorkflowMultiBranchProject) project;
                assertEquals(
                        Set.of("main"),
                        Organization.names(app),
                        () -> app.getName() + app.getComputation().getResult());
            }
        });
    }
}
