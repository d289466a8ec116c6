package io.jenkins.plugins.codeup.simulator.yunxiao;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codeup.simulator.data.Contents;
import io.jenkins.plugins.codeup.simulator.data.SimulatedMergeRequest;
import io.jenkins.plugins.codeup.simulator.data.SimulatedStatus;
import io.jenkins.plugins.codeup.simulator.data.Sources;
import io.jenkins.plugins.codeup.simulator.http.BadRequest;
import io.jenkins.plugins.codeup.simulator.http.Page;
import io.jenkins.plugins.codeup.simulator.http.ReceivedRequest;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** The operations about what is in a repository. */
record YunxiaoContents(Contents contents) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> STATES = Set.of("error", "failure", "pending", "success");

    /**
     * @param name the part of the path after the operation's own, or null
     */
    Reply answer(YunxiaoOperation operation, ReceivedRequest request, long repositoryId, String name)
            throws Refusal, BadRequest {
        Sources sources = contents.sources(repositoryId);
        Page page = Page.of(request.query(), "page", "perPage");
        String ref = request.query().getOrDefault("ref", sources.defaultBranch());
        String search = request.query().getOrDefault("search", "");
        return switch (operation) {
            case LIST_BRANCHES -> YunxiaoAnswers.page(page, matching(sources.branches(), search), branch(sources));
            case GET_BRANCH ->
                YunxiaoAnswers.success(branch(sources)
                        .apply(sources.branch(name).orElseThrow(() -> Refusal.notFound("分支"))));
            case LIST_TAGS -> YunxiaoAnswers.page(page, matching(sources.tags(), search), YunxiaoContents::ref);
            case GET_FILE_BLOBS ->
                YunxiaoAnswers.success(file(
                        name, ref, sources.file(ref, name).orElseThrow(() -> Refusal.notFound("文件"))));
            case LIST_FILES -> tree(sources.directory(ref, request.query().getOrDefault("path", "")));
            case GET_CHANGE_REQUEST ->
                YunxiaoAnswers.success(contents.mergeRequest(repositoryId, Long.parseLong(name))
                        .map(this::mergeRequest)
                        .orElseThrow(() -> Refusal.notFound("合并请求")));
            default -> status(request, repositoryId, name);
        };
    }

    /** ListChangeRequests of one repository. */
    Reply mergeRequests(ReceivedRequest request, long repositoryId) throws BadRequest {
        String state = request.query().get("state");
        List<SimulatedMergeRequest> found = contents.mergeRequests(repositoryId).stream()
                .filter(one -> state == null || one.state().equals(state))
                .toList();
        return YunxiaoAnswers.page(Page.of(request.query(), "page", "perPage"), found, this::mergeRequest);
    }

    private static List<Sources.Ref> matching(List<Sources.Ref> refs, String search) {
        return refs.stream().filter(ref -> ref.name().contains(search)).toList();
    }

    private static Function<Sources.Ref, ObjectNode> branch(Sources sources) {
        return ref -> ref(ref).put("defaultBranch", ref.name().equals(sources.defaultBranch())).put("protected", false);
    }

    private static ObjectNode ref(Sources.Ref ref) {
        ObjectNode node = YunxiaoAnswers.object().put("name", ref.name());
        node.putObject("commit")
                .put("id", ref.commit().id())
                .put("shortId", ref.commit().id().substring(0, 8))
                .put("title", ref.commit().message())
                .put("message", ref.commit().message())
                .put("committedDate", ref.commit().time());
        return node;
    }

    /** Text where it is text, as the documents have both encodings and do not say when which. */
    private static ObjectNode file(String path, String ref, byte[] bytes) {
        String text = text(bytes);
        return YunxiaoAnswers.object()
                .put("fileName", path.substring(path.lastIndexOf('/') + 1))
                .put("filePath", path)
                .put("ref", ref)
                .put("size", String.valueOf(bytes.length))
                .put("encoding", text == null ? "base64" : "text")
                .put("content", text == null ? Base64.getEncoder().encodeToString(bytes) : text);
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException noText) {
            return null;
        }
    }

    private static Reply tree(List<String> paths) {
        ArrayNode entries = JsonNodeFactory.instance.arrayNode();
        for (String path : paths) {
            boolean directory = path.endsWith("/");
            String clean = path.replaceAll("/$", "");
            entries.add(YunxiaoAnswers.object()
                    .put("name", clean.substring(clean.lastIndexOf('/') + 1))
                    .put("path", clean)
                    .put("type", directory ? "tree" : "blob"));
        }
        return YunxiaoAnswers.success(entries);
    }

    private ObjectNode mergeRequest(SimulatedMergeRequest one) {
        String status = one.state().equals("opened") ? "UNDER_REVIEW" : one.state().toUpperCase(Locale.ROOT);
        ObjectNode node = YunxiaoAnswers.object()
                .put("localId", one.number())
                .put("title", one.title())
                .put("status", status)
                .put("sourceBranch", one.source())
                .put("sourceProjectId", one.sourceRepositoryId())
                .put("targetBranch", one.target())
                .put("targetProjectId", one.repositoryId())
                .put("detailUrl", "https://codeup.example.com/merge_request/" + one.number());
        contents.sources(one.sourceRepositoryId())
                .branch(one.source())
                .ifPresent(ref -> node.put("sourceCommitId", ref.commit().id()));
        node.putObject("author").put("name", "dev-a").put("username", "dev-a").put("email", "dev-a@example.com");
        return node;
    }

    private Reply status(ReceivedRequest request, long repositoryId, String commit) throws BadRequest {
        JsonNode body;
        try {
            body = JSON.readTree(request.body());
        } catch (IOException e) {
            throw new BadRequest("the body is no JSON");
        }
        String state = body.path("state").asText();
        String context = body.path("context").asText("default");
        if (!STATES.contains(state) || context.length() > 50) {
            throw new BadRequest("state or context is not as documented");
        }
        contents.add(new SimulatedStatus(
                repositoryId,
                commit,
                context,
                state,
                body.path("description").asText(),
                body.path("targetUrl").asText()));
        return YunxiaoAnswers.success(YunxiaoAnswers.object().put("sha", commit).put("state", state));
    }
}
