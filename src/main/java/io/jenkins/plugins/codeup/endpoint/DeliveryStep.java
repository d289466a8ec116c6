package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import org.jvnet.localizer.Localizable;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * A condition for a delivery to start something, as it is explained to people.
 *
 * @param condition what is asked
 * @param against why it is not fulfilled, or null if it is
 */
@Restricted(NoExternalUse.class)
public record DeliveryStep(
        @NonNull Localizable condition, @CheckForNull Localizable against) {

    /** For views, in the reader's language. */
    @NonNull
    public String getCondition() {
        return condition.toString();
    }

    /**
     * @return null also where the condition itself says it
     */
    @CheckForNull
    public String getAgainst() {
        String why = against == null ? null : against.toString();
        return why == null || getCondition().endsWith(why) ? null : why;
    }

    public boolean isFulfilled() {
        return against == null;
    }
}
