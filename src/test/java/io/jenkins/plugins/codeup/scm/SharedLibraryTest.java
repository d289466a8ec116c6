package io.jenkins.plugins.codeup.scm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.Run;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.libs.FolderLibraries;
import org.jenkinsci.plugins.workflow.libs.GlobalLibraries;
import org.jenkinsci.plugins.workflow.libs.LibraryConfiguration;
import org.jenkinsci.plugins.workflow.libs.SCMSourceRetriever;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** Shared libraries of Pipelines come from Codeup by the source {@code codeup}, of Jenkins and of folders. */
class SharedLibraryTest {

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    private final JenkinsRule jenkins = organization.jenkins();
    private long library;
    private CodeupSCMSource source;

    @BeforeEach
    void createLibrary() {
        library = organization.repository("team/library");
        organization.git(library).commit("main", "vars/hello.groovy", "def call() { echo 'hello of main' }");
        organization
                .git(library)
                .update(
                        "refs/tags/v1",
                        organization
                                .git(library)
                                .commit("old", "vars/hello.groovy", "def call() { echo 'hello of v1' }"));
        source = new CodeupSCMSource("team/library");
        source.setApiCredentialsId("token");
        source.setCheckoutCredentialsId("clone");
        organization.simulator().forgetRequests();
    }

    @AfterEach
    void removeLibraries() {
        GlobalLibraries.get().setLibraries(List.of());
    }

    private LibraryConfiguration configuration() {
        LibraryConfiguration configuration = new LibraryConfiguration("lib", new SCMSourceRetriever(source));
        configuration.setDefaultVersion("main");
        configuration.setAllowVersionOverride(true);
        return configuration;
    }

    private Run<?, ?> build(WorkflowJob job, String library) throws Exception {
        job.setDefinition(new CpsFlowDefinition("@Library('" + library + "') _\nhello()", true));
        return jenkins.buildAndAssertSuccess(job);
    }

    @Test
    void aLibraryOfJenkinsIsNamedByItsPathAndFoundThroughTheApi() throws Exception {
        GlobalLibraries.get().setLibraries(List.of(configuration()));
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        Run<?, ?> branch = build(job, "lib");
        jenkins.assertLogContains("hello of main", branch);
        jenkins.assertLogContains("Codeup: branch main is at " + organization.head(library, "main"), branch);
        assertEquals(1, organization.simulator().requests("GetBranch").size());
        jenkins.assertLogContains("hello of v1", build(job, "lib@v1"));
        jenkins.assertLogContains("hello of v1", build(job, "lib@" + organization.head(library, "old")));
    }

    @Test
    void aLibraryOfAFolderHasTheFoldersCredentials() throws Exception {
        Folder folder = jenkins.createProject(Folder.class);
        organization.codeup().addSecretText(folder, "of-folder", Organization.TOKEN);
        organization.codeup().addAccessKey(folder, "clone-of-folder", "dev-a", Organization.PASSWORD);
        source.setApiCredentialsId("of-folder");
        source.setCheckoutCredentialsId("clone-of-folder");
        folder.addProperty(new FolderLibraries(List.of(configuration())));
        Run<?, ?> build = build(folder.createProject(WorkflowJob.class, "job"), "lib");
        jenkins.assertLogContains("hello of main", build);
        jenkins.assertLogContains("Codeup: branch main is at", build);
    }

    @Test
    void whereTheApiMayNotBeAskedGitFindsIt() throws Exception {
        source = new CodeupSCMSource(organization.sources().httpUrl(library));
        source.setCheckoutCredentialsId("clone");
        GlobalLibraries.get().setLibraries(List.of(configuration()));
        Run<?, ?> build = build(jenkins.createProject(WorkflowJob.class), "lib");
        jenkins.assertLogContains("Codeup cannot be asked for main, so git is.", build);
        jenkins.assertLogContains("hello of main", build);
        assertTrue(organization.simulator().requests().isEmpty());
    }

    @Test
    void theFormOffersTheSourceForLibraries() {
        var retriever = jenkins.jenkins.getDescriptorByType(SCMSourceRetriever.DescriptorImpl.class);
        assertTrue(retriever.getSCMDescriptors().stream().anyMatch(CodeupSCMSource.DescriptorImpl.class::isInstance));
    }
}
