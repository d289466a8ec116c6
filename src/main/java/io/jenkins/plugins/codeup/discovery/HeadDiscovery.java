package io.jenkins.plugins.codeup.discovery;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import io.jenkins.plugins.codeup.api.Branch;
import io.jenkins.plugins.codeup.api.CodeupException;
import io.jenkins.plugins.codeup.api.MergeRequest;
import io.jenkins.plugins.codeup.api.SourceReader;
import io.jenkins.plugins.codeup.api.Tag;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jenkins.plugins.git.GitBranchSCMHead;
import jenkins.plugins.git.GitBranchSCMRevision;
import jenkins.plugins.git.GitTagSCMHead;
import jenkins.plugins.git.GitTagSCMRevision;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.mixin.ChangeRequestCheckoutStrategy;

/**
 * Looks for a repository's heads by the API. A list is read whole before anything is made of it, and a call that fails
 * ends the look with its exception: what was not read must not pass for gone.
 */
final class HeadDiscovery {

    private final CodeupSCMSource source;
    private final CodeupSCMSourceRequest request;
    private final SourceReader reader;
    private final MergeRequestHeads heads;
    private final PrintStream log;
    private final Map<String, Optional<Branch>> branches = new LinkedHashMap<>();
    private boolean allBranches;

    HeadDiscovery(
            @NonNull CodeupSCMSource source,
            @NonNull CodeupSCMSourceRequest request,
            @NonNull MergeRequestHeads heads) {
        this.source = source;
        this.request = request;
        this.reader = source.reader();
        this.heads = heads;
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
        for (Branch branch : wantedBranches()) {
            GitBranchSCMHead head = new GitBranchSCMHead(branch.name());
            GitBranchSCMRevision revision = new GitBranchSCMRevision(head, branch.commit());
            log.println(Messages.HeadDiscovery_branch(branch.name()));
            if (process(head, revision, source.place().id(), branch.commit(), branch.committedAt())) {
                return true;
            }
        }
        return false;
    }

    /** The default branch first: most who look for a Jenkinsfile find it there, and need not look further. */
    private List<Branch> wantedBranches() throws CodeupException, InterruptedException {
        if (request.only() == null) {
            readAllBranches();
        } else {
            for (String name : names(GitBranchSCMHead.class)) {
                branch(name);
            }
        }
        return branches.values().stream()
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing(branch -> !branch.isDefault()))
                .toList();
    }

    private void readAllBranches() throws CodeupException, InterruptedException {
        if (!allBranches) {
            List<Branch> read = new ArrayList<>();
            reader.listBranches(source.place().id(), read::add);
            read.forEach(branch -> branches.put(branch.name(), Optional.of(branch)));
            read.stream().filter(Branch::isDefault).findFirst().ifPresent(one -> source.setDefaultBranch(one.name()));
            allBranches = true;
        }
    }

    private Optional<Branch> branch(String name) throws CodeupException, InterruptedException {
        Optional<Branch> known = branches.get(name);
        if (known == null) {
            known = allBranches
                    ? Optional.empty()
                    : reader.findBranch(source.place().id(), name);
            branches.put(name, known);
        }
        return known;
    }

    private boolean mergeRequests() throws IOException, InterruptedException {
        List<MergeRequest> found = new ArrayList<>();
        if (request.only() == null) {
            found.addAll(request.mergeRequests());
        } else {
            for (long number : numbers()) {
                reader.findMergeRequest(source.place().id(), number)
                        .filter(MergeRequest::open)
                        .ifPresent(found::add);
            }
        }
        for (MergeRequest one : found) {
            source.remember(one);
            Set<ChangeRequestCheckoutStrategy> strategies =
                    request.strategies(one.isFromFork(source.place().id()));
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
        Optional<String> target = branch(one.target()).map(Branch::commit);
        Optional<String> commit = head.isEmpty() ? Optional.empty() : heads.sourceCommit(one, head.get());
        if (target.isEmpty() || commit.isEmpty()) {
            log.println(Messages.HeadDiscovery_mergeRequestIncomplete(String.valueOf(one.number())));
            return false;
        }
        MergeRequestSCMRevision revision = new MergeRequestSCMRevision(head.get(), target.get(), commit.get());
        return process(head.get(), revision, head.get().sourceRepository().id(), commit.get(), null);
    }

    private void tags() throws IOException, InterruptedException {
        List<Tag> found = new ArrayList<>();
        if (request.only() == null) {
            reader.listTags(source.place().id(), null, found::add);
        } else {
            for (String name : names(GitTagSCMHead.class)) {
                findTag(reader, source.place().id(), name).ifPresent(found::add);
            }
        }
        for (Tag tag : found) {
            GitTagSCMHead head = head(tag);
            log.println(Messages.HeadDiscovery_tag(tag.name()));
            if (process(
                    head,
                    new GitTagSCMRevision(head, tag.commit()),
                    source.place().id(),
                    tag.commit(),
                    tag.committedAt())) {
                return;
            }
        }
    }

    /** There is no call for one tag: those whose names have it in them are read until it is found. */
    @NonNull
    static Optional<Tag> findTag(@NonNull SourceReader reader, long repositoryId, @NonNull String name)
            throws CodeupException, InterruptedException {
        List<Tag> found = new ArrayList<>();
        reader.listTags(repositoryId, name, tag -> !tag.name().equals(name) || !found.add(tag));
        return found.stream().findFirst();
    }

    @NonNull
    static GitTagSCMHead head(@NonNull Tag tag) {
        Instant time = tag.committedAt();
        return new GitTagSCMHead(tag.name(), time == null ? 0 : time.toEpochMilli());
    }

    /** Whether that was all that was asked for. */
    private <H extends SCMHead, R extends SCMRevision> boolean process(
            H head, R revision, long repositoryId, String commit, Instant time)
            throws IOException, InterruptedException {
        return request.process(
                head,
                revision,
                (of, at) -> new CommitProbe(reader, source.codeup(), repositoryId, of.getName(), commit, time),
                (of, at, matches) ->
                        log.println(matches ? Messages.HeadDiscovery_matches() : Messages.HeadDiscovery_matchesNot()));
    }

    private Set<String> names(Class<? extends SCMHead> kind) {
        Set<String> names = new LinkedHashSet<>();
        only().stream().filter(kind::isInstance).forEach(head -> names.add(head.getName()));
        return names;
    }

    private Set<Long> numbers() {
        Set<Long> numbers = new LinkedHashSet<>();
        for (SCMHead head : only()) {
            if (head instanceof MergeRequestSCMHead one) {
                numbers.add(one.number());
            }
        }
        return numbers;
    }

    private Set<SCMHead> only() {
        return Util.fixNull(request.only());
    }
}
