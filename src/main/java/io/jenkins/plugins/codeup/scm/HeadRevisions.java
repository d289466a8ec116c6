package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.Branch;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.MergeRequest;
import io.jenkins.plugins.codeup.client.Tag;
import java.time.Instant;
import java.util.Optional;
import jenkins.plugins.git.GitBranchSCMHead;
import jenkins.plugins.git.GitBranchSCMRevision;
import jenkins.plugins.git.GitTagSCMHead;
import jenkins.plugins.git.GitTagSCMRevision;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMRevision;

/** What is to be built now of a head. */
final class HeadRevisions {

    private HeadRevisions() {}

    @NonNull
    static GitBranchSCMRevision of(@NonNull Branch branch) {
        return ofBranch(branch.name(), branch.commit());
    }

    private static GitBranchSCMRevision ofBranch(String name, String commit) {
        return new GitBranchSCMRevision(new GitBranchSCMHead(name), commit);
    }

    @NonNull
    static GitTagSCMRevision of(@NonNull Tag tag) {
        Instant time = tag.committedAt();
        GitTagSCMHead head = new GitTagSCMHead(tag.name(), time == null ? 0 : time.toEpochMilli());
        return new GitTagSCMRevision(head, tag.commit());
    }

    /**
     * Asks for one head that is known already.
     *
     * @param source is told what was read of a merge request
     * @return null where the head is gone; that is also a merge request that is not open, or a branch of which is gone
     */
    @CheckForNull
    static SCMRevision find(@NonNull SCMHead head, @NonNull ApiRepository repository, @NonNull CodeupSCMSource source)
            throws CodeupException, InterruptedException {
        if (head instanceof MergeRequestSCMHead one) {
            return find(one, repository, source);
        }
        if (head instanceof GitTagSCMHead) {
            return repository.tag(head.getName()).map(HeadRevisions::of).orElse(null);
        }
        return repository
                .branch(head.getName())
                .map(found -> ofBranch(head.getName(), found.commit()))
                .orElse(null);
    }

    private static MergeRequestSCMRevision find(
            MergeRequestSCMHead head, ApiRepository repository, CodeupSCMSource source)
            throws CodeupException, InterruptedException {
        Optional<MergeRequest> found = repository.mergeRequest(head.number()).filter(MergeRequest::open);
        if (found.isEmpty()) {
            return null;
        }
        source.remember(found.get());
        Optional<Branch> target = repository.branch(head.getTarget().getName());
        return new MergeRequestHeads(repository).revision(found.get(), head, target);
    }
}
