package io.jenkins.plugins.codeup.discovery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import io.jenkins.plugins.codeup.api.Branch;
import io.jenkins.plugins.codeup.api.CodeupClient;
import io.jenkins.plugins.codeup.api.CodeupException;
import io.jenkins.plugins.codeup.api.CodeupException.Kind;
import io.jenkins.plugins.codeup.api.MergeRequest;
import io.jenkins.plugins.codeup.api.RepositoryRef;
import io.jenkins.plugins.codeup.api.SourceReader;
import io.jenkins.plugins.codeup.delivery.MergeRequestInfo;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadObserver;
import jenkins.scm.api.SCMHeadOrigin;
import jenkins.scm.api.mixin.ChangeRequestCheckoutStrategy;

/** Makes heads of merge requests. Each fork is asked for once. */
final class MergeRequestHeads {

    private final CodeupClient client;
    private final SourceReader reader;
    private final RepositoryPlace target;
    private final Map<Long, Optional<RepositoryPlace>> forks = new HashMap<>();

    /**
     * @param target the repository that has the merge requests
     */
    MergeRequestHeads(@NonNull CodeupClient client, @NonNull SourceReader reader, @NonNull RepositoryPlace target) {
        this.client = client;
        this.reader = reader;
        this.target = target;
    }

    /** What the job of a merge request is called: with the way to build where there are several. */
    @NonNull
    static String name(long number, @NonNull ChangeRequestCheckoutStrategy strategy, boolean several) {
        String way = strategy == ChangeRequestCheckoutStrategy.MERGE ? "-merge" : "-head";
        return "MR-" + number + (several ? way : "");
    }

    /**
     * @param info what a delivery tells of a merge request
     * @return what is built of it where the traits want that; known by number and name alone, the rest is Codeup's to say
     */
    @NonNull
    static Set<SCMHead> told(@NonNull MergeRequestInfo info, @NonNull CodeupSCMSource source) {
        Set<SCMHead> heads = new LinkedHashSet<>();
        String id = info.id();
        if (id == null || !id.matches("[0-9]{1,18}")) {
            return heads;
        }
        CodeupSCMSourceContext context =
                new CodeupSCMSourceContext(null, SCMHeadObserver.none()).withTraits(source.getTraits());
        Set<ChangeRequestCheckoutStrategy> strategies = context.strategies(info.fromFork());
        for (ChangeRequestCheckoutStrategy strategy : strategies) {
            long number = Long.parseLong(id);
            SCMHead head = new MergeRequestSCMHead(
                    name(number, strategy, strategies.size() > 1),
                    number,
                    Util.fixNull(info.target()),
                    strategy,
                    info.fromFork() ? new SCMHeadOrigin.Fork("") : SCMHeadOrigin.DEFAULT,
                    Util.fixNull(info.source()),
                    RepositoryPlace.unknown());
            if (context.prefilters().stream().noneMatch(filter -> filter.isExcluded(source, head))) {
                heads.add(head);
            }
        }
        return heads;
    }

    /**
     * @param several whether it is built in several ways
     * @return empty where the repository of the source branch is gone or nothing that the account may see
     */
    @NonNull
    Optional<MergeRequestSCMHead> of(
            @NonNull MergeRequest one, @NonNull ChangeRequestCheckoutStrategy strategy, boolean several)
            throws CodeupException, InterruptedException {
        Long from = one.source().repositoryId();
        boolean fork = from != null && one.isFromFork(target.id());
        Optional<RepositoryPlace> place = fork ? fork(from) : Optional.of(target);
        return place.map(source -> new MergeRequestSCMHead(
                name(one.number(), strategy, several),
                one.number(),
                one.target(),
                strategy,
                fork
                        ? new SCMHeadOrigin.Fork(
                                Objects.requireNonNullElse(source.pathInOrganization(), String.valueOf(source.id())))
                        : SCMHeadOrigin.DEFAULT,
                one.source().branch(),
                source));
    }

    /**
     * @return the newest commit of the source branch, or empty where that is gone
     */
    @NonNull
    Optional<String> sourceCommit(@NonNull MergeRequest one, @NonNull MergeRequestSCMHead head)
            throws CodeupException, InterruptedException {
        String told = one.source().commit();
        if (told != null) {
            return Optional.of(told);
        }
        return reader.findBranch(head.sourceRepository().id(), one.source().branch())
                .map(Branch::commit);
    }

    /**
     * @param source is told what was read of the merge request
     * @return what is to be built of it now, or null where it is not open or a branch of it is gone
     */
    @CheckForNull
    MergeRequestSCMRevision revision(@NonNull MergeRequestSCMHead head, @NonNull CodeupSCMSource source)
            throws CodeupException, InterruptedException {
        Optional<MergeRequest> found =
                reader.findMergeRequest(target.id(), head.number()).filter(MergeRequest::open);
        if (found.isEmpty()) {
            return null;
        }
        source.remember(found.get());
        Optional<String> onto =
                reader.findBranch(target.id(), head.getTarget().getName()).map(Branch::commit);
        Optional<String> commit = sourceCommit(found.get(), head);
        return onto.isEmpty() || commit.isEmpty() ? null : new MergeRequestSCMRevision(head, onto.get(), commit.get());
    }

    private Optional<RepositoryPlace> fork(long id) throws CodeupException, InterruptedException {
        Optional<RepositoryPlace> known = forks.get(id);
        if (known == null) {
            known = find(id);
            forks.put(id, known);
        }
        return known;
    }

    private Optional<RepositoryPlace> find(long id) throws CodeupException, InterruptedException {
        try {
            return Optional.of(RepositoryPlace.of(client.getRepository(new RepositoryRef(id, null))));
        } catch (CodeupException e) {
            if (e.kind() == Kind.NOT_FOUND || e.kind() == Kind.FORBIDDEN) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
