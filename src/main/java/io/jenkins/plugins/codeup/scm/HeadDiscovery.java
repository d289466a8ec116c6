package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.TaskListener;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.MergeRequest;
import io.jenkins.plugins.codeup.client.SourceReader.Branch;
import io.jenkins.plugins.codeup.client.SourceReader.SourceVersion;
import io.jenkins.plugins.codeup.client.SourceReader.Tag;
import io.jenkins.plugins.codeup.trigger.PushedRefs;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import jenkins.plugins.git.AbstractGitSCMSource;
import jenkins.plugins.git.GitBranchSCMHead;
import jenkins.plugins.git.GitBranchSCMRevision;
import jenkins.plugins.git.GitTagSCMHead;
import jenkins.plugins.git.GitTagSCMRevision;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadOrigin;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.mixin.ChangeRequestCheckoutStrategy;

/** Discovers heads and their revisions through the API: branches, merge requests and tags. Used by one thread. */
final class HeadDiscovery {

    private final CodeupSCMSource source;
    private final ApiRepository repository;
    private final Map<Long, Optional<RepositoryLocation>> forks = new HashMap<>();
    private final Map<Long, Pushed> pushed = new HashMap<>();
    /** Whether git could not be asked for refs. */
    private boolean gitFailed;

    /**
     * The commit of a merge request that a push made.
     *
     * @param ref the whole ref from which git fetches it; null if there is none, or if the commit is not known
     * @param commit null if it is not known
     */
    private record Pushed(
            @CheckForNull String ref, @CheckForNull String commit) {}

    /**
     * @param source remembers the default branch and the merge requests that are read
     */
    HeadDiscovery(@NonNull CodeupSCMSource source, @NonNull ApiRepository repository) {
        this.source = source;
        this.repository = repository;
    }

    /**
     * @return the name of a merge request's job, with the way to build it where there are several
     */
    @NonNull
    static String jobName(long number, @NonNull ChangeRequestCheckoutStrategy strategy, boolean several) {
        String suffix = strategy == ChangeRequestCheckoutStrategy.MERGE ? "-merge" : "-head";
        return "MR-" + number + (several ? suffix : "");
    }

    /** Offers the heads that the request asks for to its observer, until that has enough. */
    void discover(@NonNull CodeupSCMSourceRequest request) throws IOException, InterruptedException {
        boolean complete = request.wantsBranches() && branches(request);
        complete = complete || request.wantsMergeRequests() && mergeRequests(request);
        if (!complete && request.wantsTags()) {
            tags(request);
        }
    }

    private boolean branches(CodeupSCMSourceRequest request) throws IOException, InterruptedException {
        List<Branch> branches = request.branches();
        if (request.only() == null) {
            branches.stream().filter(Branch::isDefault).findFirst().ifPresent(source.lookup()::scanned);
        }
        branches.forEach(source.lookup()::scannedCommit);
        return process(
                request,
                branches.stream()
                        .map(branch -> new Ref(
                                Messages.HeadDiscovery_branch(branch.name()), revisionOf(branch), branch.committedAt()))
                        .toList());
    }

