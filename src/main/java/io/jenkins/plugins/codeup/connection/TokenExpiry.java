package io.jenkins.plugins.codeup.connection;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.util.FormValidation;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/** The last day of a connection's credentials, which an administrator enters, as Codeup's APIs do not tell it. */
final class TokenExpiry {

    /** From so many days before on, administrators are warned. */
    static final int WARNED_DAYS = 14;

    private TokenExpiry() {}

    /**
     * @param entered such as {@code 2027-01-31}
     * @throws IllegalArgumentException if it is no date; the message, in the user's language, says what to enter
     */
    @NonNull
    static LocalDate parse(@NonNull String entered) {
        try {
            return LocalDate.parse(entered);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(Messages.TokenExpiry_invalid(entered), e);
        }
    }

    @NonNull
    static FormValidation check(@CheckForNull String entered) {
        if (entered == null) {
            return FormValidation.ok();
        }
        try {
            return parse(entered).isBefore(LocalDate.now())
                    ? FormValidation.warning(Messages.TokenExpiry_past(entered))
                    : FormValidation.ok();
        } catch (IllegalArgumentException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    /**
     * @param today in the time zone of this Jenkins
     * @return the warning in the user's language, or null if there is no date or it is further away
     */
    @CheckForNull
    static String warning(@NonNull CodeupConnection connection, @NonNull LocalDate today) {
        String entered = connection.getTokenExpires();
        if (entered == null) {
            return null;
        }
        LocalDate last;
        try {
            last = parse(entered);
        } catch (IllegalArgumentException e) {
            return Messages.TokenMonitor_invalid(connection.getName(), e.getMessage());
        }
        long days = ChronoUnit.DAYS.between(today, last);
        if (days > WARNED_DAYS) {
            return null;
        }
        return days < 0
                ? Messages.TokenMonitor_expired(connection.getName(), connection.getCredentialsId(), entered)
                : Messages.TokenMonitor_expires(connection.getName(), connection.getCredentialsId(), entered, days);
    }
}
