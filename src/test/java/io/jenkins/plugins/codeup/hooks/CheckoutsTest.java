package io.jenkins.plugins.codeup.hooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.scm.Organization;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.time.Duration;
import java.util.List;
import jenkins.plugins.git.GitSCMSource;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.libs.GlobalLibraries;
import org.jenkinsci.plugins.workflow.libs.LibraryConfiguration;
import org.jenkinsci.plugins.workflow.libs.SCMSourceRetriever;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** What a build checks out may add a webhook to its job, and never removes one; a project's secret is for its own sources. */
class CheckoutsTest {

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    private final JenkinsRule jenkins = organization.jenkins();
    private long app;
    private long docs;

    @BeforeEach
    void start() throws Exception {
        organization.manageWebhooks();
        app = organization.repositoryWithJenkinsfile("team/app");
        docs = organization.repositoryWithJenkinsfile("team/docs");
    }

    @Test
    @FieldCase({"B7", "J20"})
    void aBuildThatChecksOutNothingOrSomethingElseKeepsItsJobsWebhook() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "inline");
        job.addTrigger(new CodeupTrigger());
        build(job, checkout(app));
        assertWebhooks(1, app);
        build(job, "echo 'nothing to check out today'");
        build(job, "properties([pipelineTriggers([codeup()])])");
        assertWebhooks(1, app);
        build(job, checkout(docs));
        assertWebhooks(1, app);
        assertWebhooks(1, docs);
        job.delete();
        assertWebhooks(0, app);
        assertWebhooks(0, docs);
    }

    @Test
    @FieldCase({"B7", "J20"})
    void aPushStillStartsTheJobAfterABuildThatCheckedOutSomethingElse() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "inline");
        job.addTrigger(new CodeupTrigger());
        build(job, checkout(app));
        build(job, checkout(docs));
        organization.sources().commit(app, "main", "a", "2");
        Organization.awaitEvents(jenkins);
        assertEquals(3, job.getBuilds().size());
    }

    @Test
    @FieldCase({"B7", "J20"})
    void theRepositoryOfASharedLibraryGetsNoWebhook() throws Exception {
        organization.git(docs).commit("main", "vars/hello.groovy", "def call() { echo 'hello' }");
        GitSCMSource library = new GitSCMSource(organization.sources().httpUrl(docs));
        library.setCredentialsId("clone");
        LibraryConfiguration configuration = new LibraryConfiguration("lib", new SCMSourceRetriever(library));
        configuration.setDefaultVersion("main");
        GlobalLibraries.get().setLibraries(List.of(configuration));
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "inline");
        job.addTrigger(new CodeupTrigger());
        build(job, "@Library('lib') _\nhello()\n" + checkout(app));
        assertWebhooks(1, app);
        assertWebhooks(0, docs);
    }

    @Test
    void aBranchsBuildGivesTheProjectsSecretToItsOwnRepositoryOnly() throws Exception {
        organization
                .git(app)
                .commit("main", "Jenkinsfile", "codeupCreateWebhook(repository: 'team/docs', credentialsId: 'token')");
        WorkflowMultiBranchProject project = organization.project(
                jenkins,
                "team/app",
                new io.jenkins.plugins.codeup.scm.BranchDiscoveryTrait(
                        io.jenkins.plugins.codeup.scm.BranchDiscoveryTrait.Strategy.ALL));
        jenkins.assertLogContains(
                "Repository team/docs is not among the sources of",
                jenkins.assertBuildStatus(
                        Result.FAILURE, project.getItem("main").getLastBuild()));
        assertWebhooks(0, docs);
        organization
                .git(app)
                .commit(
                        "main",
                        "Jenkinsfile",
                        "codeupCreateWebhook(repository: '" + app + "', credentialsId: 'token', noteEvents: true)");
        Organization.scan(jenkins, project);
        jenkins.assertBuildStatusSuccess(project.getItem("main").getLastBuild());
        assertTrue(organization.simulator().hooks(app).stream()
                .allMatch(hook -> hook.settings().url().endsWith(id(project))));
    }

    private static String id(WorkflowMultiBranchProject project) {
        try {
            return ItemWebhook.of(project).id();
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private String checkout(long repository) {
        return "node { checkout scmGit(branches: [[name: 'main']], userRemoteConfigs: [[url: '"
                + organization.sources().httpUrl(repository) + "', credentialsId: 'clone']]) }";
    }

    private void build(WorkflowJob job, String script) throws Exception {
        job.setDefinition(new CpsFlowDefinition(script, true));
        jenkins.buildAndAssertSuccess(job);
        Idle.await();
    }

    private void assertWebhooks(int number, long repository) throws Exception {
        Idle.await();
        WebhookManager.get().checkAll(Duration.ZERO);
        Idle.await();
        assertEquals(number, organization.simulator().hooks(repository).size());
    }
}
