package io.jenkins.plugins.codeup.scm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import hudson.EnvVars;
import hudson.model.TaskListener;
import io.jenkins.plugins.codeup.simulator.http.Oddity;
import java.util.Map;
import java.util.TreeMap;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** Builds of branches, tags and merge requests have the CODEUP_* variables, whoever started them. */
class HeadVariablesTest {

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    private final JenkinsRule jenkins = organization.jenkins();
    private long repository;
    private String web;
    private WorkflowMultiBranchProject project;

    @BeforeEach
    void createProject() throws Exception {
        repository = organization.repositoryWithJenkinsfile("team/app");
        organization
                .git(repository)
                .commit("main", "Jenkinsfile", "echo \"target ${env.CODEUP_MERGE_REQUEST_TARGET}\"");
        web = organization.sources().httpUrl(repository).replace(".git", "");
        project = organization.project(
                jenkins,
                "team/app",
                new BranchDiscoveryTrait(BranchDiscoveryTrait.Strategy.ALL),
                new TagDiscoveryTrait(),
                new OriginMergeRequestDiscoveryTrait(MergeRequestDiscoveryTrait.Strategy.HEAD));
        organization.deliver(project, repository);
    }

    private static Map<String, String> variables(WorkflowRun build) throws Exception {
        EnvVars all = build.getEnvironment(TaskListener.NULL);
        Map<String, String> ours = new TreeMap<>();
        all.forEach((name, value) -> {
            if (name.startsWith("CODEUP_")) {
                ours.put(name.substring("CODEUP_".length()), value);
            }
        });
        return ours;
    }

    @Test
    void ofABranchThatAPushBuilt() throws Exception {
        String before = organization.head(repository, "main");
        String commit = organization.sources().commit(repository, "main", "a", "2");
        Organization.awaitEvents(jenkins);
        WorkflowJob main = project.getItem("main");
        assertEquals(
                Map.of(
                        "EVENT",
                        "push",
                        "REPOSITORY",
                        web,
                        "USER",
                        "dev-a",
                        "BRANCH",
                        "main",
                        "COMMIT",
                        commit,
                        "COMMIT_BEFORE",
                        before),
                variables(main.getLastBuild()));
        assertEquals(
                Map.of("REPOSITORY", web, "BRANCH", "main", "COMMIT", commit),
                variables(jenkins.buildAndAssertSuccess(main)),
                "by hand");
    }

    @Test
    void ofATag() throws Exception {
        String commit = organization.head(repository, "main");
        organization.sources().update(repository, "refs/tags/v1", commit);
        Organization.awaitEvents(jenkins);
        Map<String, String> variables = variables(jenkins.buildAndAssertSuccess(project.getItem("v1")));
        assertEquals(Map.of("REPOSITORY", web, "TAG", "v1", "COMMIT", commit), variables);
    }

    @Test
    void ofAMergeRequestWithWhatCodeupTellsOfIt() throws Exception {
        String commit = organization.git(repository).commit("feature", "b", "1");
        Oddity more = Oddity.with("description", "\"see ${BUILD_NUMBER}\"")
                .then(Oddity.with("labels", "[{\"id\":\"1\",\"name\":\"bug\"},{\"id\":\"2\",\"name\":\"urgent\"}]"));
        organization.simulator().withOddAnswers("GetChangeRequest", more);
        try {
            organization.sources().openMergeRequest(repository, repository, "feature", "main");
            Organization.awaitEvents(jenkins);
            WorkflowRun build = project.getItem("MR-1").getLastBuild();
            Map<String, String> variables = variables(build);
            assertEquals("merge_request open", variables.get("EVENT") + " " + variables.get("MERGE_REQUEST_ACTION"));
            assertEquals("1", variables.get("MERGE_REQUEST_ID"));
            assertEquals("feature feature", variables.get("BRANCH") + " " + variables.get("MERGE_REQUEST_SOURCE"));
            assertEquals("main", variables.get("MERGE_REQUEST_TARGET"));
            assertEquals("Merge feature", variables.get("MERGE_REQUEST_TITLE"));
            assertEquals(commit, variables.get("COMMIT"));
            assertEquals("bug,urgent", variables.get("MERGE_REQUEST_LABELS"));
            assertEquals("dev-b", variables.get("MERGE_REQUEST_REVIEWERS"));
            jenkins.assertLogContains("target main", build);
            Map<String, String> byHand = variables(jenkins.buildAndAssertSuccess(project.getItem("MR-1")));
            assertEquals("Merge feature", byHand.get("MERGE_REQUEST_TITLE"));
            assertEquals("dev-b", byHand.get("MERGE_REQUEST_REVIEWERS"));
            assertNull(byHand.get("EVENT"));
            String description = byHand.get("MERGE_REQUEST_DESCRIPTION").replace("$$", "$");
            assertEquals("see ${BUILD_NUMBER}", description, "nobody replaces what others wrote");
        } finally {
            organization.simulator().withOddAnswers("GetChangeRequest", null);
        }
    }
}
