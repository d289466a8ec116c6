package io.jenkins.plugins.codeup.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.delivery.BoundedPattern.Steps;
import io.jenkins.plugins.codeup.delivery.Delivery.Commit;
import io.jenkins.plugins.codeup.delivery.Delivery.MergeRequestInfo;
import io.jenkins.plugins.codeup.delivery.Delivery.Sender;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides which deliveries start a build of a job.
 *
 * @param events events that start a build
 * @param branches branches to build; for a merge request, target branches
 * @param sourceBranches source branches of merge requests to build
 * @param tags tags to build
 * @param mergeRequestActions merge requests to build: by action such as {@code update}, by state such as {@code merged},
 *     or by both as in {@code update/merged}
 * @param mergeRequestEdits whether an update that is no push is built: of title, text, labels or reviewers
 * @param drafts whether a merge request is built that is marked as work in progress
 * @param pushed whether a merge request may be built that a push made and that has no source branch
 * @param notePattern the regular expression that must match a part of a comment, or null for every comment
 * @param changes which changes start no build, by the newest commit's message or the merge request's title, by who caused
 *     the event, and by the changed files where the delivery lists them
 */
public record DeliveryFilter(
        @NonNull Set<DeliveryEvent> events,
        @NonNull NamePatterns branches,
        @NonNull NamePatterns sourceBranches,
        @NonNull NamePatterns tags,
        @NonNull Set<String> mergeRequestActions,
        boolean mergeRequestEdits,
        boolean drafts,
        boolean pushed,
        @CheckForNull BoundedPattern notePattern,
        @NonNull ChangeFilter changes) {

    /** The states of a merge request, each with the action that leads to it. */
    private static final Map<String, String> ACTIONS_BY_STATE =
            Map.of("opened", "open", "closed", "close", "reopened", "reopen", "merged", "merge");

    /**
     * Whether a delivery starts a build, and why.
     *
     * @param arguments what the text of the reason needs, in the order that the reason states
     */
    public record Decision(@NonNull Reason reason, @NonNull List<String> arguments) {

        public Decision {
            arguments = List.copyOf(arguments);
        }

        @NonNull
        public static Decision of(@NonNull Reason reason, @NonNull String... arguments) {
            return new Decision(reason, List.of(arguments));
        }

        /**
         * @return whether there is a build to start
         */
        public boolean builds() {
            return switch (reason) {
                case BRANCH, TAG, MERGE_REQUEST, NOTE -> true;
                default -> false;
            };
        }
    }

    /** Why there is a build, or none. Each has a text {@code Reason.<NAME>} in the trigger's message bundle. */
    public enum Reason {
        /** A build of a branch; argument: the branch. */
        BRANCH,
        /** A build of a tag; argument: the tag. */
        TAG,
        /** A build of a merge request; arguments: its number, source and target branch. */
        MERGE_REQUEST,
        /** A build for a comment. */
        NOTE,
        /** The test delivery of Codeup's pages. */
        TEST,
        PUSH_DISABLED,
        TAG_PUSH_DISABLED,
        MERGE_REQUEST_DISABLED,
        NOTE_DISABLED,
        /** The event is for another repository than the job's; argument: that repository. */
        OTHER_REPOSITORY,
        /** The branch or tag was deleted; argument: its ref. */
        DELETED,
        /** The ref is neither a branch nor a tag; argument: the ref. */
        NO_BRANCH,
        /** Argument: the branch, of a merge request the target branch. */
        BRANCH_EXCLUDED,
        /** Argument: the source branch of the merge request. */
        SOURCE_EXCLUDED,
        /** Argument: the tag. */
        TAG_EXCLUDED,
        /** The commit message or title contains [ci skip]. */
        SKIP_CI,
        /** Argument: the author. */
        AUTHOR_EXCLUDED,
        /** All changed files are excluded. */
        PATHS_EXCLUDED,
        /** Argument: action and state of the merge request. */
        ACTION_DISABLED,
        /** The merge request comes from a fork; argument: the URL or id of its source repository. */
        FORK,
        /** The delivery does not tell where the merge request comes from, which counts as a fork. */
        SOURCE_UNKNOWN,
        /** The merge request was made by a push and has no source branch, which counts as a fork. */
        MADE_BY_PUSH,
        /** Only title, text, labels or reviewers of the merge request were edited. */
        EDIT,
        /** The merge request would be built, but is marked as work in progress; argument: its number. */
        DRAFT,
        /** The comment does not match the comment pattern. */
        COMMENT_NOT_MATCHED,
        COMMENT_EMPTY,
        /** A comment on a commit has no branch, and only some branches or tags are built. */
        COMMIT_COMMENT,
        /** The job's patterns take too many steps; arguments: the field and the pattern with which they did. */
        PATTERN_TOO_COSTLY,
        /** The decision depends on an invalid pattern; arguments: the field and the pattern. */
        PATTERN_INVALID,
        /** The job's repository is neither an id, a path nor a URL; argument: what it is. */
        REPOSITORY_INVALID
    }

    /**
     * Splits the user's list of merge request actions.
     *
     * @param text actions separated by commas or blanks
     * @return the actions in lower case, in their order, see {@link #mergeRequestActions}; unknown ones included
     */
    @NonNull
    public static Set<String> parseActions(@NonNull String text) {
        return NamePatterns.words(text).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * @param text one element of {@link #mergeRequestActions}
     * @return whether it is an action, a state, or an action and a state that merge requests have
     */
    public static boolean isMergeRequestAction(@NonNull String text) {
        Set<String> states = ACTIONS_BY_STATE.keySet();
        String[] parts = text.split("/", -1);
        boolean action = parts[0].equals("update") || ACTIONS_BY_STATE.containsValue(parts[0]);
        return parts.length == 1
                ? action || states.contains(text)
                : parts.length == 2 && action && states.contains(parts[1]);
    }

    /**
     * @return whether the delivery starts a build, and why
     */
    @NonNull
    public Decision decide(@NonNull Delivery delivery) {
        return decide(delivery, false);
    }

    /**
     * @param waited whether the latest event of the merge request that would have started a build was not built as it was
     *     a draft. Then any update that finds it ready is built
     */
    @NonNull
    public Decision decide(@NonNull Delivery delivery, boolean waited) {
        DeliveryEvent event = delivery.event();
        if (event == null) {
            return Decision.of(Reason.TEST);
        }
        if (!events.contains(event)) {
            return Decision.of(
                    switch (event) {
                        case PUSH -> Reason.PUSH_DISABLED;
                        case TAG_PUSH -> Reason.TAG_PUSH_DISABLED;
                        case MERGE_REQUEST -> Reason.MERGE_REQUEST_DISABLED;
                        case NOTE -> Reason.NOTE_DISABLED;
                    });
        }
        return ChangeFilter.decide(steps -> {
            if (delivery instanceof Delivery.Push push) {
                return decide(push, steps);
            }
            if (delivery instanceof Delivery.TagPush tag) {
                return decide(tag, steps);
            }
            if (delivery instanceof Delivery.MergeRequest request) {
                return decide(request, waited, steps);
            }
            return decide((Delivery.Note) delivery, steps);
        });
    }

    private Decision decide(Delivery.Push push, Steps steps) {
        if (push.deleted()) {
            return Decision.of(Reason.DELETED, push.ref());
        }
        String branch = push.branch();
        if (branch == null) {
            return Decision.of(Reason.NO_BRANCH, push.ref());
        }
        if (!branches.accept(branch, steps)) {
            return Decision.of(Reason.BRANCH_EXCLUDED, branch);
        }
        Commit newest = push.newest();
        if (newest != null && changes.asksToSkip(newest.message())) {
            return Decision.of(Reason.SKIP_CI);
        }
        if (!acceptsAuthor(push.sender(), steps)) {
            return Decision.of(Reason.AUTHOR_EXCLUDED, push.sender().shown());
        }
        return acceptsPaths(push.commits(), steps)
                ? Decision.of(Reason.BRANCH, branch)
                : Decision.of(Reason.PATHS_EXCLUDED);
    }

    private Decision decide(Delivery.TagPush push, Steps steps) {
        if (push.deleted()) {
            return Decision.of(Reason.DELETED, push.ref());
        }
        if (!tags.accept(push.tag(), steps)) {
            return Decision.of(Reason.TAG_EXCLUDED, push.tag());
        }
        return acceptsAuthor(push.sender(), steps)
                ? Decision.of(Reason.TAG, push.tag())
                : Decision.of(Reason.AUTHOR_EXCLUDED, push.sender().shown());
    }

    private Decision decide(Delivery.MergeRequest request, boolean waited, Steps steps) {
        MergeRequestInfo info = request.info();
        boolean update = action(info).equals("update");
        boolean ready = waited && update && !info.draft() && !isEnded(info);
        if (!ready && !acceptsAction(info)) {
            return Decision.of(Reason.ACTION_DISABLED, action(info) + "/" + orEmpty(info.state()));
        }
        Decision excluded = info.madeByPush() && pushed ? excludedTarget(info, steps) : excluded(info, steps);
        if (excluded != null) {
            return excluded;
        }
        if (!ready && !mergeRequestEdits && update && Boolean.FALSE.equals(info.updatedByPush())) {
            return Decision.of(Reason.EDIT);
        }
        Commit last = info.lastCommit();
        if (changes.asksToSkip(info.title()) || (last != null && changes.asksToSkip(last.message()))) {
            return Decision.of(Reason.SKIP_CI);
        }
        if (!acceptsAuthor(request.sender(), steps)) {
            return Decision.of(Reason.AUTHOR_EXCLUDED, request.sender().shown());
        }
        String number = Objects.requireNonNullElse(info.id(), "?");
        return info.draft() && !drafts && !isEnded(info)
                ? Decision.of(Reason.DRAFT, number)
                : Decision.of(Reason.MERGE_REQUEST, number, orEmpty(info.source()), orEmpty(info.target()));
    }

    private Decision decide(Delivery.Note note, Steps steps) {
        if (note.text().isBlank()) {
            return Decision.of(Reason.COMMENT_EMPTY);
        }
        if (notePattern != null && !notePattern.isIn(note.text(), steps)) {
            return Decision.of(Reason.COMMENT_NOT_MATCHED);
        }
        MergeRequestInfo info = note.mergeRequest();
        if (info == null && !(branches.acceptAll() && sourceBranches.acceptAll() && tags.acceptAll())) {
            return Decision.of(Reason.COMMIT_COMMENT);
        }
        Decision excluded = info == null ? null : excluded(info, steps);
        if (excluded != null) {
            return excluded;
        }
        return acceptsAuthor(note.sender(), steps)
                ? Decision.of(Reason.NOTE)
                : Decision.of(Reason.AUTHOR_EXCLUDED, note.sender().shown());
    }

    /** Why a merge request or a comment on it starts no build because of its source or target; null if it may. */
    private Decision excluded(MergeRequestInfo info, Steps steps) {
        if (info.madeByPush()) {
            return Decision.of(Reason.MADE_BY_PUSH);
        }
        if (info.fromFork()) {
            return fork(info.from(), info.into());
        }
        Decision target = excludedTarget(info, steps);
        String source = info.source();
        return target != null || source == null || sourceBranches.accept(source, steps)
                ? target
                : Decision.of(Reason.SOURCE_EXCLUDED, source);
    }

    private Decision excludedTarget(MergeRequestInfo info, Steps steps) {
        String target = info.target();
        return target == null || branches.accept(target, steps) ? null : Decision.of(Reason.BRANCH_EXCLUDED, target);
    }

    private static Decision fork(DeliveredRepository from, DeliveredRepository into) {
        boolean told = from.isIdentified() && into.isIdentified();
        Long id = from.urls().isEmpty() ? from.id() : null;
        return told
                ? Decision.of(Reason.FORK, id == null ? from.shown() : id.toString())
                : Decision.of(Reason.SOURCE_UNKNOWN);
    }

    /** {@code update} alone does not cover closed or merged requests: their updates are edits of the text. */
    private boolean acceptsAction(MergeRequestInfo info) {
        String action = action(info);
        String state = orEmpty(info.state());
        boolean textEdit = action.equals("update") && isEnded(info);
        return (!textEdit && mergeRequestActions.contains(action))
                || mergeRequestActions.contains(state)
                || mergeRequestActions.contains(action + "/" + state);
    }

    /**
     * @return whether the merge request is closed or merged
     */
    public static boolean isEnded(@NonNull MergeRequestInfo info) {
        String state = orEmpty(info.state());
        return state.equals("closed") || state.equals("merged");
    }

    /** The action; where the delivery has none, the action that led to the state. */
    private static String action(MergeRequestInfo info) {
        String action = orEmpty(info.action());
        return action.isEmpty() ? ACTIONS_BY_STATE.getOrDefault(orEmpty(info.state()), "") : action;
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    /** Tries each name that the delivery has of the author; an author without any name is accepted. */
    private boolean acceptsAuthor(Sender sender, Steps steps) {
        return changes.acceptsAuthor(sender.names(), steps);
    }

    /** Accepts a delivery that lists no changed files: any file may have changed. */
    private boolean acceptsPaths(List<Commit> commits, Steps steps) {
        List<String> changed =
                commits.stream().flatMap(commit -> commit.paths().stream()).toList();
        return changed.isEmpty() || !changes.needsFiles() || changes.paths().acceptAnyOf(changed, steps);
    }
}
