package io.jenkins.plugins.codeup.feedback;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import io.jenkins.plugins.codeup.client.CodeupClient;
import java.io.IOException;

/**
 * Something that Codeup must be told about a build, such as a commit status: what an {@link Outbox} keeps and sends. A
 * kind is a record whose components are its JSON, and has a line here with the name that is stored.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CommitStatusResult.class, name = "status"),
    @JsonSubTypes.Type(value = CheckResult.class, name = "check"),
    @JsonSubTypes.Type(value = CommentResult.class, name = "comment"),
    @JsonSubTypes.Type(value = ReplyResult.class, name = "reply")
})
@JsonIgnoreProperties(ignoreUnknown = true)
interface CodeupResult {

    /**
     * @return what it is in Codeup, as unique as a commit and the context of its status. Results of the same key are
     *     sent one after the other, in the order in which they were added.
     */
    @NonNull
    String key();

    /**
     * @return the externalizable id of the build, or the full name of its job while it is in the queue
     */
    @NonNull
    String run();

    /**
     * @return whether it stands for ever. Otherwise Codeup shows that something still goes on, and another result of the
     *     same build and key must follow: the outbox asks {@link #ended} for one if none does.
     */
    boolean isFinal();

    /**
     * @param later one of the same key that was added later
     * @return whether this one, which waits, need not be sent
     */
    boolean isReplacedBy(@NonNull CodeupResult later);

    /**
     * Asked for a result that is not final when its build has ended, was deleted or is not there after a start.
     *
     * @param run the build, or null if it is gone
     * @return the final result to send, or null if it is not over
     */
    @CheckForNull
    CodeupResult ended(@CheckForNull Run<?, ?> run);

    /**
     * @return the same result after an item, the job or one of its folders, has got another full name
     */
    @NonNull
    CodeupResult moved(@NonNull String oldName, @NonNull String newName);

    /**
     * Called as {@code SYSTEM} for each attempt, and when the result is added, so that there is one to use if the job is
     * deleted before the result is sent.
     *
     * @return null if the job is gone and no credentials may be used without it
     * @throws IOException if a setting is wrong; tried again later
     */
    @CheckForNull
    CodeupClient client() throws IOException;

    /**
     * Sends the result. It may have been sent before: the answer can be lost, or Jenkins killed.
     *
     * @throws IOException if it must be sent again later
     */
    void send(@NonNull CodeupClient client) throws IOException, InterruptedException;

    /**
     * @param fullName of an item
     * @return whether a full name or an externalizable id is that of the item, or of something in it
     */
    static boolean isIn(@NonNull String run, @NonNull String fullName) {
        return run.startsWith(fullName)
                && (run.length() == fullName.length() || "#/".indexOf(run.charAt(fullName.length())) >= 0);
    }

    /**
     * @return a full name or externalizable id after an item has got another full name
     */
    @NonNull
    static String moved(@NonNull String run, @NonNull String oldName, @NonNull String newName) {
        return isIn(run, oldName) ? newName + run.substring(oldName.length()) : run;
    }
}
