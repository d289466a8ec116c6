package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.Branch;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.client.MergeRequest;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import jenkins.scm.api.SCMHeadOrigin;
import jenkins.scm.api.mixin.ChangeRequestCheckoutStrategy;

/** Makes heads of the merge requests that the API told, and their revisions. Each fork is asked for once. */
final class MergeRequestHeads {

    private final ApiRepository repository;
    private final Map<Long, Optional<RepositoryPlace>> forks = new HashMap<>();

    /**
     * @param repository the one that has the merge requests
     */
    MergeRequestHeads(@NonNull ApiRepository repository) {
        this.repository = repository;
    }

    /** What the job of a merge request is called: with the way to build where there are several. */
    @NonNull
    static String name(long number, @NonNull ChangeRequestCheckoutStrategy strategy, boolean several) {
        String way = strategy == ChangeRequestCheckoutStrategy.MERGE ? "-merge" : "-head";
        return "MR-" + number + (several ? way : "");
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
        boolean fork = from != null && one.isFromFork(repository.id());
        Optional<RepositoryPlace> place = fork ? fork(from) : Optional.of(repository.place());
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
     * @param target the target branch, or empty where that is gone
     * @return what is to be built of it now, or null where a branch of it is gone
     */
    @CheckForNull
    MergeRequestSCMRevision revision(
            @NonNull MergeRequest one, @NonNull MergeRequestSCMHead head, @NonNull Optional<Branch> target)
            throws CodeupException, InterruptedException {
        Optional<String> commit = sourceCommit(one, head);
        return target.isEmpty() || commit.isEmpty()
                ? null
                : new MergeRequestSCMRevision(head, target.get().commit(), commit.get());
    }

    /** The newest commit of the source branch, or empty where that is gone. */
    private Optional<String> sourceCommit(MergeRequest one, MergeRequestSCMHead head)
            throws CodeupException, InterruptedException {
        String told = one.source().commit();
        if (told != null) {
            return Optional.of(told);
        }
        return repository
                .reader()
                .findBranch(head.sourceRepository().id(), one.source().branch())
                .map(Branch::commit);
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
            return Optional.of(RepositoryPlace.of(repository.client().getRepository(new RepositoryRef(id, null))));
        } catch (CodeupException e) {
            if (e.kind() == Kind.NOT_FOUND || e.kind() == Kind.FORBIDDEN) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
