package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.delivery.DeliveredRepository;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.DeliveryEvent;
import io.jenkins.plugins.codeup.delivery.MergeRequestInfo;
import java.util.Map;
import java.util.TreeMap;

/** The {@code CODEUP_*} variables of a build. */
final class DeliveryVariables {

    private static final int LONGEST = 1_000;

    private DeliveryVariables() {}

    /**
     * @return only what the delivery says; no value is empty or has a control character
     */
    @NonNull
    static Map<String, String> of(@NonNull Delivery delivery) {
        Map<String, String> variables = new TreeMap<>();
        DeliveryEvent event = delivery.event();
        put(variables, "EVENT", event == null ? null : event.kind());
        put(variables, "USER", delivery.sender().shown());
        put(variables, "BRANCH", delivery.branch());
        put(variables, "COMMIT", delivery.commit());
        DeliveredRepository repository = delivery.repository();
        put(variables, "REPOSITORY", repository == null ? null : repository.homepage());
        if (delivery instanceof Delivery.Push push) {
            put(variables, "COMMIT_BEFORE", push.before());
        } else if (delivery instanceof Delivery.TagPush tag) {
            put(variables, "TAG", tag.tag());
            put(variables, "COMMIT_BEFORE", tag.before());
        } else if (delivery instanceof Delivery.MergeRequest request) {
            mergeRequest(variables, request.info());
        } else if (delivery instanceof Delivery.Note note) {
            put(variables, "COMMENT", note.text());
            MergeRequestInfo info = note.mergeRequest();
            if (info != null) {
                mergeRequest(variables, info);
            }
        }
        return variables;
    }

    private static void mergeRequest(Map<String, String> variables, MergeRequestInfo info) {
        put(variables, "MERGE_REQUEST_ID", info.id());
        put(variables, "MERGE_REQUEST_TITLE", info.title());
        put(variables, "MERGE_REQUEST_ACTION", info.action());
        put(variables, "MERGE_REQUEST_SOURCE", info.source());
        put(variables, "MERGE_REQUEST_TARGET", info.target());
        put(variables, "MERGE_REQUEST_URL", info.url());
    }

    /** A zero byte in a variable would keep every process of the build from starting. */
    private static void put(Map<String, String> variables, String name, @CheckForNull String value) {
        String clean = value == null ? "" : value.replaceAll("\\p{Cntrl}", " ").trim();
        if (!clean.isEmpty()) {
            variables.put("CODEUP_" + name, clean.length() > LONGEST ? clean.substring(0, LONGEST) : clean);
        }
    }

    /**
     * @return the same for deliveries of which only the newest is to be built: one branch, one tag, one merge request
     */
    @NonNull
    static String place(@NonNull Delivery delivery) {
        if (delivery instanceof Delivery.TagPush tag) {
            return "tag " + tag.tag();
        }
        MergeRequestInfo info = delivery instanceof Delivery.MergeRequest request ? request.info() : null;
        if (delivery instanceof Delivery.Note note) {
            info = note.mergeRequest();
        }
        return info == null
                ? "branch " + delivery.branch()
                : "merge request " + info.id() + " " + info.source() + " " + info.target();
    }
}
