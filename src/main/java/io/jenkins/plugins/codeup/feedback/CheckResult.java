package io.jenkins.plugins.codeup.feedback;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import io.jenkins.plugins.codeup.client.CheckRuns;
import io.jenkins.plugins.codeup.client.CheckRuns.CheckRun;
import io.jenkins.plugins.codeup.client.CheckRuns.Conclusion;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.client.CommitStatuses.CommitStatus.State;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A check of a commit, such as the result of its tests. A check run of its merge request; where that cannot be, a commit
 * status of the same name.
 *
 * @param run the build's externalizable id
 * @param mergeRequest number of the merge request, or null if there is none
 * @param fork as in {@link CommitStatusResult}
 */
record CheckResult(
        @NonNull String run,
        @NonNull ResultTarget target,
        @CheckForNull Long mergeRequest,
        @CheckForNull Long fork,
        @NonNull CheckRun check)
        implements CodeupResult {

    private static final Logger LOGGER = Logger.getLogger(CheckResult.class.getName());

    /** Ids of check runs in Codeup, by key. What is not here is looked for in Codeup. */
    private static final KnownIds<Long> IDS = new KnownIds<>();

    @Override
    public String key() {
        return String.join(" ", "check", target.key(), check.commit(), check.name());
    }

    @Override
    public boolean isFinal() {
        return check.status() == CheckRuns.Status.COMPLETED;
    }

    /** An update states all of a check run. */
    @Override
    public boolean isReplacedBy(CodeupResult later) {
        return true;
    }

    @Override
    public CodeupResult ended(Run<?, ?> build) {
        String why = build == null
                ? Messages.CommitStatusResult_gone()
                : Messages.CommitStatusResult_unfinished(build.getDisplayName(), build.getResult());
        CheckRun ended = new CheckRun(
                check.name(),
                check.commit(),
                CheckRuns.Status.COMPLETED,
                Conclusion.CANCELLED,
                check.startedAt(),
                System.currentTimeMillis(),
                check.externalId(),
                check.detailsUrl(),
                check.title(),
                why,
                check.text(),
                check.annotations());
        return new CheckResult(run, target, mergeRequest, fork, ended);
    }

    @Override
    public CodeupResult moved(String oldName, String newName) {
        return new CheckResult(
                CodeupResult.moved(run, oldName, newName), target.moved(oldName, newName), mergeRequest, fork, check);
    }

    @Override
    public CodeupClient client() throws IOException {
        return target.client();
    }

    @Override
    public void send(CodeupClient client) throws IOException, InterruptedException {
        CheckRuns checks = mergeRequest == null ? null : client.checkRuns();
        if (checks == null) {
            asStatus().send(client);
            return;
        }
        try {
            sendTo(checks, target.number(client));
        } catch (CodeupException e) {
            target.forget(e);
            if (e.kind() != Kind.NOT_FOUND && e.kind() != Kind.REJECTED && e.kind() != Kind.FORBIDDEN) {
                throw e;
            }
            // the commit is no longer the source of a merge request, or this Codeup or this token has no check runs
            LOGGER.log(Level.INFO, "Check {0} of {1} becomes a commit status: {2}", new Object[] {
                check.name(), run, e.getMessage()
            });
            asStatus().send(client);
        }
    }

    private void sendTo(CheckRuns checks, long repository) throws CodeupException, InterruptedException {
        if (updateKnown(checks, repository) || updateListed(checks, repository)) {
            return;
        }
        try {
            IDS.put(key(), checks.create(repository, check));
        } catch (CodeupException e) {
            // a list may lag behind writes
            if (e.kind() != Kind.REJECTED || !updateListed(checks, repository)) {
                throw e;
            }
        }
    }

    private boolean updateKnown(CheckRuns checks, long repository) throws CodeupException, InterruptedException {
        Long id = IDS.get(key());
        return id != null && isUpdated(checks, repository, id);
    }

    /** After a start of Jenkins, or after a lost answer, it may be there. Somebody else's may have the same name. */
    private boolean updateListed(CheckRuns checks, long repository) throws CodeupException, InterruptedException {
        List<CheckRuns.Listed> listed = checks.list(repository, check.commit()).stream()
                .filter(one -> one.name().equals(check.name()))
                .sorted(Comparator.comparing(one -> !Objects.equals(one.externalId(), check.externalId())))
                .toList();
        for (CheckRuns.Listed one : listed) {
            if (isUpdated(checks, repository, one.id())) {
                IDS.put(key(), one.id());
                return true;
            }
        }
        return false;
    }

    private boolean isUpdated(CheckRuns checks, long repository, long id) throws CodeupException, InterruptedException {
        try {
            checks.update(repository, id, check);
            return true;
        } catch (CodeupException e) {
            if (e.kind() != Kind.NOT_FOUND && e.kind() != Kind.FORBIDDEN) {
                throw e;
            }
            IDS.remove(key());
            return false;
        }
    }

    private CommitStatusResult asStatus() {
        Conclusion conclusion = check.conclusion();
        State state;
        if (conclusion == null) {
            state = State.PENDING;
        } else {
            state = switch (conclusion) {
                case SUCCESS, NEUTRAL, SKIPPED -> State.SUCCESS;
                case FAILURE -> State.FAILURE;
                case CANCELLED, TIMED_OUT -> State.ERROR;
            };
        }
        String description = check.title() == null ? check.summary() : check.title();
        return new CommitStatusResult(
                run, target, fork, check.commit(), state, check.name(), description, check.detailsUrl());
    }
}
