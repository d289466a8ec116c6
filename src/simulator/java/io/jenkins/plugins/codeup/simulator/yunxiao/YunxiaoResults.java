package io.jenkins.plugins.codeup.simulator.yunxiao;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codeup.simulator.data.Contents;
import io.jenkins.plugins.codeup.simulator.data.Patch;
import io.jenkins.plugins.codeup.simulator.data.Results;
import io.jenkins.plugins.codeup.simulator.data.SimulatedCheckRun;
import io.jenkins.plugins.codeup.simulator.data.SimulatedComment;
import io.jenkins.plugins.codeup.simulator.data.SimulatedMergeRequest;
import io.jenkins.plugins.codeup.simulator.data.SimulatedStatus;
import io.jenkins.plugins.codeup.simulator.http.BadRequest;
import io.jenkins.plugins.codeup.simulator.http.Page;
import io.jenkins.plugins.codeup.simulator.http.ReceivedRequest;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The operations about results: commit statuses, check runs and comments. Assumed, as no document tells it: a second check
 * run of one name is refused, a check run has at most 50 annotations, and only who wrote a comment may change its content.
 */
record YunxiaoResults(Contents contents, Results results) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_NAME = 50;
    private static final int LONGEST_TEXT = 65_535;
    private static final int MOST_ANNOTATIONS = 50;
    private static final Set<String> STATES = Set.of("error", "failure", "pending", "success");
    private static final Set<String> STATUSES = Set.of("queued", "in_progress", "completed");
    private static final Set<String> CONCLUSIONS =
            Set.of("cancelled", "failure", "neutral", "success", "skipped", "timed_out");
    private static final Set<String> LEVELS = Set.of("notice", "warning", "failure");
    private static final Set<String> COMMENT_TYPES = Set.of("GLOBAL_COMMENT", "INLINE_COMMENT");
    private static final Set<String> NEW_COMMENT =
            Set.of("comment_type", "content", "draft", "resolved", "patchset_biz_id");
    private static final Set<String> CHECK_RUN = Set.of(
            "name",
            "status",
            "conclusion",
            "startedAt",
            "completedAt",
            "externalId",
            "detailsUrl",
            "output",
            "annotations");
    private static final Set<String> ANNOTATION = Set.of(
            "path",
            "startLine",
            "endLine",
            "startColumn",
            "endColumn",
            "annotationLevel",
            "message",
            "title",
            "rawDetails");

    /**
     * @param caller the id of the user who calls
     */
    Reply answer(YunxiaoOperation operation, ReceivedRequest request, long repositoryId, String caller)
            throws Refusal, BadRequest {
        return switch (operation) {
            case CREATE_CHECK_RUN -> createCheckRun(object(request), repositoryId, caller);
            case UPDATE_CHECK_RUN -> updateCheckRun(operation, request, repositoryId, caller);
            case LIST_CHECK_RUNS -> {
                String ref = request.query().get("ref");
                check(ref != null, "ref is required");
                List<SimulatedCheckRun> found = results.checkRuns(repositoryId, ref);
                yield YunxiaoAnswers.page(
                        Page.of(request.query(), "page", "perPage"), found, YunxiaoResults::checkRun);
            }
            case CREATE_CHANGE_REQUEST_COMMENT ->
                YunxiaoAnswers.success(
                        createComment(object(request), mergeRequest(operation, request, repositoryId), caller));
            case LIST_MERGE_REQUEST_COMMENTS ->
                comments(object(request), mergeRequest(operation, request, repositoryId));
            case UPDATE_CHANGE_REQUEST_COMMENT ->
                updateComment(
                        object(request),
                        comment(
                                mergeRequest(operation, request, repositoryId),
                                operation.part(request, "comment")),
                        caller);
            default -> status(object(request), repositoryId, operation.part(request, "name"));
        };
    }

    private static ObjectNode object(ReceivedRequest request) throws BadRequest {
        try {
            if (JSON.readTree(request.body()) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException e) {
            throw new BadRequest("the body is no JSON");
        }
        throw new BadRequest("the body is no object");
    }

    private static void check(boolean right, String otherwise) throws BadRequest {
        if (!right) {
            throw new BadRequest(otherwise);
        }
    }

    private static void checkKnown(JsonNode object, Set<String> known) throws BadRequest {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            check(known.contains(field.getKey()), field.getKey() + " is not known");
        }
    }

    private Reply status(ObjectNode body, long repositoryId, String commit) throws BadRequest {
        checkKnown(body, Set.of("state", "context", "description", "targetUrl"));
        String state = body.path("state").asText();
        String context = body.path("context").asText("default");
        String description = body.path("description").asText();
        check(STATES.contains(state), "state is not as documented");
        check(!context.isEmpty() && context.length() <= LONGEST_NAME, "context is not as documented");
        check(description.length() <= 3000, "description is not as documented");
        results.add(new SimulatedStatus(
                repositoryId,
                commit,
                context,
                state,
                description,
                body.path("targetUrl").asText()));
        return YunxiaoAnswers.success(YunxiaoAnswers.object().put("sha", commit).put("state", state));
    }

    private Reply createCheckRun(ObjectNode body, long repositoryId, String caller) throws BadRequest {
        String commit = body.path("headSha").asText();
        boolean isSource = contents.mergeRequests(repositoryId).stream()
                .flatMap(one -> contents.patches(one).stream())
                .anyMatch(patch -> patch.source() && patch.commit().equals(commit));
        check(isSource, "headSha is no source commit of a merge request");
        body.remove("headSha");
        checkCheckRun(body);
        SimulatedCheckRun made = results.addCheckRun(repositoryId, commit, caller, body)
                .orElseThrow(() -> new BadRequest("there is a check run of this name"));
        return YunxiaoAnswers.success(checkRun(made));
    }

    private Reply updateCheckRun(YunxiaoOperation operation, ReceivedRequest request, long repositoryId, String caller)
            throws Refusal, BadRequest {
        SimulatedCheckRun one = results.checkRun(repositoryId, Long.parseLong(operation.part(request, "name")))
                .orElseThrow(() -> Refusal.notFound("运行检查"));
        if (!one.writer().equals(caller)) {
            throw Refusal.codeup(403, "Forbidden", "只有写入者可以更新");
        }
        ObjectNode body = object(request);
        checkCheckRun(body);
        return YunxiaoAnswers.success(checkRun(results.update(one, body)));
    }

    private static void checkCheckRun(ObjectNode body) throws BadRequest {
        checkKnown(body, CHECK_RUN);
        String name = body.path("name").asText();
        check(!name.isBlank() && name.length() <= LONGEST_NAME, "name is not as documented");
        check(STATUSES.contains(body.path("status").asText()), "status is not as documented");
        boolean completed = body.path("status").asText().equals("completed");
        check(
                body.has("conclusion") == completed
                        && (!completed
                                || CONCLUSIONS.contains(body.get("conclusion").asText())),
                "conclusion is not as documented");
        for (String time : List.of("startedAt", "completedAt")) {
            check(
                    !body.has(time)
                            || body.get(time)
                                    .asText()
                                    .matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"),
                    time + " is not as documented");
        }
        JsonNode output = body.path("output");
        checkKnown(output, Set.of("title", "summary", "text", "images"));
        for (String text : List.of("summary", "text")) {
            check(output.path(text).asText().length() <= LONGEST_TEXT, text + " is too long");
        }
        JsonNode annotations = body.path("annotations");
        check(annotations.size() <= MOST_ANNOTATIONS, "too many annotations");
        for (JsonNode one : annotations) {
            checkKnown(one, ANNOTATION);
            check(
                    LEVELS.contains(one.path("annotationLevel").asText())
                            && !one.path("path").asText().isEmpty()
                            && one.path("startLine").asInt() > 0
                            && one.path("endLine").asInt() >= one.path("startLine").asInt()
                            && one.path("rawDetails").asText().length() <= LONGEST_TEXT,
                    "an annotation is not as documented");
        }
    }

    private static ObjectNode checkRun(SimulatedCheckRun run) {
        ObjectNode node = run.fields().deepCopy();
        node.put("id", run.id()).put("headSha", run.commit()).put("createdAt", "2026-11-23T15:21:57+08:00");
        node.putObject("writer").put("id", run.writer()).put("type", "User");
        node.putObject("checkSuite").put("id", run.id());
        return node;
    }

    private SimulatedMergeRequest mergeRequest(YunxiaoOperation operation, ReceivedRequest request, long repositoryId)
            throws Refusal {
        return contents.mergeRequest(repositoryId, Long.parseLong(operation.part(request, "name")))
                .orElseThrow(() -> Refusal.notFound("合并请求"));
    }

    private ObjectNode createComment(ObjectNode body, SimulatedMergeRequest on, String caller)
            throws Refusal, BadRequest {
        for (String required : NEW_COMMENT) {
            check(body.hasNonNull(required), required + " is required");
        }
        Set<String> known = new HashSet<>(NEW_COMMENT);
        known.add("parent_comment_biz_id");
        checkKnown(body, known);
        check(body.get("comment_type").asText().equals("GLOBAL_COMMENT"), "only global comments are simulated");
        check(body.get("draft").isBoolean() && body.get("resolved").isBoolean(), "draft or resolved is no boolean");
        String version = body.get("patchset_biz_id").asText();
        String newest = null;
        for (Patch patch : contents.patches(on)) {
            newest = patch.source() ? YunxiaoContents.bizId(patch) : newest;
        }
        check(version.equals(newest), "patchset_biz_id is not the newest version of the source");
        String parent = body.hasNonNull("parent_comment_biz_id")
                ? body.get("parent_comment_biz_id").asText()
                : null;
        if (parent != null) {
            comment(on, parent);
        }
        return comment(results.addComment(
                on.repositoryId(),
                on.number(),
                caller,
                content(body),
                body.get("resolved").asBoolean(),
                parent));
    }

    private static String content(ObjectNode body) throws BadRequest {
        String content = body.get("content").asText();
        check(!content.isEmpty() && content.length() <= LONGEST_TEXT, "content is not as documented");
        return content;
    }

    private SimulatedComment comment(SimulatedMergeRequest on, String id) throws Refusal {
        return results.comment(on.repositoryId(), on.number(), id).orElseThrow(() -> Refusal.notFound("评论"));
    }

    private Reply updateComment(ObjectNode body, SimulatedComment one, String caller) throws Refusal, BadRequest {
        checkKnown(body, Set.of("content", "resolved"));
        String content = body.has("content") ? content(body) : null;
        if (content != null && !one.author().equals(caller)) {
            throw Refusal.codeup(403, "Forbidden", "只有作者可以修改");
        }
        results.update(one, content, body.has("resolved") ? body.get("resolved").asBoolean() : null);
        return YunxiaoAnswers.success(YunxiaoAnswers.object().put("result", true));
    }

    private Reply comments(ObjectNode body, SimulatedMergeRequest on) throws BadRequest {
        checkKnown(
                body,
                Set.of(
                        "comment_biz_id_list",
                        "comment_type",
                        "file_path",
                        "patchset_biz_id_list",
                        "resolved",
                        "state"));
        check(
                !body.has("comment_type")
                        || COMMENT_TYPES.contains(body.get("comment_type").asText()),
                "comment_type is not as documented");
        List<SimulatedComment> all = results.comments(on.repositoryId(), on.number());
        List<SimulatedComment> found = all.stream()
                .filter(one -> one.parent() == null)
                .filter(one -> !body.has("resolved") || one.resolved() == body.get("resolved").asBoolean())
                .toList();
        return YunxiaoAnswers.list(found, withReplies(all));
    }

    private static Function<SimulatedComment, ObjectNode> withReplies(List<SimulatedComment> all) {
        return one -> {
            ObjectNode node = comment(one);
            all.stream()
                    .filter(reply -> one.id().equals(reply.parent()))
                    .map(withReplies(all))
                    .forEach(node.withArray("child_comments_list")::add);
            return node;
        };
    }

    private static ObjectNode comment(SimulatedComment one) {
        ObjectNode node = YunxiaoAnswers.object()
                .put("comment_biz_id", one.id())
                .put("comment_type", "GLOBAL_COMMENT")
                .put("content", one.content())
                .put("resolved", one.resolved())
                .put("state", "OPENED")
                .put("is_deleted", false)
                .put("parent_comment_biz_id", one.parent());
        node.putObject("author").put("userId", one.author()).put("name", one.author());
        node.putArray("child_comments_list");
        return node;
    }
}
