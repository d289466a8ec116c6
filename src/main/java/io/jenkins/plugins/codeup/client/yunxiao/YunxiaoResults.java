package io.jenkins.plugins.codeup.client.yunxiao;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codeup.client.CheckRuns;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.client.CommitStatuses;
import io.jenkins.plugins.codeup.client.MergeRequestComments;
import io.jenkins.plugins.codeup.client.http.ApiAnswer;
import io.jenkins.plugins.codeup.client.http.ApiCaller;
import io.jenkins.plugins.codeup.client.http.ApiRequest;
import io.jenkins.plugins.codeup.client.http.CodeupJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Reports results by the Yunxiao API: commit statuses, check runs and comments. Each method names the document that it
 * follows.
 *
 * @param client makes the calls
 */
record YunxiaoResults(YunxiaoClient client) implements CommitStatuses, CheckRuns, MergeRequestComments {

    private static final String RESOLVED = "resolved";

    /** Far more than Codeup's pages show; replies to replies are read that deep. */
    private static final int MAX_DEPTH = 20;

    /** CreateCommitStatus. */
    @Override
    public void create(long repositoryId, String commit, CommitStatus status)
            throws CodeupException, InterruptedException {
        ObjectNode body = object().put("context", status.context())
                .put("state", status.state().word());
        put(body, "description", status.description());
        put(body, "targetUrl", status.targetUrl());
        String path = "/commits/" + ApiRequest.percentEncode(commit) + "/statuses";
        call("CreateCommitStatus", "POST", repositoryId, path, body);
    }

    /** CreateCheckRun. */
    @Override
    public long create(long repositoryId, CheckRun run) throws CodeupException, InterruptedException {
        ApiAnswer answer = call(
                "CreateCheckRun", "POST", repositoryId, "/checkRuns", body(run).put("headSha", run.commit()));
        return answer.required(CodeupJson.number(YunxiaoApi.object(answer), "id"), "id of the check run");
    }

    /** UpdateCheckRun, a POST. */
    @Override
    public void update(long repositoryId, long id, CheckRun run) throws CodeupException, InterruptedException {
        call("UpdateCheckRun", "POST", repositoryId, "/checkRuns/" + id, body(run));
    }

    private static ObjectNode body(CheckRun run) {
        ObjectNode body = object().put("name", run.name()).put("status", CheckRuns.word(run.status()));
        Enum<?> conclusion = run.conclusion();
        if (conclusion != null) {
            body.put("conclusion", CheckRuns.word(conclusion));
        }
        put(body, "startedAt", time(run.startedAt()));
        put(body, "completedAt", time(run.completedAt()));
        put(body, "externalId", run.externalId());
        put(body, "detailsUrl", run.detailsUrl());
        ObjectNode output = body.putObject("output");
        put(output, "title", run.title());
        put(output, "summary", run.summary());
        put(output, "text", run.text());
        ArrayNode annotations = body.putArray("annotations");
        for (Annotation one : run.annotations()) {
            ObjectNode annotation = annotations
                    .addObject()
                    .put("path", one.path())
                    .put("startLine", one.startLine())
                    .put("endLine", one.endLine())
                    .put("annotationLevel", CheckRuns.word(one.level()))
                    .put("message", one.message());
            if (one.startColumn() != null) {
                annotation.put("startColumn", one.startColumn());
            }
            if (one.endColumn() != null) {
                annotation.put("endColumn", one.endColumn());
            }
            put(annotation, "title", one.title());
            put(annotation, "rawDetails", one.rawDetails());
        }
        return body;
    }

