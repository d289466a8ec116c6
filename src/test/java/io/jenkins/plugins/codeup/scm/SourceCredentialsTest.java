package io.jenkins.plugins.codeup.scm;

import static io.jenkins.plugins.codeup.scm.Organization.scan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.computed.ComputedFolder;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Result;
import hudson.model.Run;
import hudson.util.Secret;
import java.nio.file.Files;
import java.util.List;
import jenkins.branch.BranchSource;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** Sources use only the credentials that their project may use. */
class SourceCredentialsTest {

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    private final JenkinsRule jenkins = organization.jenkins();

    @BeforeEach
    void addSystemScopedCredentials() throws Exception {
        organization.repositoryWithJenkinsfile("team/app");
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(
                        CredentialsScope.SYSTEM, "system", "", Secret.fromString(Organization.TOKEN)));
        organization.simulator().forgetRequests();
    }

    @Test
    void aSourceThatAPipelineMakesLooksUpNoCredentials() throws Exception {
        for (String id : List.of("system", "token")) {
            WorkflowJob job = jenkins.createProject(WorkflowJob.class);
            job.setDefinition(new CpsFlowDefinition(
                    "resolveScm source: [$class: 'CodeupSCMSource', repository: 'team/app', apiCredentialsId: '" + id
                            + "', traits: []], targets: ['main']",
                    true));
            Run<?, ?> build = jenkins.buildAndAssertStatus(Result.FAILURE, job);
            jenkins.assertLogContains("not part of a project", build);
        }
        assertTrue(organization.simulator().requests().isEmpty());
    }

    @Test
    void systemScopedCredentialsServeNoProjectAndNoFolder() throws Exception {
        CodeupSCMSource source = new CodeupSCMSource("team/app");
        source.setApiCredentialsId("system");
        WorkflowMultiBranchProject project = jenkins.createProject(WorkflowMultiBranchProject.class);
        project.getSourcesList().add(new BranchSource(source));
        assertRefused(project);

        CodeupSCMNavigator navigator = Organization.navigator();
        navigator.setApiCredentialsId("system");
        assertRefused(Organization.folder(jenkins, navigator));
    }

    private void assertRefused(ComputedFolder<?> folder) throws Exception {
        scan(jenkins, folder);
        assertEquals(Result.FAILURE, folder.getComputation().getResult());
        String log = Files.readString(folder.getComputation().getLogFile().toPath());
        assertTrue(log.contains("apiCredentialsId") && log.contains("system"), log);
        assertTrue(organization.simulator().requests().isEmpty());
    }
}
