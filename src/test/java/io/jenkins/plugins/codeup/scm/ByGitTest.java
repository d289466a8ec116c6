package io.jenkins.plugins.codeup.scm;

import static io.jenkins.plugins.codeup.scm.Organization.awaitEvents;
import static io.jenkins.plugins.codeup.scm.Organization.names;
import static io.jenkins.plugins.codeup.scm.Organization.scan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.connection.CodeupApi;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import jenkins.branch.OrganizationFolder;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** With the OpenAPI 2020-04-14, which does not read repositories, git discovers the heads. */
class ByGitTest {

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    private final JenkinsRule jenkins = organization.jenkins();
    private long repository;

    @BeforeEach
    void start() throws Exception {
        CodeupConnection connection = CodeupConfiguration.get().getConnections().get(0);
        connection.setApi(CodeupApi.ALIYUN);
        CodeupConfiguration.get().setConnections(List.of(connection));
        organization.codeup().addAccessKey(jenkins.jenkins, "key", SimulatedCodeup.KEY_ID, SimulatedCodeup.KEY_SECRET);
        repository = organization.repositoryWithJenkinsfile("team/app");
    }

    @Test
    void branchesAndTagsAreDiscoveredAndMergeRequestsAreNot() throws Exception {
        organization.git(organization.repository("team/docs")).commit("main", "a", "1");
        organization.git(repository).commit("feature", "a", "2");
        organization.git(repository).update("refs/tags/v1", organization.head(repository, "main"));
        organization.sources().openMergeRequest(repository, repository, "feature", "main");
        CodeupSCMNavigator navigator = Organization.navigator(
                new BranchDiscoveryTrait(BranchDiscoveryTrait.Strategy.EXCLUDE_MERGE_REQUESTS),
                new OriginMergeRequestDiscoveryTrait(MergeRequestDiscoveryTrait.Strategy.MERGE),
                new TagDiscoveryTrait());
        navigator.setPersonalIncluded(true);
        navigator.setApiCredentialsId("key");
        navigator.setGroup("team");
        OrganizationFolder folder = Organization.folder(jenkins, navigator);
        scan(jenkins, folder);

        assertEquals(Set.of("app"), names(folder));
        WorkflowMultiBranchProject app = (WorkflowMultiBranchProject) folder.getItem("app");
        assertEquals(Set.of("feature", "main", "v1"), names(app));
        jenkins.assertLogContains(
                "built 2",
                jenkins.assertBuildStatusSuccess(app.getItem("feature").getLastBuild()));

        organization.deliver(app, repository);
        organization.sources().commit(repository, "new", "a", "3");
        awaitEvents(jenkins);
        assertEquals(Set.of("feature", "main", "new", "v1"), names(app), "deliveries are followed all the same");

        Set<String> operations = new TreeSet<>();
        organization.simulator().requests().forEach(request -> operations.add(request.operation()));
        assertTrue(Set.of("ListRepositories", "GetRepositoryInfo").containsAll(operations), operations::toString);
    }
}
