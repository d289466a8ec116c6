package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.Cause;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.Delivery.MergeRequestInfo;
import io.jenkins.plugins.codeup.delivery.DeliveryEvent;
import io.jenkins.plugins.codeup.delivery.PlainText;
import io.jenkins.plugins.codeup.endpoint.DeliveryBuilds;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;

/**
 * Cause of a build that an event in Codeup started: who did what. Users of Codeup wrote these texts; they are shown as
 * text and nothing else. A field is null where the delivery does not have it.
 */
public final class CodeupCause extends Cause implements DeliveryBuilds.Source {

    private static final int SHORT_HASH = 8;
    private static final int MAX_LENGTH = 200;

    private final DeliveryEvent event;
    private final String user;
    /** The branch or tag; of a merge request its source branch. */
    private final String ref;

    private final String mergeRequest;
    private final String action;
    private final String target;
    private final String commit;
    private final String url;
    /** The ids of the deliveries, of a multibranch project; or null, as {@link CodeupBuildAction} has those of a job. */
    private final List<String> deliveries;

    CodeupCause(@NonNull Delivery delivery) {
        this(delivery, null);
    }

    /**
     * @param deliveries ids, see {@link DeliveryBuilds.Source}
     */
    @Restricted(NoExternalUse.class)
    public CodeupCause(@NonNull Delivery delivery, @CheckForNull List<String> deliveries) {
        // immutable lists are stored in the form of the JDK's own serialization
        this.deliveries = deliveries == null ? null : new ArrayList<>(deliveries);
        MergeRequestInfo info = delivery.mergeRequest();
        event = delivery.event();
        user = cut(delivery.sender().shown());
        ref = cut(delivery instanceof Delivery.TagPush tag ? tag.tag() : delivery.branch());
        mergeRequest = info == null ? null : cut(info.id());
        action = info == null ? null : cut(info.action());
        target = info == null ? null : cut(info.target());
        commit = delivery.commit();
        url = page(delivery);
    }

    @Override
    @Restricted(NoExternalUse.class)
    public Collection<String> deliveries() {
        return deliveries == null ? List.of() : List.copyOf(deliveries);
    }

    private static String cut(String text) {
        return text == null ? null : PlainText.line(text, MAX_LENGTH);
    }

    /** The page of the comment or merge request, else that of the commit. */
    private static String page(Delivery delivery) {
        String page = null;
        if (delivery instanceof Delivery.MergeRequest request) {
            page = request.info().url();
        } else if (delivery instanceof Delivery.Note note) {
            page = note.url();
        }
        if (page != null || delivery.commit() == null || delivery.repository() == null) {
            return page;
        }
        String repository = delivery.repository().homepage();
        return repository == null ? null : repository + "/commit/" + delivery.commit();
    }

    /**
     * @return {@code push}, {@code tag_push}, {@code merge_request} or {@code note}
     */
    @Exported
    @CheckForNull
    public String getEvent() {
        return event == null ? null : event.kind();
    }

    @Exported
    @CheckForNull
    public String getUser() {
        return user;
    }

    @Exported
    @CheckForNull
    public String getCommit() {
        return commit;
    }

    /**
     * @return the page of the commit, merge request or comment, or null if there is no http or https URL of it
     */
    @Exported
    @CheckForNull
    public String getUrl() {
        return url != null && url.matches("https?://[^\\s<>\"']+") ? url : null;
    }

    @Override
    public String getShortDescription() {
        if (event == null) {
            return Messages.CodeupCause_unknown();
        }
        String who = Util.fixEmpty(user) == null ? Messages.CodeupCause_someone() : user;
        String what = Util.fixNull(ref);
        String hash = commit == null ? "" : commit.substring(0, Math.min(SHORT_HASH, commit.length()));
        String at = hash.isEmpty() ? "" : " (" + hash + ")";
        String number = "!" + Objects.requireNonNullElse(mergeRequest, "?");
        String into = Util.fixNull(target);
        return switch (event) {
            case PUSH -> Messages.CodeupCause_push(who, what, at);
            case TAG_PUSH -> Messages.CodeupCause_tag(who, what, at);
            case MERGE_REQUEST ->
                switch (Util.fixNull(action)) {
                    case "open" -> Messages.CodeupCause_opened(who, number, what, into);
                    case "reopen" -> Messages.CodeupCause_reopened(who, number, what, into);
                    case "close" -> Messages.CodeupCause_closed(who, number, what, into);
                    case "merge" -> Messages.CodeupCause_merged(who, number, what, into);
                    default -> Messages.CodeupCause_updated(who, number, what, into);
                };
            case NOTE -> {
                if (mergeRequest != null || target != null) {
                    yield Messages.CodeupCause_commentOnMergeRequest(who, number, what, into);
                }
                yield hash.isEmpty()
                        ? Messages.CodeupCause_comment(who)
                        : Messages.CodeupCause_commentOnCommit(who, hash);
            }
        };
    }

    /** Two deliveries of one event are one cause of a build. */
    @Override
    public boolean equals(Object other) {
        return other instanceof CodeupCause cause
                && event == cause.event
                && Objects.equals(user, cause.user)
                && Objects.equals(ref, cause.ref)
                && Objects.equals(mergeRequest, cause.mergeRequest)
                && Objects.equals(action, cause.action)
                && Objects.equals(target, cause.target)
                && Objects.equals(commit, cause.commit)
                && Objects.equals(url, cause.url)
                && Objects.equals(deliveries, cause.deliveries);
    }

    @Override
    public int hashCode() {
        return Objects.hash(event, user, ref, mergeRequest, action, target, commit, url, deliveries);
    }
}
