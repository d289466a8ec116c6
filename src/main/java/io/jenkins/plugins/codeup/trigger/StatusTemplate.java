package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jvnet.localizer.Localizable;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Template of the names of commit statuses: text with variables in braces. Without any it gets <code>/{what}</code> at its
 * end, so that the statuses of branches, tags and merge requests with one commit stay apart.
 */
@Restricted(NoExternalUse.class)
public final class StatusTemplate {

    private static final Pattern VARIABLE = Pattern.compile("\\{([^{}]*)}");
    private static final Set<String> NAMES = Set.of("what", "job", "branch", "target", "number");

    private StatusTemplate() {}

    /**
     * @param values by the variables' names
     * @return the name; may be longer than Codeup accepts
     */
    @NonNull
    public static String fill(@NonNull String template, @NonNull Map<String, String> values) {
        Matcher variable = VARIABLE.matcher(template);
        if (!variable.find()) {
            return template + "/" + values.get("what");
        }
        return variable.reset()
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
    }

    /**
     * @return what is wrong with a template, or null
     */
    @CheckForNull
    public static Localizable problem(@CheckForNull String template) {
        Matcher variable = VARIABLE.matcher(template == null ? "" : template);
        while (variable.find()) {
            if (!NAMES.contains(variable.group(1))) {
                return Messages._StatusTemplate_unknown(variable.group());
            }
        }
        return null;
    }
}
