package io.jenkins.plugins.codeup.feedback;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.InvisibleAction;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.codeup.client.CommitStatuses.CommitStatus;
import io.jenkins.plugins.codeup.delivery.PlainText;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The text of the comment on a merge request: how a build stands, which tests failed, and where to read more. What others
 * wrote, such as names of tests, is shown as text and formats nothing.
 */
final class BuildComment {

    /** Names of failed tests. */
    private static final int MAX_NAMES = 20;

    private static final int MAX_NAME_LENGTH = 200;
    private static final int MAX_TEXT = 20_000;
    private static final int SHORT_HASH = 8;
    private static final int ID_LENGTH = 16;

    /** What may format text in Markdown or HTML; each may stand behind a backslash. */
    private static final Pattern SPECIAL = Pattern.compile("[!-+\\--/:-@\\[-`{-~]");

    private BuildComment() {}

    /**
     * What a build's step adds to the comment. Asks for the comment, too, where the item's configuration does not.
     *
     * @see CommentStep
     */
    static final class Addition extends InvisibleAction {

        private final String text;

        /**
         * @param text Markdown, or null
         */
        Addition(@CheckForNull String text) {
            this.text = text;
        }
    }

    /**
     * @param name the job of a branch in the item, or an empty text
     * @return what tells an item's comments from those of other items, also after it was renamed
     */
    @NonNull
    static String id(@NonNull Item item, @NonNull String name) throws IOException {
        String whole = ItemWebhook.of(item).id() + "/" + name;
        return HexFormat.of()
                .formatHex(sha256(whole.getBytes(StandardCharsets.UTF_8)))
                .substring(0, ID_LENGTH);
    }

    @NonNull
    static String id(@NonNull Job<?, ?> job) throws IOException {
        Item owner = ItemWebhook.owner(job);
        return id(owner, owner == job ? "" : job.getName());
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has SHA-256", e);
        }
    }

    /** As Markdown. */
    @NonNull
    static String text(@NonNull Run<?, ?> run, @NonNull ReportedBuild build) {
        StringBuilder text = new StringBuilder();
        text.append("**")
                .append(link(run.getFullDisplayName(), CommitStatusResult.url(run.getUrl())))
                .append("** ")
                .append(state(run))
                .append(", ")
                .append(build.commit(), 0, Math.min(SHORT_HASH, build.commit().length()))
                .append('\n');
        if (!run.isBuilding()) {
            addTests(text, FailedTests.of(run, MAX_NAMES));
        }
        Addition addition = run.getAction(Addition.class);
        if (addition != null && addition.text != null) {
            text.append('\n').append(CommitStatus.cut(addition.text, MAX_TEXT)).append('\n');
        }
        return text.toString();
    }

    /** The signs are from the first plane of Unicode: databases that know no other exist. */
    private static String state(Run<?, ?> run) {
        Result result = run.getResult();
        if (run.isBuilding() || result == null) {
            return "\u23F3 " + Messages.BuildComment_running();
        }
        String time = run.getDurationString();
        if (result == Result.SUCCESS) {
            return "\u2705 " + Messages.BuildComment_success(time);
        }
        if (result == Result.UNSTABLE) {
            return "\u26A0 " + Messages.BuildComment_unstable(time);
        }
        return result == Result.FAILURE
                ? "\u274C " + Messages.BuildComment_failure(time)
                : "\u23F9 " + Messages.BuildComment_aborted(time);
    }

    private static void addTests(StringBuilder text, @CheckForNull FailedTests tests) {
        if (tests == null || tests.total() == 0) {
            return;
        }
        text.append('\n')
                .append(link(
                        tests.failed() == 0
                                ? Messages.BuildComment_testsPassed(tests.total())
                                : Messages.BuildComment_testsFailed(tests.failed(), tests.total()),
                        CommitStatusResult.url(tests.page())))
                .append('\n');
        if (tests.failed() == 0) {
            return;
        }
        text.append('\n');
        List<String> names = tests.names();
        for (String name : names) {
            text.append("- ").append(escape(name)).append('\n');
        }
        if (tests.failed() > names.size()) {
            text.append("- ")
                    .append(Messages.BuildComment_more(tests.failed() - names.size()))
                    .append('\n');
        }
    }

    static String link(@NonNull String text, @CheckForNull String url) {
        return url == null
                ? escape(text)
                : "[" + escape(text) + "](" + url.replace("(", "%28").replace(")", "%29") + ")";
    }

    /**
     * @return one line of Markdown that shows the text as it is: no link, no mention of a user, no HTML
     */
    @NonNull
    static String escape(@NonNull String text) {
        String line = PlainText.line(text, MAX_NAME_LENGTH);
        // a name after an at sign would be told of it, escaped or not
        return SPECIAL.matcher(line).replaceAll("\\\\$0").replace("@", "@\u200B");
    }
}
