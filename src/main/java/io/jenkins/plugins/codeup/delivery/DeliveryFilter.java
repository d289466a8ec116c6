package io.jenkins.plugins.codeup.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.delivery.DeliveryDecision.Reason;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a job wants to be told of.
 *
 * @param events the events that can start a build
 * @param branches the branches that do; of a merge request, its target
 * @param sourceBranches the branches that a merge request may bring
 * @param tags the tags that do
 * @param mergeRequestActions what of a merge request does: an action such as {@code update}, a state such as
 *     {@code merged}, or both as in {@code update/merged}
 * @param notePattern the regular expression that a comment must contain, or null for any
 * @param skipCi whether {@code [ci skip]} or {@code [skip ci]} in the newest commit or the title means no build
 * @param authors whose changes do
 * @param paths the changed files that do, where the delivery shows them
 */
public record DeliveryFilter(
        @NonNull Set<DeliveryEvent> events,
        @NonNull BranchFilter branches,
        @NonNull BranchFilter sourceBranches,
        @NonNull BranchFilter tags,
        @NonNull Set<String> mergeRequestActions,
        @CheckForNull NamePattern notePattern,
        boolean skipCi,
        @NonNull BranchFilter authors,
        @NonNull BranchFilter paths) {

    /** The states of a merge request, each with the action that leads to it. */
    private static final Map<String, String> MERGE_REQUEST_STATES =
            Map.of("opened", "open", "closed", "close", "reopened", "reopen", "merged", "merge");

    private static final Pattern SKIP = Pattern.compile("\\[(ci skip|skip ci)\\]", Pattern.CASE_INSENSITIVE);

    /**
     * @param text what a user wants of merge requests, see {@link #mergeRequestActions}
     * @return whether there is such an action, state, or both
     */
    public static boolean isMergeRequestAction(@NonNull String text) {
        Set<String> states = MERGE_REQUEST_STATES.keySet();
        String[] parts = text.split("/", -1);
        boolean action = parts[0].equals("update") || MERGE_REQUEST_STATES.containsValue(parts[0]);
        return parts.length == 1
                ? action || states.contains(text)
                : parts.length == 2 && action && states.contains(parts[1]);
    }

    /**
     * @return whether there is something to build, and why
     */
    @NonNull
    public DeliveryDecision decide(@NonNull Delivery delivery) {
        DeliveryEvent event = delivery.event();
        if (event == null) {
            return DeliveryDecision.of(Reason.TEST);
        }
        if (!events.contains(event)) {
            return DeliveryDecision.of(Reason.EVENT_NOT_WANTED, event.kind());
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
            return DeliveryDecision.of(Reason.PATTERN_TOO_COSTLY);
        }
    }

    private DeliveryDecision decide(Delivery.Push push) {
        if (push.deleted()) {
            return DeliveryDecision.of(Reason.DELETED, push.ref());
        }
        String branch = push.branch();
        if (branch == null) {
            return DeliveryDecision.of(Reason.NO_BRANCH, push.ref());
        }
        if (!branches.wants(branch)) {
            return DeliveryDecision.of(Reason.BRANCH_NOT_WANTED, branch);
        }
        Commit newest = newest(push);
        if (newest != null && asksToSkip(newest.message())) {
            return DeliveryDecision.of(Reason.SKIP_REQUESTED);
        }
        if (!wantsAuthor(push.sender())) {
            return DeliveryDecision.of(Reason.AUTHOR_NOT_WANTED, push.sender().shown());
        }
        return wantsPaths(push.commits())
                ? DeliveryDecision.of(Reason.BRANCH, branch)
                : DeliveryDecision.of(Reason.PATHS_NOT_WANTED);
    }

    private DeliveryDecision decide(Delivery.TagPush push) {
        if (push.deleted()) {
            return DeliveryDecision.of(Reason.DELETED, push.ref());
        }
        if (!tags.wants(push.tag())) {
            return DeliveryDecision.of(Reason.TAG_NOT_WANTED, push.tag());
        }
        return wantsAuthor(push.sender())
                ? DeliveryDecision.of(Reason.TAG, push.tag())
                : DeliveryDecision.of(Reason.AUTHOR_NOT_WANTED, push.sender().shown());
    }

    private DeliveryDecision decide(Delivery.MergeRequest request) {
        MergeRequestInfo info = request.info();
        if (!wantsAction(info)) {
            return DeliveryDecision.of(Reason.ACTION_NOT_WANTED, action(info) + "/" + orEmpty(info.state()));
        }
        DeliveryDecision unwanted = unwanted(info);
        if (unwanted != null) {
            return unwanted;
        }
        Commit last = info.lastCommit();
        boolean skip = asksToSkip(info.title()) || (last != null && asksToSkip(last.message()));
        if (skip) {
            return DeliveryDecision.of(Reason.SKIP_REQUESTED);
        }
        return wantsAuthor(request.sender())
                ? DeliveryDecision.of(
                        Reason.MERGE_REQUEST,
                        Objects.requireNonNullElse(info.id(), "?"),
                        orEmpty(info.source()),
                        orEmpty(info.target()))
                : DeliveryDecision.of(Reason.AUTHOR_NOT_WANTED, request.sender().shown());
    }

    private DeliveryDecision decide(Delivery.Note note) {
        if (notePattern != null && !notePattern.isIn(note.text())) {
            return DeliveryDecision.of(Reason.COMMENT_NOT_WANTED);
        }
        MergeRequestInfo info = note.mergeRequest();
        DeliveryDecision unwanted = info == null ? null : unwanted(info);
        if (unwanted != null) {
            return unwanted;
        }
        return wantsAuthor(note.sender())
                ? DeliveryDecision.of(Reason.NOTE)
                : DeliveryDecision.of(Reason.AUTHOR_NOT_WANTED, note.sender().shown());
    }

    /** Why a merge request, or a comment on it, starts no build, if that is for where it comes from or goes to. */
    private DeliveryDecision unwanted(MergeRequestInfo info) {
        if (info.fromFork()) {
            return DeliveryDecision.of(Reason.FORK, info.sourceUrls().get(0));
        }
        String target = info.target();
        if (target != null && !branches.wants(target)) {
            return DeliveryDecision.of(Reason.BRANCH_NOT_WANTED, target);
        }
        String source = info.source();
        return source == null || sourceBranches.wants(source)
                ? null
                : DeliveryDecision.of(Reason.SOURCE_NOT_WANTED, source);
    }

    /** An action alone does not mean an update of what is closed or merged already: that is an edit of its words. */
    private boolean wantsAction(MergeRequestInfo info) {
        String action = action(info);
        String state = orEmpty(info.state());
        boolean late = action.equals("update") && (state.equals("closed") || state.equals("merged"));
        return (!late && mergeRequestActions.contains(action))
                || mergeRequestActions.contains(state)
                || mergeRequestActions.contains(action + "/" + state);
    }

    /** What was done; where the delivery does not say so, the state tells. */
    private static String action(MergeRequestInfo info) {
        String action = orEmpty(info.action());
        return action.isEmpty() ? MERGE_REQUEST_STATES.getOrDefault(orEmpty(info.state()), "") : action;
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    private boolean asksToSkip(String text) {
        return skipCi && SKIP.matcher(text).find();
    }

    /** Whichever of the author's names the delivery shows; if it shows none, all are wanted. */
    private boolean wantsAuthor(Sender sender) {
        List<String> names = Stream.of(sender.name(), sender.userName(), sender.email())
                .filter(Objects::nonNull)
                .toList();
        return names.isEmpty() || authors.wantsOneOf(names);
    }

    /** Where the delivery does not show what changed, all may have. */
    private boolean wantsPaths(List<Commit> commits) {
        List<String> changed =
                commits.stream().flatMap(commit -> commit.paths().stream()).toList();
        return paths.wantsAll() || changed.isEmpty() || changed.stream().anyMatch(paths::wants);
    }

    private static Commit newest(Delivery.Push push) {
        List<Commit> commits = push.commits();
        return commits.stream()
                .filter(commit -> commit.id() != null && commit.id().equals(push.after()))
                .findFirst()
                .orElse(commits.isEmpty() ? null : commits.get(commits.size() - 1));
    }
}
