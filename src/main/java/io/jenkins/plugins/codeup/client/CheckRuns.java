package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.CommitStatuses.CommitStatus;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Reports check runs, which Codeup shows in merge requests with a summary and annotations on lines. An API without these
 * calls has no such object.
 *
 * <p>A check run belongs to the source commit of a merge request, and only who created it may update it. Its name is
 * unique for a repository, commit and writer.
 */
public interface CheckRuns {

    /**
     * CreateCheckRun.
     *
     * @param repositoryId the repository with the merge request, also if its source is in a fork
     * @return the id in Codeup
     * @throws CodeupException of kind {@link CodeupException.Kind#REJECTED} if the commit is not the source of a merge
     *     request, or there is a check run of that name already
     */
    long create(long repositoryId, @NonNull CheckRun run) throws CodeupException, InterruptedException;

    /**
     * UpdateCheckRun. Its commit does not change.
     *
     * @throws CodeupException of kind {@link CodeupException.Kind#NOT_FOUND} if there is no such check run
     */
    void update(long repositoryId, long id, @NonNull CheckRun run) throws CodeupException, InterruptedException;

    /**
     * ListCheckRuns.
     *
     * @return the commit's check runs by all writers
     */
    @NonNull
    List<Listed> list(long repositoryId, @NonNull String commit) throws CodeupException, InterruptedException;

    /**
     * A check run in Codeup.
     *
     * @param externalId what its writer calls it, or null
     */
    record Listed(
            long id, @NonNull String name, @CheckForNull String externalId) {}

    /** How far a check is. */
    enum Status {
        QUEUED,
        IN_PROGRESS,
        COMPLETED
    }

    /** How a check ended. {@code NEUTRAL} and {@code SKIPPED} count as success. */
    enum Conclusion {
        CANCELLED,
        FAILURE,
        NEUTRAL,
        SUCCESS,
        SKIPPED,
        TIMED_OUT
    }

    /** How serious an annotation is, the most serious last. */
    enum Level {
        NOTICE,
        WARNING,
        FAILURE
    }

    /**
     * @return the word for a status, conclusion or level as Codeup spells it
     */
    @NonNull
    static String word(@NonNull Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /**
     * What a check found at some lines of a file.
     *
     * @param path of the file, from the repository's root
     * @param startLine from 1
     * @param startColumn from 1, or null; Codeup uses columns only if the annotation is on one line
     * @param message cut to {@value CheckRun#LONGEST_TEXT} characters, as the details
     * @param title a few words, or null
     * @param rawDetails more of it, or null
     */
    record Annotation(
            @NonNull String path,
            int startLine,
            int endLine,
            @CheckForNull Integer startColumn,
            @CheckForNull Integer endColumn,
            @NonNull Level level,
            @NonNull String message,
            @CheckForNull String title,
            @CheckForNull String rawDetails) {

        public Annotation {
            message = Objects.requireNonNullElse(CommitStatus.cut(message, CheckRun.LONGEST_TEXT), "");
            rawDetails = CommitStatus.cut(rawDetails, CheckRun.LONGEST_TEXT);
        }
    }

    /**
     * A check of a commit.
     *
     * @param name cut by {@link CommitStatus#uniquelyCut}
     * @param commit the whole hash of the merge request's source commit
     * @param conclusion null unless the check is completed
     * @param startedAt in milliseconds since 1970, or null
     * @param completedAt in milliseconds since 1970, or null
     * @param externalId what the writer calls it, or null; Codeup only keeps it
     * @param detailsUrl a page with details, or null
     * @param title a few words, or null
     * @param summary Markdown, or null; cut to {@value #LONGEST_TEXT} characters
     * @param text Markdown, or null; cut to {@value #LONGEST_TEXT} characters
     * @param annotations at most {@value #MOST_ANNOTATIONS}
     */
    record CheckRun(
            @NonNull String name,
            @NonNull String commit,
            @NonNull Status status,
            @CheckForNull Conclusion conclusion,
            @CheckForNull Long startedAt,
            @CheckForNull Long completedAt,
            @CheckForNull String externalId,
            @CheckForNull String detailsUrl,
            @CheckForNull String title,
            @CheckForNull String summary,
            @CheckForNull String text,
            @NonNull List<Annotation> annotations) {

        /** The longest summary, text and details that Codeup documents, in characters. */
        public static final int LONGEST_TEXT = 65_535;

        /** Assumed: Codeup documents no limit, and the API that this one follows takes as many in a call. */
        public static final int MOST_ANNOTATIONS = 50;

        public CheckRun {
            name = CommitStatus.uniquelyCut(name);
            summary = CommitStatus.cut(summary, LONGEST_TEXT);
            text = CommitStatus.cut(text, LONGEST_TEXT);
            annotations = List.copyOf(annotations);
        }
    }
}
