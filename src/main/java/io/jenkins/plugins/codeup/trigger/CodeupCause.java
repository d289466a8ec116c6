package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Cause;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.DeliveryEvent;
import io.jenkins.plugins.codeup.delivery.MergeRequestInfo;
import java.util.Objects;
import org.kohsuke.stapler.export.Exported;

/** Says who did what in Codeup that a build was started for. Whatever it holds was written by others. */
public final class CodeupCause extends Cause {

    private static final int SHORT = 8;
    private static final int LONGEST = 200;

    private final DeliveryEvent event;
    private final String user;
    private final String subject;
    private final String target;
    private final String commit;
    private final String url;

    CodeupCause(@NonNull Delivery delivery) {
        this.event = Objects.requireNonNull(delivery.event());
        this.user = cut(delivery.sender().shown());
        this.commit = delivery.commit();
        MergeRequestInfo info = delivery instanceof Delivery.MergeRequest request ? request.info() : null;
        String page = info == null ? null : info.url();
        String what = delivery.branch();
        if (delivery instanceof Delivery.TagPush tag) {
            what = tag.tag();
        } else if (delivery instanceof Delivery.Note note) {
            info = note.mergeRequest();
            page = note.url();
        }
        if (info != null) {
            what = info.source();
        }
        if (page == null && commit != null && delivery.repository() != null) {
            String home = delivery.repository().homepage();
            page = home == null ? null : home + "/commit/" + commit;
        }
        this.subject = cut(Objects.toString(what, ""));
        this.target = info == null ? null : cut(Objects.toString(info.target(), ""));
        this.url = page;
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }

    @Exported
    @NonNull
    public String getEvent() {
        return event.kind();
    }

    @Exported
    @NonNull
    public String getUser() {
        return user;
    }

    @Exported
    @CheckForNull
    public String getCommit() {
        return commit;
    }

    /**
     * @return the commit's or the merge request's page, or null where there is none that a browser may be sent to
     */
    @Exported
    @CheckForNull
    public String getUrl() {
        return url != null && url.matches("https?://[^\\s<>\"']+") ? url : null;
    }

    @Override
    public String getShortDescription() {
        String by = user.isEmpty() ? Messages.CodeupCause_someone() : user;
        String at = commit == null ? "" : " (" + commit.substring(0, SHORT) + ")";
        return switch (event) {
            case PUSH -> Messages.CodeupCause_push(by, subject, at);
            case TAG_PUSH -> Messages.CodeupCause_tag(by, subject, at);
            case MERGE_REQUEST -> Messages.CodeupCause_mergeRequest(by, subject, target, at);
            case NOTE -> Messages.CodeupCause_note(by, subject, at);
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CodeupCause cause
                && event == cause.event
                && user.equals(cause.user)
                && subject.equals(cause.subject)
                && Objects.equals(target, cause.target)
                && Objects.equals(commit, cause.commit)
                && Objects.equals(url, cause.url);
    }

    @Override
    public int hashCode() {
        return Objects.hash(event, user, subject, target, commit, url);
    }
}
