package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.Locale;

/** Reports the status of commits to Codeup, by CreateCommitStatus. An API without that call has no such object. */
@FunctionalInterface
public interface CommitStatuses {

    /**
     * @param commit the whole hash
     * @throws CodeupException as the calls of {@link CodeupClient} do
     */
    void create(long repositoryId, @NonNull String commit, @NonNull CommitStatus status)
            throws CodeupException, InterruptedException;

    /**
     * One system's verdict on a commit.
     *
     * @param context tells the statuses of several systems apart, at most {@value #LONGEST_CONTEXT} characters; Codeup
     *     shows the newest of each context
     * @param description a few words, or null
     * @param targetUrl a page with details, or null
     */
    record CommitStatus(
            @NonNull State state,
            @NonNull String context,
            @CheckForNull String description,
            @CheckForNull String targetUrl) {

        /** The longest context that Codeup accepts, in characters. */
        public static final int LONGEST_CONTEXT = 50;

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
    }
}
