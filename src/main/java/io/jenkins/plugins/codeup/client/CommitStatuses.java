package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** Reports the status of commits to Codeup, by CreateCommitStatus. An API without that call has no such object. */
@FunctionalInterface
public interface CommitStatuses {

    /**
     * Creates a status, or updates the one with the same commit and context.
     *
     * @param commit the whole hash
     * @throws CodeupException as the calls of {@link CodeupClient} do
     */
    void create(long repositoryId, @NonNull String commit, @NonNull CommitStatus status)
            throws CodeupException, InterruptedException;

    /**
     * One system's verdict on a commit.
     *
     * @param context tells the statuses of several systems apart, at most {@value #LONGEST_CONTEXT} characters; a longer
     *     one is cut by {@link #uniquelyCut}. Codeup shows the newest of each context
     * @param description a few words, or null; cut to {@value #LONGEST_DESCRIPTION} characters
     * @param targetUrl a page with details, or null
     */
    record CommitStatus(
            @NonNull State state,
            @NonNull String context,
            @CheckForNull String description,
            @CheckForNull String targetUrl) {

        /** The longest context that Codeup accepts, in characters. */
        public static final int LONGEST_CONTEXT = 50;

        /** The longest description that Codeup accepts, in characters. */
        public static final int LONGEST_DESCRIPTION = 3_000;

        private static final int HASH_LENGTH = 8;

        public CommitStatus {
            context = uniquelyCut(context);
            description = cut(description, LONGEST_DESCRIPTION);
        }

        /** The four states that CreateCommitStatus documents. */
        public enum State {
            PENDING,
            SUCCESS,
            FAILURE,
            ERROR;

            /**
             * @return the state as Codeup spells it
             */
            @NonNull
            public String word() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        /**
         * @return the name of a status or check, at most {@value #LONGEST_CONTEXT} characters: a longer one ends with a
         *     hash of the whole, so that two names that differ only in their ends stay two
         */
        @NonNull
        public static String uniquelyCut(@NonNull String name) {
            if (name.length() <= LONGEST_CONTEXT) {
                return name;
            }
            // Codeup ignores letter case
            byte[] text = name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
            String hash;
            try {
                hash = HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(text))
                        .substring(0, HASH_LENGTH);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("each Java has SHA-256", e);
            }
            return begin(name, LONGEST_CONTEXT - HASH_LENGTH - 1) + "~" + hash;
        }

        /**
         * @return the text, its end replaced by an ellipsis if it is longer than that; null for null
         */
        @CheckForNull
        public static String cut(@CheckForNull String text, int length) {
            return text == null || text.length() <= length ? text : begin(text, length - 1) + "…";
        }

        /** No character is cut in two. */
        private static String begin(String text, int length) {
            return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
        }
    }
}
