package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.codeup.connection.CodeupForms;
import io.jenkins.plugins.codeup.delivery.BoundedPattern;
import io.jenkins.plugins.codeup.delivery.NamePatterns;
import io.jenkins.plugins.codeup.delivery.NamePatterns.Kind;
import io.jenkins.plugins.codeup.delivery.PlainText;
import java.util.List;
import java.util.stream.Collectors;
import org.jvnet.localizer.Localizable;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** What is wrong with patterns in forms and settings: field, value, consequence and remedy. */
@Restricted(NoExternalUse.class)
public final class PatternProblems {

    private static final int MAX_SHOWN = 200;

    private PatternProblems() {}

    /**
     * Checks the patterns of one field of a form.
     *
     * @param item must be one that the user may configure
     */
    @NonNull
    public static FormValidation check(
            @CheckForNull Item item, @NonNull Kind kind, @CheckForNull String included, @CheckForNull String excluded) {
        CodeupForms.checkMayConfigure(item);
        String all = of(kind, included, excluded).stream().map(Object::toString).collect(Collectors.joining(" "));
        return all.isEmpty() ? FormValidation.ok() : FormValidation.error(all);
    }

    /**
     * @return what is wrong with the patterns of one field
     */
    @NonNull
    static List<Localizable> of(@NonNull Kind kind, @CheckForNull String included, @CheckForNull String excluded) {
        return NamePatterns.of(kind, included, excluded).invalid().stream()
                .map(PatternProblems::of)
                .toList();
    }

    /**
     * @param pattern an invalid one
     */
    @NonNull
    static Localizable of(@NonNull BoundedPattern pattern) {
        String field = pattern.field();
        String text = shown(pattern.text());
        Localizable effect =
                switch (field) {
                    case "notePattern" -> Messages._TriggerSettings_noComments();
                    case "excludedBranches", "excludedSourceBranches" -> Messages._TriggerSettings_noBranches();
                    default -> Messages._TriggerSettings_matchesNothing();
                };
        return pattern.problem() == null
                ? Messages._TriggerSettings_name(field, text, effect)
                : Messages._TriggerSettings_regex(field, text, pattern.problem(), effect);
    }

    /** A password in a URL is not repeated. */
    @NonNull
    static String shown(@NonNull String value) {
        return PlainText.line(value.replaceFirst("//[^/]*@", "//****@"), MAX_SHOWN);
    }
}
