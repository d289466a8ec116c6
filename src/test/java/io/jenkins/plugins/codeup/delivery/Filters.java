package io.jenkins.plugins.codeup.delivery;

import io.jenkins.plugins.codeup.delivery.NamePatterns.Kind;
import java.util.Set;

/** Builds a filter that accepts every event, but for what a test states. */
final class Filters {

    private Set<DeliveryEvent> events = Set.of(DeliveryEvent.values());
    private NamePatterns branches = NamePatterns.all(Kind.BRANCHES);
    private NamePatterns sourceBranches = NamePatterns.all(Kind.SOURCE_BRANCHES);
    private NamePatterns tags = NamePatterns.all(Kind.TAGS);
    private Set<String> actions = Set.of("open", "reopen", "update");
    private boolean edits;
    private boolean drafts = true;
    private BoundedPattern note;
    private boolean skipCi = true;
    private NamePatterns authors = NamePatterns.all(Kind.AUTHORS);
    private NamePatterns paths = NamePatterns.all(Kind.PATHS);

    static Filters filter() {
        return new Filters();
    }

    Filters events(DeliveryEvent... some) {
        events = Set.of(some);
        return this;
    }

    Filters branches(String included, String excluded) {
        branches = NamePatterns.of(Kind.BRANCHES, included, excluded);
        return this;
    }

    Filters sourceBranches(String included, String excluded) {
        sourceBranches = NamePatterns.of(Kind.SOURCE_BRANCHES, included, excluded);
        return this;
    }

    Filters tags(String included) {
        tags = NamePatterns.of(Kind.TAGS, included, null);
        return this;
    }

    Filters actions(String list) {
        actions = DeliveryFilter.parseActions(list);
        return this;
    }

    Filters edits() {
        edits = true;
        return this;
    }

    Filters withoutDrafts() {
        drafts = false;
        return this;
    }

    Filters note(String regex) {
        note = BoundedPattern.regex("notePattern", regex);
        return this;
    }

    Filters authors(String included, String ignored) {
        authors = NamePatterns.of(Kind.AUTHORS, included, ignored);
        return this;
    }

    Filters paths(String included, String excluded) {
        paths = NamePatterns.of(Kind.PATHS, included, excluded);
        return this;
    }

    DeliveryFilter build() {
        return new DeliveryFilter(
                events,
                branches,
                sourceBranches,
                tags,
                actions,
                edits,
                drafts,
                false,
                note,
                new ChangeFilter(skipCi, authors, paths));
    }
}
