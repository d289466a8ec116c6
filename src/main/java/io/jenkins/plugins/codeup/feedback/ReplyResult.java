package io.jenkins.plugins.codeup.feedback;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.MergeRequestComments;
import io.jenkins.plugins.codeup.client.MergeRequestComments.Comment;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The answer to a command in a comment. The comment is resolved with it, so that it keeps nothing from being merged.
 *
 * @param run full name of the item
 * @param mergeRequest its number
 * @param id unique for the delivery that brought the comment: one answer each
 * @param author id of the user who wrote the comment, or null
 * @param comment what the comment says
 * @param text Markdown
 */
record ReplyResult(
        @NonNull String run,
        @NonNull ResultTarget target,
        long mergeRequest,
        @NonNull String id,
        @CheckForNull String author,
        @NonNull String comment,
        @NonNull String text)
        implements CodeupResult {

    private static final Logger LOGGER = Logger.getLogger(ReplyResult.class.getName());

    @Override
    public String key() {
        return String.join(" ", "reply", target.key(), String.valueOf(mergeRequest), id);
    }

    @Override
    public boolean isFinal() {
        return true;
    }

    @Override
    public boolean isReplacedBy(CodeupResult later) {
        return true;
    }

    @Override
    public CodeupResult ended(Run<?, ?> build) {
        return null;
    }

    @Override
    public CodeupResult moved(String oldName, String newName) {
        return new ReplyResult(
                CodeupResult.moved(run, oldName, newName),
                target.moved(oldName, newName),
                mergeRequest,
                id,
                author,
                comment,
                text);
    }

    @Override
    public CodeupClient client() throws IOException {
        return target.client();
    }

    @Override
    public void send(CodeupClient client) throws IOException, InterruptedException {
        MergeRequestComments comments = client.comments();
        if (comments == null) {
            return;
        }
        long repository = target.number(client);
        String marker = MergeRequestComments.MARKER + "reply=" + id + " -->";
        Comment asked = null;
        boolean replied = false;
        for (Comment one : comments.list(repository, mergeRequest)) {
            // the answer to the call that made the reply may have been lost
            replied |= one.content().contains(marker);
            // deliveries are not known to name the comment; the last one of the same words is the newest
            if (one.content().strip().equals(comment.strip()) && (author == null || author.equals(one.author()))) {
                asked = one;
            }
        }
        if (!replied) {
            comments.create(repository, mergeRequest, marker + "\n" + text, asked == null ? null : asked.id());
        }
        if (asked != null && !asked.resolved()) {
            resolve(comments, repository, asked);
        }
    }

    private void resolve(MergeRequestComments comments, long repository, Comment asked) throws InterruptedException {
        try {
            comments.update(repository, mergeRequest, asked.id(), null);
        } catch (CodeupException e) {
            LOGGER.log(Level.INFO, "The comment with a command is not resolved: {0}", e.getMessage());
        }
    }
}
