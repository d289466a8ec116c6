package io.jenkins.plugins.codeup.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.delivery.BoundedPattern.CostlyPatternException;
import io.jenkins.plugins.codeup.delivery.BoundedPattern.InvalidPatternException;
import io.jenkins.plugins.codeup.delivery.BoundedPattern.Steps;
import io.jenkins.plugins.codeup.delivery.DeliveryFilter.Decision;
import io.jenkins.plugins.codeup.delivery.DeliveryFilter.Reason;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Which changes start no build: by what people wrote, by who they are and by the files that they changed. The same for
 * deliveries to jobs and for what multibranch projects find.
 *
 * @param skipCi whether {@code [ci skip]} or {@code [skip ci]} prevents a build
 * @param authors authors whose changes start a build
 * @param paths changed files that start a build
 */
public record ChangeFilter(
        boolean skipCi,
        @NonNull NamePatterns authors,
        @NonNull NamePatterns paths) {

    private static final Pattern SKIP = Pattern.compile("\\[(ci skip|skip ci)\\]", Pattern.CASE_INSENSITIVE);

    /**
     * @param texts messages and titles; null is ignored
     * @param authorNames all names of the author; whoever has none is accepted
     * @return why it starts no build, or null if it may
     */
    @CheckForNull
    public Decision excluded(@NonNull List<String> texts, @NonNull List<String> authorNames) {
        return decide(steps -> {
            if (texts.stream().anyMatch(this::asksToSkip)) {
                return Decision.of(Reason.SKIP_CI);
            }
            return acceptsAuthor(authorNames, steps) ? null : Decision.of(Reason.AUTHOR_EXCLUDED, authorNames.get(0));
        });
    }

    /**
     * @return why a change of these files starts no build, or null if it may
     */
    @CheckForNull
    public Decision excludedFiles(@NonNull Collection<String> changed) {
        return decide(steps -> paths.acceptAll() || paths.acceptAnyOf(List.copyOf(changed), steps)
                ? null
                : Decision.of(Reason.PATHS_EXCLUDED));
    }

    /**
     * @return whether it takes the changed files to decide
     */
    public boolean needsFiles() {
        return !paths.acceptAll();
    }

    boolean asksToSkip(@CheckForNull String text) {
        return skipCi && text != null && SKIP.matcher(text).find();
    }

    boolean acceptsAuthor(@NonNull List<String> names, @NonNull Steps steps) {
        return names.isEmpty() || authors.accept(names, steps);
    }

    /** Decides with a new count of steps. */
    static Decision decide(@NonNull Function<Steps, Decision> decision) {
        try {
            return decision.apply(new Steps());
        } catch (CostlyPatternException e) {
            return Decision.of(
                    Reason.PATTERN_TOO_COSTLY, e.pattern().field(), e.pattern().text());
        } catch (InvalidPatternException e) {
            return Decision.of(
                    Reason.PATTERN_INVALID, e.pattern().field(), e.pattern().text());
        }
    }
}
