package io.jenkins.plugins.codeup.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.delivery.Delivery.Commit;
import io.jenkins.plugins.codeup.delivery.Delivery.MergeRequestInfo;
import io.jenkins.plugins.codeup.delivery.Delivery.Sender;
import io.jenkins.plugins.codeup.delivery.NamePatterns.BoundedPattern;
import io.jenkins.plugins.codeup.delivery.NamePatterns.CostlyPatternException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
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
 * @param notePattern the regular expression that must match a part of a comment, or null for every comment
 * @param skipCi whether {@code [ci skip]} or {@code [skip ci]} in the newest commit's message or the merge request's
 *     title prevents a build
 * @param authors authors whose events start a build
 * @param paths changed files that start a build, where the delivery lists them
 */
public record DeliveryFilter(
        @NonNull Set<DeliveryEvent> events,
        @NonNull NamePatterns branches,
        @NonNull NamePatterns sourceBranches,
        @NonNull NamePatterns tags,
        @NonNull Set<String> mergeRequestActions,
        @CheckForNull BoundedPattern notePattern,
        boolean skipCi,
        @NonNull NamePatterns authors,
        @NonNull NamePatterns paths) {

    /** The states of a merge request, each with the action that leads to it. */
    private static final Map<String, String> ACTIONS_BY_STATE =
            Map.of("opened", "open", "closed", "close", "reopened", "reopen", "merged", "merge");

    private static final Pattern SKIP = Pattern.compile("\\[(ci skip|skip ci)\\]", Pattern.CASE_INSENSITIVE);

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
        /** The merge request comes from a fork; argument: the URL of its source repository. */
        FORK,
        /** The comment does not match the comment pattern. */
        COMMENT_NOT_MATCHED,
        /** A pattern of the job takes too many steps. */
        PATTERN_TOO_COSTLY,
        /** A pattern of the job is invalid; argument: why. */
        PATTERN_INVALID
    }

    /**
     * Splits the user's list of merge request actions.
     *
     * @param text actions separated by commas or blanks
     * @return the actions in lower case, in their order, see {@link #mergeRequestActions}; unknown ones included
     */
    @NonNull
    public static Set<String> parseActions(@NonNull String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[\\s,]+"))
                .filter(action -> !action.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
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
        try {
            if (delivery instanceof Delivery.Push push) {
                return decide(push);
            }
            if (delivery instanceof Delivery.TagPush tag) {
                return decide(tag);
            }
            if (delivery instanceof Delivery.MergeRequest request) {
                return decide(request);
            }
            return decide((Delivery.Note) delivery);
        } catch (CostlyPatternException e) {
            return Decision.of(Reason.PATTERN_TOO_COSTLY);
        }
    }

    private Decision decide(Delivery.Push push) {
        if (push.deleted()) {
            return Decision.of(Reason.DELETED, push.ref());
        }
        String branch = push.branch();
        if (branch == null) {
            return Decision.of(Reason.NO_BRANCH, push.ref());
        }
        if (!branches.accept(branch)) {
            return Decision.of(Reason.BRANCH_EXCLUDED, branch);
        }
        Commit newest = newest(push);
        if (newest != null && asksToSkip(newest.message())) {
            return Decision.of(Reason.SKIP_CI);
        }
        if (!acceptsAuthor(push.sender())) {
            return Decision.of(Reason.AUTHOR_EXCLUDED, push.sender().shown());
        }
        return acceptsPaths(push.commits()) ? Decision.of(Reason.BRANCH, branch) : Decision.of(Reason.PATHS_EXCLUDED);
    }

    private Decision decide(Delivery.TagPush push) {
        if (push.deleted()) {
            return Decision.of(Reason.DELETED, push.ref());
        }
        if (!tags.accept(push.tag())) {
            return Decision.of(Reason.TAG_EXCLUDED, push.tag());
        }
        return acceptsAuthor(push.sender())
                ? Decision.of(Reason.TAG, push.tag())
                : Decision.of(Reason.AUTHOR_EXCLUDED, push.sender().shown());
    }

    private Decision decide(Delivery.MergeRequest request) {
        MergeRequestInfo info = request.info();
        if (!acceptsAction(info)) {
            return Decision.of(Reason.ACTION_DISABLED, action(info) + "/" + orEmpty(info.state()));
        }
        Decision excluded = excluded(info);
        if (excluded != null) {
            return excluded;
        }
        Commit last = info.lastCommit();
        if (asksToSkip(info.title()) || (last != null && asksToSkip(last.message()))) {
            return Decision.of(Reason.SKIP_CI);
        }
        return acceptsAuthor(request.sender())
                ? Decision.of(
                        Reason.MERGE_REQUEST,
                        Objects.requireNonNullElse(info.id(), "?"),
                        orEmpty(info.source()),
                        orEmpty(info.target()))
                : Decision.of(Reason.AUTHOR_EXCLUDED, request.sender().shown());
    }

    private Decision decide(Delivery.Note note) {
        if (notePattern != null && !notePattern.isIn(note.text())) {
            return Decision.of(Reason.COMMENT_NOT_MATCHED);
        }
        MergeRequestInfo info = note.mergeRequest();
        Decision excluded = info == null ? null : excluded(info);
        if (excluded != null) {
            return excluded;
        }
        return acceptsAuthor(note.sender())
                ? Decision.of(Reason.NOTE)
                : Decision.of(Reason.AUTHOR_EXCLUDED, note.sender().shown());
    }

    /** Why a merge request or a comment on it starts no build because of its source or target; null if it may. */
    private Decision excluded(MergeRequestInfo info) {
        if (info.fromFork()) {
            return Decision.of(Reason.FORK, info.sourceUrls().get(0));
        }
        String target = info.target();
        if (target != null && !branches.accept(target)) {
            return Decision.of(Reason.BRANCH_EXCLUDED, target);
        }
        String source = info.source();
        return source == null || sourceBranches.accept(source) ? null : Decision.of(Reason.SOURCE_EXCLUDED, source);
    }

    /** {@code update} alone does not cover closed or merged requests: their updates are edits of the text. */
    private boolean acceptsAction(MergeRequestInfo info) {
        String action = action(info);
        String state = orEmpty(info.state());
        boolean textEdit = action.equals("update") && (state.equals("closed") || state.equals("merged"));
        return (!textEdit && mergeRequestActions.contains(action))
                || mergeRequestActions.contains(state)
                || mergeRequestActions.contains(action + "/" + state);
    }

    /** The action; where the delivery has none, the action that led to the state. */
    private static String action(MergeRequestInfo info) {
        String action = orEmpty(info.action());
        return action.isEmpty() ? ACTIONS_BY_STATE.getOrDefault(orEmpty(info.state()), "") : action;
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    private boolean asksToSkip(String text) {
        return skipCi && SKIP.matcher(text).find();
    }

    /** Tries each name that the delivery has of the author; an author without any name is accepted. */
    private boolean acceptsAuthor(Sender sender) {
        List<String> names = sender.names();
        return names.isEmpty() || authors.acceptAnyOf(names);
    }

    /** Accepts a delivery that lists no changed files: any file may have changed. */
    private boolean acceptsPaths(List<Commit> commits) {
        List<String> changed =
                commits.stream().flatMap(commit -> commit.paths().stream()).toList();
        return paths.acceptAll() || changed.isEmpty() || changed.stream().anyMatch(paths::accept);
    }

    private static Commit newest(Delivery.Push push) {
        List<Commit> commits = push.commits();
        return commits.stream()
                .filter(commit -> commit.id() != null && commit.id().equals(push.after()))
                .findFirst()
                .orElse(commits.isEmpty() ? null : commits.get(commits.size() - 1));
    }
}
