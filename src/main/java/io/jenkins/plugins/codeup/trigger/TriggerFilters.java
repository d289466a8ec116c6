package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.util.FormValidation;
import io.jenkins.plugins.codeup.delivery.BranchFilter;
import io.jenkins.plugins.codeup.delivery.DeliveredRepository;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.DeliveryDecision;
import io.jenkins.plugins.codeup.delivery.DeliveryEvent;
import io.jenkins.plugins.codeup.delivery.DeliveryFilter;
import io.jenkins.plugins.codeup.delivery.NamePattern;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/** From a trigger's fields to what decides on deliveries. */
final class TriggerFilters {

    private static final Logger LOGGER = Logger.getLogger(TriggerFilters.class.getName());

    private TriggerFilters() {}

    /** A trigger with a wrong pattern wants nothing, and says so in the log; the form has warned of it. */
    @NonNull
    static DeliveryFilter of(@NonNull WantedDeliveries trigger) {
        try {
            return filter(trigger, events(trigger));
        } catch (PatternSyntaxException e) {
            LOGGER.log(Level.WARNING, "A Codeup trigger has a pattern that is none: {0}", e.getMessage());
            BranchFilter all = BranchFilter.of(null, null);
            return new DeliveryFilter(Set.of(), all, all, all, Set.of(), null, true, all, all);
        }
    }

    private static DeliveryFilter filter(WantedDeliveries trigger, Set<DeliveryEvent> events) {
        String note = trigger.getNotePattern();
        return new DeliveryFilter(
                events,
                BranchFilter.of(trigger.getBranches(), trigger.getExcludedBranches()),
                BranchFilter.of(trigger.getSourceBranches(), trigger.getExcludedSourceBranches()),
                BranchFilter.of(trigger.getTags(), null),
                actions(trigger.getMergeRequestActions()),
                note == null ? null : NamePattern.regex(note),
                trigger.isSkipCi(),
                BranchFilter.of(null, trigger.getIgnoredAuthors()),
                BranchFilter.of(trigger.getPaths(), trigger.getExcludedPaths()));
    }

    private static Set<String> actions(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[\\s,]+"))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Set<DeliveryEvent> events(WantedDeliveries trigger) {
        Set<DeliveryEvent> events = EnumSet.noneOf(DeliveryEvent.class);
        if (trigger.isPushEvents()) {
            events.add(DeliveryEvent.PUSH);
        }
        if (trigger.isTagPushEvents()) {
            events.add(DeliveryEvent.TAG_PUSH);
        }
        if (trigger.isMergeRequestsEvents()) {
            events.add(DeliveryEvent.MERGE_REQUEST);
        }
        if (trigger.isNoteEvents()) {
            events.add(DeliveryEvent.NOTE);
        }
        return events;
    }

    /**
     * @param stated the repository that the trigger names, or null for those of the job's sources
     * @return null where the delivery is that repository's, or the job does not say which
     */
    @CheckForNull
    static DeliveryDecision otherRepository(
            @NonNull Delivery delivery, @CheckForNull String stated, @NonNull List<String> urls) {
        if (stated == null && urls.isEmpty()) {
            return null;
        }
        DeliveredRepository repository = delivery.repository();
        boolean same = repository != null
                && (stated != null ? repository.isNamed(stated) : urls.stream().anyMatch(repository::isAt));
        if (same) {
            return null;
        }
        String shown = repository == null || repository.urls().isEmpty()
                ? "?"
                : repository.urls().get(0);
        return new DeliveryDecision(DeliveryDecision.Reason.OTHER_REPOSITORY, List.of(shown));
    }

    @NonNull
    static FormValidation checkActions(@NonNull String text) {
        return actions(text).stream()
                .filter(word -> !DeliveryFilter.isMergeRequestAction(word))
                .findFirst()
                .map(word -> FormValidation.error(Messages.CodeupTrigger_action(word)))
                .orElseGet(FormValidation::ok);
    }

    @NonNull
    static FormValidation checkPatterns(@NonNull String patterns) {
        try {
            BranchFilter.of(patterns, null);
            return FormValidation.ok();
        } catch (PatternSyntaxException e) {
            return FormValidation.error(Messages.CodeupTrigger_pattern(e.getDescription()));
        }
    }
}
