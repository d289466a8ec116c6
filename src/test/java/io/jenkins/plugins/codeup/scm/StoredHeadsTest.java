package io.jenkins.plugins.codeup.scm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Items;
import io.jenkins.plugins.codeup.client.Repository;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import java.util.List;
import jenkins.scm.api.SCMHeadOrigin;
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
            false));

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

    private static Object again(Object stored) {
        return Items.XSTREAM2.fromXML(Items.XSTREAM2.toXML(stored));
    }
}
