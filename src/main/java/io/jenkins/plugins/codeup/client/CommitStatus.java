package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.Locale;

/**
 * What another system says of a commit.
 *
 * @param context tells the sayings of different systems apart, at most 50 characters; the newest of a context counts
 * @param description a few words, or null
 * @param targetUrl where more is to be read, or null
 */
public record CommitStatus(
        @NonNull State state,
        @NonNull String context,
        @CheckForNull String description,
        @CheckForNull String targetUrl) {

    /** The longest context that Codeup takes. */
    public static final int LONGEST_CONTEXT = 50;

    /** The four states of the document CreateCommitStatus. */
    public enum State {
        PENDING,
        SUCCESS,
        FAILURE,
        ERROR;

        /**
         * @return the word that Codeup has for it
         */
        @NonNull
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
