package io.jenkins.plugins.codeup.scm;

import static io.jenkins.plugins.codeup.scm.Organization.awaitEvents;
import static io.jenkins.plugins.codeup.scm.Organization.names;
import static io.jenkins.plugins.codeup.scm.Organization.scan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.util.FormValidation;
import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.hooks.Idle;
import io.jenkins.plugins.codeup.simulator.http.Oddity;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import jenkins.branch.OrganizationFolder;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** Cases from the field in multibranch projects and organization folders, which share one Jenkins and one organization. */
class ProjectsInTheFieldTest {

    private static final BranchDiscoveryTrait ALL = new BranchDiscoveryTrait(BranchDiscoveryTrait.Strategy.ALL);

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    private final JenkinsRule jenkins = organization.jenkins();

    @BeforeAll
    static void manageWebhooks() {
        organization.manageWebhooks();
    }

    @Test
    @FieldCase("J05")
    void aPushAfterARenameIsBuiltFromTheNewCloneUrl() throws Exception {
        long id = organization.repositoryWithJenkinsfile("j05/before");
        WorkflowMultiBranchProject project = organization.project(jenkins, "j05/before", ALL);
        Idle.await();
        organization.simulator().changeRepository(id, "j05/after", false);
        organization.sources().commit(id, "main", "a", "2");
        awaitEvents(jenkins);
        assertBuilt(project.getItem("main"), 2, "built 2", "j05/after.git");
        organization.sources().commit(id, "main", "a", "3");
        awaitEvents(jenkins);
        assertBuilt(project.getItem("main"), 3, "built 3", "j05/after.git");
        scan(jenkins, project);
        assertEquals(3, project.getItem("main").getBuilds().size());
    }

    @Test
    @FieldCase("J14")
    void exactlyThePushedBranchIsBuiltWhateverItsName() throws Exception {
        long id = organization.repositoryWithJenkinsfile("j14/app");
        WorkflowMultiBranchProject project = organization.project(jenkins, "j14/app", ALL);
        Idle.await();
        List<String> branches = List.of("feature/x#1", "a%2Fb", "功能/𠮷");
        for (String branch : branches) {
            organization.sources().commit(id, branch, "a", "of " + branch.length());
            awaitEvents(jenkins);
            assertBuilt(project.getItemByBranchName(branch), 1, "built of " + branch.length());
        }
        assertEquals(1 + branches.size(), project.getItems().size());
        assertEquals(1, project.getItem("main").getBuilds().size());
    }

    @Test
    @FieldCase({"J18", "A01"})
    void besideAnOddMergeRequestTheOthersOfAFolderAreFoundAndTheLogNamesIt() throws Exception {
        long id = organization.repositoryWithJenkinsfile("j18/app");
        String commit = organization.git(id).commit("feature", "b", "1");
        organization.sources().pushMergeRequest(id, commit, "", "main");
        organization.sources().openMergeRequest(id, id, "feature", "main");
        organization
                .simulator()
                .withOddAnswers("ListChangeRequests", Oddity.element(0, "{\"localId\":9,\"projectId\":" + id + "}"));
        try {
            OrganizationFolder folder = folder("j18");
            assertEquals(Set.of("app"), names(folder));
            WorkflowMultiBranchProject app = (WorkflowMultiBranchProject) folder.getItem("app");
            assertEquals(Set.of("MR-2", "main"), names(app));
            String log = Files.readString(app.getComputation().getLogFile().toPath());
            assertTrue(log.contains("Skipped merge request !1: a push made it"), log);
        } finally {
            organization.simulator().withOddAnswers("ListChangeRequests", null);
        }
    }

    @Test
    @FieldCase({"J19", "B2"})
    void aPushToTheDefaultBranchIsThePrimaryOneAlsoAfterASecondScanOfTheFolder() throws Exception {
        long id = organization.repositoryWithJenkinsfile("j19/app");
        organization.git(id).commit("main", "Jenkinsfile", "echo \"primary ${env.BRANCH_IS_PRIMARY}\"");
        OrganizationFolder folder = folder("j19");
        scan(jenkins, folder);
        Idle.await();
        organization.sources().commit(id, "main", "a", "2");
        awaitEvents(jenkins);
        WorkflowMultiBranchProject app = (WorkflowMultiBranchProject) folder.getItem("app");
        assertBuilt(app.getItem("main"), 2, "primary true");
    }

    @Test
    @FieldCase("T11")
    void testConnectionOfAFolderNamesTheFirstRepositoryOfItsGroup() throws Exception {
        organization.repository("t11/app");
        OrganizationFolder folder = jenkins.createProject(OrganizationFolder.class);
        var form = jenkins.jenkins.getDescriptorByType(CodeupSCMNavigator.DescriptorImpl.class);
        FormValidation found = form.doTestConnection(folder, "", "token", "", "/t11/");
        assertEquals(FormValidation.Kind.OK, found.kind, found.getMessage());
        assertTrue(found.getMessage().contains("t11/app"), found.getMessage());
        FormValidation none = form.doTestConnection(folder, "", "token", "", "t12");
        assertEquals(FormValidation.Kind.WARNING, none.kind, none.getMessage());
        assertTrue(none.getMessage().contains("is in the group t12"), none.getMessage());
        FormValidation unknown = form.doTestConnection(folder, "", "nowhere", "", "");
        assertEquals(FormValidation.Kind.ERROR, unknown.kind);
        assertTrue(unknown.getMessage().startsWith("apiCredentialsId"), unknown.getMessage());
    }

    /** The webhook belongs to the project; the trigger neither adds one nor builds a second time. */
    @Test
    @FieldCase("K14")
    void theTriggerInABranchsJenkinsfileHasNoEffect() throws Exception {
        long id = organization.repositoryWithJenkinsfile("k14/app");
        organization
                .git(id)
                .commit(
                        "main",
                        "Jenkinsfile",
                        "properties([pipelineTriggers([codeup()])])\n" + Organization.JENKINSFILE);
        WorkflowMultiBranchProject project = organization.project(jenkins, "k14/app", ALL);
        Idle.await();
        organization.sources().commit(id, "main", "a", "2");
        awaitEvents(jenkins);
        Idle.await();
        assertBuilt(project.getItem("main"), 2, "built 2");
        assertEquals(1, organization.simulator().hooks(id).size());
    }

    private OrganizationFolder folder(String group) throws Exception {
        CodeupSCMNavigator navigator = Organization.navigator();
        navigator.setGroup(group);
        OrganizationFolder folder = Organization.folder(jenkins, navigator);
        scan(jenkins, folder);
        return folder;
    }

    private void assertBuilt(WorkflowJob job, int number, String... logged) throws Exception {
        assertNotNull(job);
        assertEquals(number, job.getBuilds().size());
        for (String part : logged) {
            jenkins.assertLogContains(part, jenkins.assertBuildStatusSuccess(job.getLastBuild()));
        }
    }
}
