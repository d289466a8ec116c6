package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.Branch;
import io.jenkins.plugins.codeup.client.MergeRequest;
import io.jenkins.plugins.codeup.client.Tag;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jenkins.plugins.git.GitBranchSCMRevision;
import jenkins.plugins.git.GitTagSCMRevision;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.mixin.ChangeRequestCheckoutStrategy;

/** Offers a repository's heads, as the API reads them, to who looks for some. */
final class HeadDiscovery {

    private final CodeupSCMSource source;
    private final CodeupSCMSourceRequest request;
    private final ApiRepository repository;
    private final RequestedHeads requested;
    private final MergeRequestHeads heads;
    private final PrintStream log;

    /**
     * @param source is told the default branch and the merge requests that were read
     */
    HeadDiscovery(
            @NonNull CodeupSCMSource source,
            @NonNull CodeupSCMSourceRequest request,
            @NonNull ApiRepository repository) {
        this.source = source;
        this.request = request;
        this.repository = repository;
        this.requested = new RequestedHeads(request, repository);
        this.heads = new MergeRequestHeads(repository);
        this.log = request.listener().getLogger();
    }

    void run() throws IOException, InterruptedException {
        boolean enough = request.wantsBranches() && branches();
        enough = enough || request.wantsMergeRequests() && mergeRequests();
        if (!enough && request.wantsTags()) {
            tags();
        }
    }

    private boolean branches() throws IOException, InterruptedException {
        List<Branch> found = requested.branches();
        if (request.only() == null) {
            found.stream().filter(Branch::isDefault).findFirst().ifPresent(one -> source.setDefaultBranch(one.name()));
        }
        for (Branch branch : found) {
            GitBranchSCMRevision revision = HeadRevisions.of(branch);
            log.println(Messages.HeadDiscovery_branch(branch.name()));
            if (process(revision, repository.id(), branch.commit(), branch.committedAt())) {
                return true;
            }
        }
        return false;
    }

    private boolean mergeRequests() throws IOException, InterruptedException {
        for (MergeRequest one : requested.mergeRequests()) {
            source.remember(one);
            Set<ChangeRequestCheckoutStrategy> strategies = request.strategies(one.isFromFork(repository.id()));
            if (!strategies.isEmpty()) {
                log.println(Messages.HeadDiscovery_mergeRequest(String.valueOf(one.number()), one.title()));
            }
            for (ChangeRequestCheckoutStrategy strategy : strategies) {
                if (mergeRequest(one, strategy, strategies.size() > 1)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean mergeRequest(MergeRequest one, ChangeRequestCheckoutStrategy strategy, boolean several)
            throws IOException, InterruptedException {
        Optional<MergeRequestSCMHead> head = heads.of(one, strategy, several);
        Optional<Branch> target = requested.branch(one.target());
        MergeRequestSCMRevision revision = head.isEmpty() ? null : heads.revision(one, head.get(), target);
        if (revision == null) {
            log.println(Messages.HeadDiscovery_mergeRequestIncomplete(String.valueOf(one.number())));
            return false;
        }
        String commit = revision.getSource().getHash();
        return process(revision, head.get().sourceRepository().id(), commit, null);
    }

    private void tags() throws IOException, InterruptedException {
        for (Tag tag : requested.tags()) {
            GitTagSCMRevision revision = HeadRevisions.of(tag);
            log.println(Messages.HeadDiscovery_tag(tag.name()));
            if (process(revision, repository.id(), tag.commit(), tag.committedAt())) {
                return;
            }
        }
    }

    /** Whether that was all that was asked for. */
    private boolean process(SCMRevision revision, long repositoryId, String commit, Instant time)
            throws IOException, InterruptedException {
        return request.process(
                revision.getHead(),
                revision,
                (of, at) ->
                        new CommitProbe(repository.reader(), source.codeup(), repositoryId, of.getName(), commit, time),
                (of, at, matches) ->
                        log.println(matches ? Messages.HeadDiscovery_matches() : Messages.HeadDiscovery_matchesNot()));
    }
}
