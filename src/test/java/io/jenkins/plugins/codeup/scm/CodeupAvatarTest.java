package io.jenkins.plugins.codeup.scm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.simulator.http.Oddity;
import jenkins.branch.OrganizationFolder;
import jenkins.scm.api.metadata.ContributorMetadataAction;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;

/** Pictures of organizations and repositories, and the people of branches. */
class CodeupAvatarTest {

    private static final String PICTURE = "https://tcs-devops.aliyuncs.com/thumbnail/app.png";

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    private final JenkinsRule jenkins = organization.jenkins();

    @Test
    void aRepositorysPictureComesFromTheCacheAndAFolderHasTheIcon() throws Exception {
        organization.repositoryWithJenkinsfile("team/app");
        organization.simulator().withOddAnswers("ListRepositories", Oddity.with("avatarUrl", "\"" + PICTURE + "\""));
        try {
            OrganizationFolder folder = Organization.folder(jenkins, Organization.navigator());
            Organization.scan(jenkins, folder);
            assertEquals(
                    CodeupSCMNavigator.ICON,
                    folder.getAction(CodeupAvatar.class).getAvatarIconClassName());
            WorkflowMultiBranchProject project = (WorkflowMultiBranchProject) folder.getItem("team%2Fapp");
            CodeupAvatar avatar = project.getAction(CodeupAvatar.class);
            assertNull(avatar.getAvatarIconClassName());
            String image = jenkins.executeOnServer(() -> avatar.getAvatarImageOf("32x32"));
            assertTrue(image.contains("avatar-cache/"), image);
            assertEquals(
                    "dev-a",
                    project.getItem("main")
                            .getAction(ContributorMetadataAction.class)
                            .getContributor());
        } finally {
            organization.simulator().withOddAnswers("ListRepositories", null);
        }
    }

    /** The cache would fetch anything that Jenkins's network has. */
    @ParameterizedTest
    @CsvSource({
        "https://codeup.aliyun.com/a.png, true",
        "https://tcs-devops.aliyuncs.com/a.png, true",
        "http://codeup.aliyun.com/a.png, false",
        "https://169.254.169.254/latest, false",
        "https://codeup.aliyun.com.example.com/a.png, false",
        "https://x@codeup.aliyun.com/a.png, false",
        "https://codeup.aliyun.com:8443/a.png, false",
        "file:///etc/passwd, false",
        "no url, false"
    })
    void onlyPicturesAtCodeupAreFetched(String url, boolean fetched) {
        assertEquals(fetched, CodeupAvatar.isAtCodeup(url));
    }
}