    private boolean mergeRequests(CodeupSCMSourceRequest request) throws IOException, InterruptedException {
        for (MergeRequest one : request.mergeRequests()) {
            source.lookup().scanned(one);
            Set<ChangeRequestCheckoutStrategy> strategies = request.strategies(one.isFromFork(repository.id()));
            String obstacle = obstacle(one, strategies.isEmpty() ? null : request.listener());
            if (obstacle != null) {
                log(request).println(Messages.HeadDiscovery_skipped(String.valueOf(one.number()), obstacle));
                continue;
            }
            if (!strategies.isEmpty()) {
                log(request).println(Messages.HeadDiscovery_mergeRequest(String.valueOf(one.number()), one.title()));
            }
            for (ChangeRequestCheckoutStrategy strategy : strategies) {
                if (mergeRequest(request, one, strategy, strategies.size() > 1)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean mergeRequest(
            CodeupSCMSourceRequest request, MergeRequest one, ChangeRequestCheckoutStrategy strategy, boolean several)
            throws IOException, InterruptedException {
        Optional<MergeRequestSCMHead> head = headOf(one, strategy, several);
        Optional<Branch> target = request.branch(one.target());
        MergeRequestSCMRevision revision = head.isEmpty() ? null : revisionOf(one, head.get(), target);
        if (revision == null) {
            log(request)
                    .println(Messages.HeadDiscovery_skipped(
                            String.valueOf(one.number()), Messages.HeadDiscovery_missing()));
            return false;
        }
        String commit = revision.getSource().getHash();
        return process(request, revision, head.get().sourceRepository().id(), commit, null);
    }

    private void tags(CodeupSCMSourceRequest request) throws IOException, InterruptedException {
        process(
                request,
                request.tags().stream()
                        .map(tag -> new Ref(Messages.HeadDiscovery_tag(tag.name()), revisionOf(tag), tag.committedAt()))
                        .toList());
    }

    /**
     * A branch or a tag.
     *
     * @param line for the log of the scan
     * @param time when the commit was made, or null if unknown
     */
    private record Ref(
            String line,
            AbstractGitSCMSource.SCMRevisionImpl revision,
            @CheckForNull Instant time) implements HeadReadAhead.Ref {

        @Override
        public SCMHead head() {
            return revision.getHead();
        }

        @Override
        public String commit() {
            return revision.getHash();
        }
    }

    /** Whether the observer needs no further heads. */
    private boolean process(CodeupSCMSourceRequest request, List<Ref> refs) throws IOException, InterruptedException {
        try (HeadReadAhead ahead = new HeadReadAhead(request, source.getConnection(), refs)) {
            for (Ref ref : refs) {
                ahead.next();
                log(request).println(ref.line);
                if (process(request, ref.revision, repository.id(), ref.commit(), ref.time)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether the observer needs no further heads. */
    private boolean process(
            CodeupSCMSourceRequest request, SCMRevision revision, long repositoryId, String commit, Instant time)
            throws IOException, InterruptedException {
        source.lookup().scanned(revision);
        return request.process(
                revision.getHead(),
                revision,
                (head, at) -> new CodeupSCMProbe(request.scan(), repositoryId, head.getName(), commit, time),
                (head, at, matches) -> log(request)
                        .println(matches ? Messages.HeadDiscovery_matches() : Messages.HeadDiscovery_matchesNot()));
    }

    private static PrintStream log(CodeupSCMSourceRequest request) {
        return request.listener().getLogger();
    }

    /**
     * @return the current revision of a merge request
     * @throws AbortException if it is not open or cannot be built; the message says why
     */
    @NonNull
    MergeRequestSCMRevision revision(@NonNull MergeRequestSCMHead head, @NonNull TaskListener listener)
            throws IOException, InterruptedException {
        String number = String.valueOf(head.number());
        MergeRequest one = repository
                .openMergeRequest(head.number())
                .orElseThrow(() -> new AbortException(Messages.HeadDiscovery_notOpen(number)));
        source.lookup().scanned(one);
        String obstacle = obstacle(one, listener);
        if (obstacle == null && !isSourceOf(one, head)) {
            obstacle = Messages.HeadDiscovery_otherSource();
        }
        MergeRequestSCMRevision revision = obstacle != null
                ? null
                : revisionOf(one, head, repository.branch(head.getTarget().getName()));
        if (revision == null) {
            throw new AbortException(Messages.HeadDiscovery_cannotBuild(
                    number, Objects.requireNonNullElse(obstacle, Messages.HeadDiscovery_missing())));
        }
        return revision;
    }

    /** Whether a stored head still tells where the source is; trust depends on it. */
    private boolean isSourceOf(MergeRequest one, MergeRequestSCMHead head) {
        if (one.source().pushed() || head.isPushed()) {
            return one.source().pushed() && head.isPushed();
        }
        return Objects.equals(
                        one.source().repositoryId(), head.sourceRepository().id())
                && one.isFromFork(repository.id()) == head.isFromFork();
    }

    /**
     * @param listener gets the lines of a probe for the ref of one that a push made; null if it is not to be built
     * @return why a merge request cannot be built, or null. Without a known source nobody can be trusted with it
     */
    private String obstacle(MergeRequest one, @CheckForNull TaskListener listener)
            throws IOException, InterruptedException {
        if (!one.source().pushed()) {
            return one.source().repositoryId() == null ? Messages.HeadDiscovery_unknownSource() : null;
        }
        if (listener == null) {
            return Messages.HeadDiscovery_pushIsFork();
        }
        Pushed found = findPushed(one, listener);
        if (found.commit == null) {
            return Messages.HeadDiscovery_pushWithoutCommit();
        }
        return found.ref == null ? Messages.HeadDiscovery_pushWithoutRef(found.commit) : null;
    }

    /** Where the commit of a merge request is that a push made; asks once a scan. */
    private Pushed findPushed(MergeRequest listed, TaskListener listener) throws IOException, InterruptedException {
        Pushed known = pushed.get(listed.number());
        if (known == null) {
            // a list tells neither commit nor ref
            MergeRequest one = listed.source().ref() != null
                    ? listed
                    : repository.mergeRequest(listed.number()).orElse(listed);
            SourceVersion version = repository
                    .reader()
                    .findSourceVersion(repository.id(), one.number())
                    .orElse(null);
            known = version == null
                    ? new Pushed(null, null)
                    : new Pushed(ref(one, version, listener), version.commit());
            pushed.put(listed.number(), known);
        }
        return known;
    }

    private String ref(MergeRequest one, SourceVersion version, TaskListener listener)
            throws CodeupException, InterruptedException {
        String ref = null;
        if (!gitFailed) {
            try {
                String connection = String.valueOf(source.getConnection());
                ref = PushedRefs.get()
                        .find(connection, source.getRemote(), one, version, () -> source.git(listener), listener);
            } catch (IOException e) {
                // whoever may read the repository can make such a merge request, and must not end the scan with it
                gitFailed = true;
                listener.getLogger().println(Messages.PushedRefs_failed(e.getMessage()));
            }
        }
        String branch = one.source().branch();
        return ref == null
                        && branch != null
                        && repository
                                .branch(branch)
                                .filter(found -> found.commit().equals(version.commit()))
                                .isPresent()
                ? "refs/heads/" + branch
                : ref;
    }

    /**
     * @return the current revision of a branch or tag; null if it was deleted
     */
    @CheckForNull
    SCMRevision revision(@NonNull SCMHead head) throws CodeupException, InterruptedException {
        String name = head.getName();
        return head instanceof GitTagSCMHead
                ? repository.tag(name).map(HeadDiscovery::revisionOf).orElse(null)
                : repository
                        .branch(name)
                        .map(found -> branchAt(name, found.commit()))
                        .orElse(null);
    }

    private static GitBranchSCMRevision revisionOf(Branch branch) {
        return branchAt(branch.name(), branch.commit());
    }

    private static GitBranchSCMRevision branchAt(String name, String commit) {
        return new GitBranchSCMRevision(new GitBranchSCMHead(name), commit);
    }

    private static GitTagSCMRevision revisionOf(Tag tag) {
        Instant time = tag.committedAt();
        GitTagSCMHead head = new GitTagSCMHead(tag.name(), time == null ? 0 : time.toEpochMilli());
        return new GitTagSCMRevision(head, tag.commit());
    }

    /** Empty if the fork was deleted or the account may not see it. */
    private Optional<MergeRequestSCMHead> headOf(
            MergeRequest one, ChangeRequestCheckoutStrategy strategy, boolean several)
            throws CodeupException, InterruptedException {
        if (one.source().pushed()) {
            return Optional.ofNullable(pushed.get(one.number()))
                    .map(found -> found.ref)
                    .map(ref -> new MergeRequestSCMHead(
                            jobName(one.number(), strategy, several),
                            one.number(),
                            one.target(),
                            strategy,
                            forkOf(repository.location()),
                            MergeRequestSCMHead.pushedName(one.number()),
                            repository.location(),
                            ref));
        }
        Long from = one.source().repositoryId();
        String branch = one.source().branch();
        if (from == null || branch == null) {
            return Optional.empty();
        }
        boolean fork = one.isFromFork(repository.id());
        Optional<RepositoryLocation> location = fork ? fork(from) : Optional.of(repository.location());
        return location.map(of -> new MergeRequestSCMHead(
                jobName(one.number(), strategy, several),
                one.number(),
                one.target(),
                strategy,
                fork ? forkOf(of) : SCMHeadOrigin.DEFAULT,
                branch,
                of,
                null));
    }

    private static SCMHeadOrigin forkOf(RepositoryLocation of) {
        return new SCMHeadOrigin.Fork(Objects.requireNonNullElse(of.pathInOrganization(), String.valueOf(of.id())));
    }

    /** Asks for each fork once. */
    private Optional<RepositoryLocation> fork(long id) throws CodeupException, InterruptedException {
        Optional<RepositoryLocation> known = forks.get(id);
        if (known == null) {
            known = repository.fork(id);
            forks.put(id, known);
        }
        return known;
    }

    /** Null if the source branch or the target branch was deleted. */
    private MergeRequestSCMRevision revisionOf(MergeRequest one, MergeRequestSCMHead head, Optional<Branch> target)
            throws CodeupException, InterruptedException {
        String branch = one.source().branch();
        Pushed byPush = pushed.get(one.number());
        String commit = one.source().pushed()
                ? byPush == null ? null : byPush.commit
                : one.source().commit();
        if (commit == null && branch != null && !one.source().pushed()) {
            Optional<Branch> found =
                    repository.reader().findBranch(head.sourceRepository().id(), branch);
            found.ifPresent(source.lookup()::scannedCommit);
            commit = found.map(Branch::commit).orElse(null);
        }
        return target.isEmpty() || commit == null
                ? null
                : new MergeRequestSCMRevision(head, target.get().commit(), commit);
    }
}
