package io.jenkins.plugins.codeup.scm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.util.TreeSet;
import jenkins.plugins.git.GitBranchSCMHead;
import jenkins.scm.api.SCMFile;
import jenkins.scm.api.SCMFileSystem;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** Files and directories of a branch, read through the API and not cloned. */
class CodeupSCMFileSystemTest {

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    private final JenkinsRule jenkins = organization.jenkins();

    @Test
    void aBranchHasItsFilesAndDirectories() throws Exception {
        long id = organization.repositoryWithJenkinsfile("team/app");
        organization.git(id).commit("main", "src/deep/b.txt", "deep");
        WorkflowMultiBranchProject project =
                organization.project(jenkins, "team/app", new BranchDiscoveryTrait(BranchDiscoveryTrait.Strategy.ALL));
        try (SCMFileSystem files = SCMFileSystem.of(project.getSCMSources().get(0), new GitBranchSCMHead("main"))) {
            SCMFile root = files.getRoot();
            TreeSet<String> names = new TreeSet<>();
            for (SCMFile child : root.children()) {
                names.add(child.getName() + (child.isDirectory() ? "/" : ""));
            }
            assertEquals("[Jenkinsfile, a, src/]", names.toString());
            assertTrue(files.child("src").isDirectory());
            assertTrue(files.child("src/deep/b.txt").isFile());
            assertEquals("deep", files.child("src/deep/b.txt").contentAsString());
            assertEquals(
                    "b.txt",
                    files.child("src/deep").children().iterator().next().getName());
            assertFalse(files.child("src/none").exists());
            assertThrows(
                    FileNotFoundException.class, () -> files.child("src/none").contentAsString());
            assertEquals(0, files.lastModified(), "not told by Codeup");
        }
    }
}
