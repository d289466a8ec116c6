package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;

/** Writes and reads comments on merge requests. An API without these calls has no such object. */
public interface MergeRequestComments {

    /** The longest comment that Codeup accepts, in characters. */
    int LONGEST_CONTENT = 65_535;

    /**
     * Begins a hidden part of each comment of this plugin. Markdown shows nothing of it. That Codeup keeps it, in lists and
     * in deliveries, is assumed.
     */
    String MARKER = "<!-- jenkins-codeup ";

    /**
     * A comment in Codeup.
     *
     * @param id its comment_biz_id
     * @param content Markdown; may be empty
     * @param author the user's id, or null
     * @param authorName for people, or null
     * @param resolved whether it is marked as resolved; an unresolved one can keep a merge request from being merged
     * @param parent the comment that it replies to, or null
     */
    record Comment(
            @NonNull String id,
            @NonNull String content,
            @CheckForNull String author,
            @CheckForNull String authorName,
            boolean resolved,
            @CheckForNull String parent) {}

    /**
     * @return whether a text is a comment of this plugin's, of this Jenkins or of another one
     */
    static boolean isOwn(@NonNull String content) {
        return content.contains(MARKER);
    }

    /**
     * CreateChangeRequestComment: a comment that is resolved from the start, on the merge request as a whole. Codeup wants
     * the newest version of its source, which takes another call.
     *
     * @param repositoryId the repository that has the merge request
     * @param number its number there
     * @param content Markdown, from 1 to {@value #LONGEST_CONTENT} characters
     * @param parent the comment to reply to, or null
     * @return the comment's id
     * @throws CodeupException of kind {@link CodeupException.Kind#NOT_FOUND} if there is no such merge request, or it has
     *     no version
     */
    @NonNull
    String create(long repositoryId, long number, @NonNull String content, @CheckForNull String parent)
            throws CodeupException, InterruptedException;

    /**
     * UpdateChangeRequestComment: marks the comment as resolved.
     *
     * @param content its new content, or null to leave that as it is
     * @throws CodeupException of kind {@link CodeupException.Kind#NOT_FOUND} if there is no such comment
     */
    void update(long repositoryId, long number, @NonNull String id, @CheckForNull String content)
            throws CodeupException, InterruptedException;

    /**
     * ListMergeRequestComments.
     *
     * @return the comments on the merge request as a whole, resolved or not, each followed by its replies
     */
    @NonNull
    List<Comment> list(long repositoryId, long number) throws CodeupException, InterruptedException;
}
