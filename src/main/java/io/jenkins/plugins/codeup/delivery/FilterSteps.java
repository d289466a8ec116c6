package io.jenkins.plugins.codeup.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.delivery.DeliveryFilter.Decision;
import io.jenkins.plugins.codeup.delivery.NamePatterns.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What each part of a {@link DeliveryFilter} says to a delivery. The filter itself stops at the first part that excludes it;
 * here each part decides alone, with all others open.
 */
public final class FilterSteps {

    /** Each action and each state that merge requests are known to have. */
    private static final Set<String> ALL_ACTIONS = Set.of(
            "open",
            "close",
            "reopen",
            "merge",
            "update",
            "opened",
            "closed",
            "reopened",
            "merged",
            "update/closed",
            "update/merged");

    private FilterSteps() {}

    /** A part of a filter. */
    public enum Part {
        EVENT,
        /** What no setting changes: that something was deleted, comes from a fork, or has no text. */
        NATURE,
        ACTIONS,
        EDITS,
        DRAFTS,
        COMMENT,
        BRANCHES,
        SOURCE_BRANCHES,
        TAGS,
        SKIP_CI,
        AUTHORS,
        PATHS
    }

    /**
     * What a part says.
     *
     * @param against the decision that it leads to, or null if it lets the delivery pass
     */
    public record Step(@NonNull Part part, @CheckForNull Decision against) {}

    /**
     * @param delivery an event, no test
     * @return the parts that matter for its kind of event, in the order in which the filter asks them
     */
    @NonNull
    public static List<Step> of(@NonNull DeliveryFilter filter, @NonNull Delivery delivery) {
        List<Step> steps = new ArrayList<>();
        Decision nature = with(filter, Part.NATURE).decide(delivery);
        for (Part part : parts(delivery)) {
            Decision decision = with(filter, part).decide(delivery);
            boolean other = part != Part.NATURE && decision.reason() == nature.reason();
            steps.add(new Step(part, decision.builds() || other ? null : decision));
        }
        return steps;
    }

    private static Set<Part> parts(Delivery delivery) {
        if (delivery instanceof Delivery.Push) {
            return EnumSet.of(Part.EVENT, Part.NATURE, Part.BRANCHES, Part.SKIP_CI, Part.AUTHORS, Part.PATHS);
        }
        if (delivery instanceof Delivery.TagPush) {
            return EnumSet.of(Part.EVENT, Part.NATURE, Part.TAGS, Part.AUTHORS);
        }
        if (delivery instanceof Delivery.MergeRequest) {
            return EnumSet.of(
                    Part.EVENT,
                    Part.NATURE,
                    Part.ACTIONS,
                    Part.EDITS,
                    Part.DRAFTS,
                    Part.BRANCHES,
                    Part.SOURCE_BRANCHES,
                    Part.SKIP_CI,
                    Part.AUTHORS);
        }
        return EnumSet.of(
                Part.EVENT, Part.NATURE, Part.COMMENT, Part.BRANCHES, Part.SOURCE_BRANCHES, Part.TAGS, Part.AUTHORS);
    }

    /** The filter with all parts open but one. */
    private static DeliveryFilter with(DeliveryFilter filter, Part part) {
        ChangeFilter changes = filter.changes();
        return new DeliveryFilter(
                part == Part.EVENT ? filter.events() : EnumSet.allOf(DeliveryEvent.class),
                part == Part.BRANCHES ? filter.branches() : all(Kind.BRANCHES),
                part == Part.SOURCE_BRANCHES ? filter.sourceBranches() : all(Kind.SOURCE_BRANCHES),
                part == Part.TAGS ? filter.tags() : all(Kind.TAGS),
                part == Part.ACTIONS ? filter.mergeRequestActions() : ALL_ACTIONS,
                part != Part.EDITS || filter.mergeRequestEdits(),
                part != Part.DRAFTS || filter.drafts(),
                filter.pushed(),
                part == Part.COMMENT ? filter.notePattern() : null,
                new ChangeFilter(
                        part == Part.SKIP_CI && changes.skipCi(),
                        part == Part.AUTHORS ? changes.authors() : all(Kind.AUTHORS),
                        part == Part.PATHS ? changes.paths() : all(Kind.PATHS)));
    }

    private static NamePatterns all(Kind kind) {
        return NamePatterns.of(kind, null, null);
    }
}
