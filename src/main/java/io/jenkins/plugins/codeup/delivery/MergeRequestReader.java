package io.jenkins.plugins.codeup.delivery;

import static io.jenkins.plugins.codeup.delivery.DeliveryJson.MAX_NAME;
import static io.jenkins.plugins.codeup.delivery.DeliveryJson.MAX_REF;
import static io.jenkins.plugins.codeup.delivery.DeliveryJson.MAX_TEXT;
import static io.jenkins.plugins.codeup.delivery.DeliveryJson.branch;
import static io.jenkins.plugins.codeup.delivery.DeliveryJson.id;
import static io.jenkins.plugins.codeup.delivery.DeliveryJson.lower;
import static io.jenkins.plugins.codeup.delivery.DeliveryJson.number;
import static io.jenkins.plugins.codeup.delivery.DeliveryJson.orEmpty;
import static io.jenkins.plugins.codeup.delivery.DeliveryJson.page;
import static io.jenkins.plugins.codeup.delivery.DeliveryJson.text;
import static io.jenkins.plugins.codeup.delivery.DeliveryJson.time;

import com.fasterxml.jackson.databind.JsonNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.http.CodeupJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads the merge request of a delivery, in the fields of either generation: {@code iid} or {@code local_id} as its number,
 * the states of the page or those of the API, {@code source} and {@code target} with URLs or only the projects' ids.
 */
final class MergeRequestReader {

    /** The words for states that newer deliveries have. */
    private static final Map<String, String> STATES = Map.of(
            "under_dev", "opened",
            "under_review", "opened",
            "to_be_merged", "opened",
            "accepted", "merged",
            "canceled", "closed");

    private static final int MAX_NAMES = 50;

    private static final Set<String> PUSHED_SOURCES = Set.of("commit", "command_line");

    private MergeRequestReader() {}

    /**
     * @param body the delivery
     * @param json {@code object_attributes} of a merge request's event, or {@code merge_request} of a comment's
     */
    @NonNull
    static Delivery.MergeRequestInfo read(@NonNull JsonNode body, @NonNull JsonNode json) {
        JsonNode lastCommit = json.path("last_commit");
        String state = lower(text(MAX_NAME, json, "state"));
        Long into = Stream.of(
                        number(json, "target_project_id", "project_id"),
                        number(body, "project_id"),
                        number(json.path("target"), "id"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        Long from = number(json, "source_project_id");
        return new Delivery.MergeRequestInfo(
                id(json, "iid", "local_id", "id", "biz_id"),
                orEmpty(text(MAX_TEXT, json, "title")),
                state == null ? null : STATES.getOrDefault(state, state),
                lower(text(MAX_NAME, json, "action")),
                branch(json, "source_branch"),
                branch(json, "target_branch"),
                page(json, "url"),
                lastCommit.isObject() ? CommitReader.one(lastCommit) : null,
                side(json.path("source"), from != null ? from : number(json.path("source"), "id")),
                side(json.path("target"), into),
                Boolean.TRUE.equals(CodeupJson.bool(json, "work_in_progress")),
                CodeupJson.bool(json, "is_update_by_push"),
                madeByPush(json),
                time(json, "updated_at", "created_at"),
                orEmpty(text(MAX_TEXT, json, "description")),
                names(json.path("labels").isArray() ? json.path("labels") : body.path("labels")),
                names(json.path("reviewers").isArray() ? json.path("reviewers") : body.path("reviewers")));
    }

    /** Of labels and reviewers. No document says that deliveries have them; the fields' names are those of the API. */
    private static List<String> names(JsonNode list) {
        List<String> names = new ArrayList<>();
        for (JsonNode one : list) {
            String name = one.isTextual()
                    ? PlainText.cut(one.asText(), MAX_NAME)
                    : text(MAX_NAME, one, "title", "name", "username");
            if (name != null && names.size() < MAX_NAMES) {
                names.add(name);
            }
        }
        return names;
    }

    private static DeliveredRepository side(JsonNode json, Long id) {
        DeliveredRepository side = DeliveryJson.repository(json, id);
        return side == null ? new DeliveredRepository(null, null, null, List.of()) : side;
    }

    /**
     * Whether the merge request was made by a push. Documented is {@code source_type}; the other fields are the API's, in
     * case deliveries contain them, too.
     */
    private static boolean madeByPush(JsonNode json) {
        String sourceRef = text(MAX_REF, json, "source_ref");
        return Stream.of("source_type", "creation_method", "create_from")
                        .map(name -> lower(text(MAX_NAME, json, name)))
                        .filter(Objects::nonNull)
                        .anyMatch(PUSHED_SOURCES::contains)
                || CodeupJson.text(json, "source_branch") == null
                || (sourceRef != null && sourceRef.startsWith("refs/") && !sourceRef.startsWith(DeliveryJson.HEADS));
    }
}
