package io.jenkins.plugins.codeup.jenkins;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The search for secrets that ends every test of the steps does find them. */
@WithJenkins
class LeaksTest {

    @Test
    void findsASecretInABuildAndInTheSystemLog(JenkinsRule jenkins) throws Exception {
        Leaks leaks = new Leaks();
        try {
            leaks.add("a-secret-in-a-build");
            leaks.add("a-secret-in-the-log");
            leaks.check();

            WorkflowJob job = jenkins.createProject(WorkflowJob.class, "leaky");
            job.setDefinition(new CpsFlowDefinition("echo 'a-secret' + '-in-a-build'", true));
            jenkins.buildAndAssertSuccess(job);
            Logger.getLogger("io.jenkins.plugins.codeup").fine("a-secret-in-the-log");

            String found = assertThrows(AssertionError.class, leaks::check).getMessage();
            assertTrue(found.contains("leaky/builds/1/log shows a-secret-in-a-build"), found);
            assertTrue(found.contains("the system log shows a-secret-in-the-log"), found);
        } finally {
            leaks.close();
        }
    }
}
