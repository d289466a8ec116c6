package io.jenkins.plugins.codeup.scm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Items;
import io.jenkins.plugins.codeup.client.Repository;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import java.util.List;
import jenkins.scm.api.SCMHeadOrigin;
import jenkins.scm.api.metadata.ObjectMetadataAction;
import jenkins.scm.api.mixin.ChangeRequestCheckoutStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What projects store of repositories and merge requests loads completely. */
class StoredHeadsTest {

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.unconnected();

    private static final RepositoryLocation FORK = RepositoryLocation.of(new Repository(
            7,
            "60811b5eed6e867404f60000/someone/app",
            "60811b5eed6e867404f60000",
            "https://codeup.aliyun.com/x/someone/app",
            null,
            null,
            null,
            false,
            null));

    @Test
    void aRevisionOfAMergeRequestFromAFork() {
        MergeRequestSCMHead head = new MergeRequestSCMHead(
                "MR-1",
                1,
                "main",
                ChangeRequestCheckoutStrategy.MERGE,
                new SCMHeadOrigin.Fork("someone/app"),
                "patch",
                FORK,
                null);
        MergeRequestSCMRevision revision = new MergeRequestSCMRevision(head, "1".repeat(40), "2".repeat(40));
        MergeRequestSCMRevision stored = (MergeRequestSCMRevision) again(revision);
        assertEquals(revision, stored);
        assertEquals("1".repeat(40) + "+" + "2".repeat(40), stored.toString());
        MergeRequestSCMHead back = (MergeRequestSCMHead) stored.getHead();
        assertTrue(back.isFromFork() && back.isMerge());
        assertEquals(1, back.number());
        assertEquals("patch", back.getOriginName());
        assertEquals(
                "https://codeup.aliyun.com/x/someone/app.git",
                back.sourceRepository().cloneUrl(false));
        assertEquals(
                "git@codeup.aliyun.com:x/someone/app.git",
                back.sourceRepository().cloneUrl(true));
        assertEquals("someone/app", back.sourceRepository().pathInOrganization());
    }

    @Test
    void aSourceKnowsWhereItsRepositoryIsWithoutAskingAgain() {
        CodeupSCMSource source = new CodeupSCMSource("someone/app");
        source.setOrganizationId("60811b5eed6e867404f60000");
        assertEquals(
                "https://codeup.aliyun.com/60811b5eed6e867404f60000/someone/app.git",
                source.getRemote(),
                "as is usual");
        source.setLocation(FORK);
        CodeupSCMSource stored = (CodeupSCMSource) again(source);
        assertEquals("https://codeup.aliyun.com/x/someone/app.git", stored.getRemote());
        stored.setTraits(List.of(new SshCheckoutTrait("key")));
        assertEquals("git@codeup.aliyun.com:x/someone/app.git", stored.getRemote());
        assertEquals("key", stored.getCredentialsId());
    }

    /** Whoever may configure a project may store any text as the URL of its repository's page. */
    @Test
    void onlyAWebPageBecomesALink() throws Exception {
        String stored = Items.XSTREAM2.toXML(FORK);
        for (String url : List.of("javascript:alert(1)", "data:text/html,x", "//evil.example.com", " https://x", "")) {
            RepositoryLocation odd = (RepositoryLocation) Items.XSTREAM2.fromXML(
                    stored.replace("https://codeup.aliyun.com/x/someone/app</webUrl>", url + "</webUrl>"));
            assertNull(odd.webUrl(), url);
            assertNull(odd.organizationUrl(), url);
            assertTrue(
                    MetadataActions.ofRepository(odd, "remote", null).stream()
                            .filter(ObjectMetadataAction.class::isInstance)
                            .map(ObjectMetadataAction.class::cast)
                            .allMatch(action -> action.getObjectUrl() == null),
                    url);
        }
        assertEquals("https://codeup.aliyun.com/x/someone/app", FORK.webUrl());
    }

    /** One that a push made is fetched by its own ref from the repository itself. */
    @Test
    void aMergeRequestThatAPushMade() {
        MergeRequestSCMHead head = new MergeRequestSCMHead(
                "MR-7",
                7,
                "main",
                ChangeRequestCheckoutStrategy.HEAD,
                new SCMHeadOrigin.Fork("team/app"),
                MergeRequestSCMHead.pushedName(7),
                FORK,
                "refs/merge-requests/7/head");
        MergeRequestSCMHead stored = (MergeRequestSCMHead) again(head);
        assertTrue(stored.isPushed() && stored.isFromFork());
        assertNull(stored.forkId());
        assertEquals("refs/merge-requests/7/head", stored.sourceRef());
        String before = Items.XSTREAM2.toXML(head).replaceAll("\\s*<sourceRef>.*</sourceRef>", "");
        MergeRequestSCMHead older = (MergeRequestSCMHead) Items.XSTREAM2.fromXML(before);
        assertEquals("refs/heads/" + older.getOriginName(), older.sourceRef());
        assertTrue(older.isFromFork(), "and not trusted more than before");
    }

    private static Object again(Object stored) {
        return Items.XSTREAM2.fromXML(Items.XSTREAM2.toXML(stored));
    }
}
