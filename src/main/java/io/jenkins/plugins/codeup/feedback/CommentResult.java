package io.jenkins.plugins.codeup.feedback;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.client.MergeRequestComments;
import io.jenkins.plugins.codeup.client.MergeRequestComments.Comment;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one comment of a job on a merge request, which shows its newest build. It is found again by a hidden marker, so that
 * there is never a second one, and is resolved, so that it keeps nothing from being merged.
 *
 * @param run the build's externalizable id
 * @param mergeRequest its number
 * @param id what tells the job's comment from others', part of the marker
 * @param build the build's number: an older build leaves the comment of a newer one as it is
 * @param running whether the build goes on
 * @param text Markdown, without the marker
 */
record CommentResult(
        @NonNull String run,
        @NonNull ResultTarget target,
        long mergeRequest,
        @NonNull String id,
        int build,
        boolean running,
        @NonNull String text)
        implements CodeupResult {

    /** Ids of comments in Codeup, by key. What is not here is looked for in Codeup. */
    private static final KnownIds<String> IDS = new KnownIds<>();

    private static final String END = " -->";

    /** The comment of a build as it is now. */
    @CheckForNull
    static CommentResult of(@NonNull Run<?, ?> run, @NonNull ReportedBuild build) throws IOException {
        Long mergeRequest = build.mergeRequest();
        return mergeRequest == null
                ? null
                : new CommentResult(
                        run.getExternalizableId(),
                        build.target(),
                        mergeRequest,
                        BuildComment.id(build.job()),
                        run.getNumber(),
                        run.isBuilding(),
                        BuildComment.text(run, build));
    }

    @Override
    public String key() {
        return String.join(" ", "comment", target.key(), String.valueOf(mergeRequest), id);
    }

    @Override
    public boolean isFinal() {
        return !running;
    }

    /** The comment shows the newest build only. */
    @Override
    public boolean isReplacedBy(CodeupResult later) {
        return later instanceof CommentResult other && other.build >= build;
    }

    @Override
    public CodeupResult ended(Run<?, ?> ended) {
        ReportedBuild reported = ended == null ? null : ReportedBuild.of(ended);
        try {
            CommentResult result = reported == null ? null : of(ended, reported);
            if (result != null && result.isFinal() && result.key().equals(key())) {
                return result;
            }
        } catch (IOException e) {
            // then without the details
        }
        return new CommentResult(
                run, target, mergeRequest, id, build, false, text + "\n\n" + Messages.CommitStatusResult_gone());
    }

    @Override
    public CodeupResult moved(String oldName, String newName) {
        return new CommentResult(
                CodeupResult.moved(run, oldName, newName),
                target.moved(oldName, newName),
                mergeRequest,
                id,
                build,
                running,
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
        try {
            long repository = target.number(client);
            String known = IDS.get(key());
            if (known == null || !isUpdated(comments, repository, known)) {
                sendAnew(comments, repository);
            }
        } catch (CodeupException e) {
            target.forget(e);
            throw e;
        }
    }

    /** After a start of Jenkins, or after a lost answer, the comment may be there. */
    private void sendAnew(MergeRequestComments comments, long repository) throws CodeupException, InterruptedException {
        Pattern marker = Pattern.compile(Pattern.quote(marker()) + "([0-9]{1,9})" + END);
        for (Comment one : comments.list(repository, mergeRequest)) {
            Matcher found = marker.matcher(one.content());
            if (found.find()) {
                IDS.put(key(), one.id());
                if (Integer.parseInt(found.group(1)) <= build) {
                    comments.update(repository, mergeRequest, one.id(), content());
                }
                return;
            }
        }
        IDS.put(key(), comments.create(repository, mergeRequest, content(), null));
    }

    private boolean isUpdated(MergeRequestComments comments, long repository, String known)
            throws CodeupException, InterruptedException {
        try {
            comments.update(repository, mergeRequest, known, content());
            return true;
        } catch (CodeupException e) {
            if (e.kind() != Kind.NOT_FOUND) {
                throw e;
            }
            // somebody deleted it
            IDS.remove(key());
            return false;
        }
    }

    private String marker() {
        return MergeRequestComments.MARKER + "comment=" + id + " build=";
    }

    private String content() {
        return marker() + build + END + "\n" + text;
    }
}
