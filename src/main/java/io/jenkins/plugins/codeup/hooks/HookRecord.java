package io.jenkins.plugins.codeup.hooks;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import io.jenkins.plugins.codeup.webhook.ReconcileResult.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What was done in Codeup for one item, kept so that it can be undone when the item is gone. Holds no secret.
 *
 * @param id the item's {@code ItemWebhook}
 * @param item the item's full name when it was last seen
 * @param directory where the item is kept
 * @param places every place where a hook was made or may have been, written down before the call that makes it
 * @param problem what keeps the hook from being as it should, or null
 * @param outcome what the last look or write came to, or null before the first
 * @param at when that was, in milliseconds
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record HookRecord(
        @NonNull String id,
        @NonNull String item,
        @NonNull String directory,
        @NonNull List<HookPlace> places,
        @CheckForNull HookProblem problem,
        @CheckForNull Outcome outcome,
        long at) {

    HookRecord {
        places = List.copyOf(places);
    }

    static HookRecord of(@NonNull String id, @NonNull Item item) {
        return new HookRecord(id, item.getFullName(), item.getRootDir().getPath(), List.of(), null, null, 0);
    }

    HookRecord seenAs(@NonNull Item now) {
        String name = now.getFullName();
        String where = now.getRootDir().getPath();
        return name.equals(item) && where.equals(directory)
                ? this
                : new HookRecord(id, name, where, places, problem, outcome, at);
    }

    @CheckForNull
    HookPlace place(@NonNull HookWish wish) {
        return places.stream().filter(place -> place.isFor(wish)).findFirst().orElse(null);
    }

    boolean fulfils(@NonNull HookWish wish) {
        return places.stream().anyMatch(place -> place.fulfils(wish));
    }

    /**
     * @return the places that are not wanted any more; where the same URL is wanted elsewhere not before that is done, as
     *     both may turn out to be one hook, in other words
     */
    @NonNull
    List<HookPlace> toBeRemoved(@NonNull List<HookWish> wishes) {
        return places.stream()
                .filter(place -> wishes.stream().noneMatch(place::isFor))
                .filter(place -> wishes.stream()
                        .filter(wish -> wish.url().equals(place.url()))
                        .allMatch(this::fulfils))
                .toList();
    }

    /** Whether the hook that was made in this repository is one that is wanted, over another connection or by another name. */
    boolean isWantedAt(@NonNull HookPlace old, long repositoryId, @NonNull List<HookWish> wishes) {
        return wishes.stream()
                .filter(wish -> wish.url().equals(old.url()) && !old.isFor(wish))
                .map(this::place)
                .anyMatch(place -> place != null
                        && Long.valueOf(repositoryId).equals(place.repositoryId())
                        && Connections.areToOneCodeup(place.connection(), old.connection()));
    }

    /** With this place in the stead of one to the same URL. */
    HookRecord with(@NonNull HookPlace place) {
        List<HookPlace> changed = new ArrayList<>(places);
        changed.removeIf(one -> one.at().equals(place.at()) && one.url().equals(place.url()));
        changed.add(place);
        return new HookRecord(id, item, directory, changed, problem, outcome, at);
    }

    HookRecord without(@NonNull Predicate<HookPlace> gone) {
        return new HookRecord(
                id, item, directory, places.stream().filter(gone.negate()).toList(), problem, outcome, at);
    }

    /** The places in a repository are no longer sure, nor is its number. */
    HookRecord doubting(@NonNull RepositoryKey repository) {
        List<HookPlace> changed = places.stream()
                .map(place -> place.at().equals(repository) ? place.undone() : place)
                .toList();
        return new HookRecord(id, item, directory, changed, problem, outcome, at);
    }

    /** Likewise, without a problem about what the item does not want any more, if nothing of it is left. */
    HookRecord seenAs(@NonNull Item now, @NonNull List<HookWish> wishes) {
        boolean current = problem != null
                && (wishes.stream().anyMatch(wish -> wish.at().repository().equals(problem.repository()))
                        || places.stream().anyMatch(place -> place.repository().equals(problem.repository())));
        HookRecord seen = seenAs(now);
        return current || problem == null ? seen : seen.with((HookProblem) null);
    }

    HookRecord with(@CheckForNull HookProblem changed) {
        return new HookRecord(id, item, directory, places, changed, outcome, at);
    }

    HookRecord with(@NonNull Outcome changed) {
        return new HookRecord(id, item, directory, places, problem, changed, System.currentTimeMillis());
    }
}