    /** Such as {@code 2023-03-15T08:00:00Z}. */
    private static String time(Long millis) {
        return millis == null
                ? null
                : Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** ListCheckRuns. */
    @Override
    public List<Listed> list(long repositoryId, String commit) throws CodeupException, InterruptedException {
        ApiRequest request = client.request("ListCheckRuns", "GET", repositoryId, "/checkRuns", null)
                .withQuery("ref", commit);
        return client.caller()
                .list(
                        request,
                        (answer, run) -> new Listed(
                                answer.required(CodeupJson.number(run, "id"), "id of the check run"),
                                answer.required(CodeupJson.text(run, "name"), "name of the check run"),
                                CodeupJson.text(run, "externalId")));
    }

    /** CreateChangeRequestComment, with the five fields that it requires. */
    @Override
    public String create(long repositoryId, long number, String content, String parent)
            throws CodeupException, InterruptedException {
        String version = new YunxiaoSources(client)
                .newestSource(repositoryId, number)
                .map(YunxiaoSources.Patch::id)
                .orElse(null);
        String path = comments(number);
        if (version == null) {
            throw new CodeupException(
                    Kind.NOT_FOUND,
                    client.request("CreateChangeRequestComment", "POST", repositoryId, path, null)
                            .describe(client.caller().endpoint()));
        }
        ObjectNode body = object().put("comment_type", "GLOBAL_COMMENT")
                .put("content", content)
                .put("draft", false)
                .put(RESOLVED, true)
                .put("patchset_biz_id", version);
        put(body, "parent_comment_biz_id", parent);
        ApiAnswer answer = call("CreateChangeRequestComment", "POST", repositoryId, path, body);
        return answer.required(
                CodeupJson.text(YunxiaoApi.object(answer), "comment_biz_id"), "comment_biz_id of the comment");
    }

    /** UpdateChangeRequestComment. */
    @Override
    public void update(long repositoryId, long number, String id, String content)
            throws CodeupException, InterruptedException {
        ObjectNode body = object().put(RESOLVED, true);
        put(body, "content", content);
        String path = comments(number) + "/" + ApiRequest.percentEncode(id);
        call("UpdateChangeRequestComment", "PUT", repositoryId, path, body);
    }

    /** ListMergeRequestComments, a POST without pages. Drafts are not listed. */
    @Override
    public List<Comment> list(long repositoryId, long number) throws CodeupException, InterruptedException {
        ObjectNode body = object().put("comment_type", "GLOBAL_COMMENT").put("state", "OPENED");
        ApiAnswer answer = call("ListMergeRequestComments", "POST", repositoryId, comments(number) + "/list", body);
        List<Comment> all = new ArrayList<>();
        add(all, answer, YunxiaoApi.list(answer), 0);
        return all;
    }

    private static void add(List<Comment> all, ApiAnswer answer, Iterable<JsonNode> nodes, int depth) {
        for (JsonNode node : nodes) {
            if (!Boolean.TRUE.equals(CodeupJson.bool(node, "is_deleted"))) {
                all.addAll(ApiCaller.readAll(answer, List.of(node), YunxiaoResults::comment));
            }
            if (depth < MAX_DEPTH) {
                add(all, answer, node.path("child_comments_list"), depth + 1);
            }
        }
    }

    private static Comment comment(ApiAnswer answer, JsonNode node) throws CodeupException {
        return new Comment(
                answer.required(CodeupJson.text(node, "comment_biz_id"), "comment_biz_id of the comment"),
                Objects.requireNonNullElse(CodeupJson.text(node, "content"), ""),
                CodeupJson.text(node.path("author"), "userId"),
                CodeupJson.text(node.path("author"), "name", "username"),
                Boolean.TRUE.equals(CodeupJson.bool(node, RESOLVED)),
                CodeupJson.text(node, "parent_comment_biz_id"));
    }

    private static String comments(long number) {
        return "/changeRequests/" + number + "/comments";
    }

    private ApiAnswer call(String operation, String method, long repositoryId, String path, ObjectNode body)
            throws CodeupException, InterruptedException {
        return client.caller().call(client.request(operation, method, repositoryId, path, CodeupJson.bytes(body)));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static void put(ObjectNode object, String name, String value) {
        if (value != null) {
            object.put(name, value);
        }
    }
}
