package io.jenkins.plugins.codeup.simulator.yunxiao;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codeup.simulator.data.Contents;
import io.jenkins.plugins.codeup.simulator.data.Patch;
import io.jenkins.plugins.codeup.simulator.data.Repositories;
import io.jenkins.plugins.codeup.simulator.data.Results;
import io.jenkins.plugins.codeup.simulator.data.SimulatedMergeRequest;
import io.jenkins.plugins.codeup.simulator.data.Sources;
import io.jenkins.plugins.codeup.simulator.http.BadRequest;
import io.jenkins.plugins.codeup.simulator.http.Page;
import io.jenkins.plugins.codeup.simulator.http.ReceivedRequest;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The operations about what is in a repository. */
record YunxiaoContents(Repositories repositories, Contents contents, Results results) {

    private static final Set<String> MERGE_REQUEST_STATES = Set.of("opened", "closed", "merged");

    String defaultBranch(long repositoryId) {
        return contents.sources(repositoryId).defaultBranch();
    }

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
            case GET_COMPARE -> compare(sources, request.query());
            case GET_CHANGE_REQUEST ->
                YunxiaoAnswers.success(contents.mergeRequest(repositoryId, Long.parseLong(name))
                        .map(this::mergeRequest)
                        .orElseThrow(() -> Refusal.notFound("合并请求")));
            case LIST_CHANGE_REQUEST_PATCH_SETS ->
                YunxiaoAnswers.list(
                        contents.mergeRequest(repositoryId, Long.parseLong(name))
                                .map(contents::patches)
                                .orElseThrow(() -> Refusal.notFound("合并请求")),
                        YunxiaoContents::patch);
            default -> throw new IllegalArgumentException(operation.operation());
        };
    }

    private static Reply compare(Sources sources, Map<String, String> query) throws Refusal, BadRequest {
        if (!query.containsKey("from") || !query.containsKey("to")) {
            throw new BadRequest("from and to are required");
        }
        List<String> changed = sources.changedFiles(
                        query.get("from"), query.get("to"), Boolean.parseBoolean(query.get("straight")))
                .orElseThrow(() -> Refusal.notFound("提交"));
        ObjectNode answer = YunxiaoAnswers.object();
        changed.forEach(path -> answer.withArray("diffs")
                .addObject()
                .put("oldPath", path)
                .put("newPath", path)
                .put("newFile", false)
                .put("deletedFile", false)
                .put("renamedFile", false));
        answer.withArray("diffs");
        answer.putArray("commits");
        return YunxiaoAnswers.success(answer);
    }

    /** ListChangeRequests. */
    Reply mergeRequests(ReceivedRequest request, List<Long> repositoryIds) throws BadRequest {
        String state = request.query().get("state");
        if (state != null && !MERGE_REQUEST_STATES.contains(state)) {
            throw new BadRequest("state is not as documented");
        }
        String by = request.query().getOrDefault("orderBy", "created_at");
        if (!Set.of("created_at", "updated_at").contains(by)) {
            throw new BadRequest("orderBy is not as documented");
        }
        Comparator<SimulatedMergeRequest> order =
                Comparator.comparing(by.equals("created_at") ? contents::openedAt : contents::updatedAt);
        boolean newestFirst = request.query().getOrDefault("sort", "asc").equals("desc");
        List<SimulatedMergeRequest> found = contents.mergeRequests(Set.copyOf(repositoryIds)).stream()
                .filter(one -> state == null || one.state().equals(state))
                .sorted(newestFirst ? order.reversed() : order)
                .toList();
        return YunxiaoAnswers.page(
                Page.of(request.query(), "page", "perPage"), found, this::listedMergeRequest);
    }

    private static List<Sources.Ref> matching(List<Sources.Ref> refs, String search) {
        return refs.stream().filter(ref -> ref.name().contains(search)).toList();
    }

    private static Function<Sources.Ref, ObjectNode> branch(Sources sources) {
        return ref -> ref(ref).put("defaultBranch", ref.name().equals(sources.defaultBranch())).put("protected", false);
    }

    private static ObjectNode ref(Sources.Ref ref) {
        ObjectNode node = YunxiaoAnswers.object().put("name", ref.name());
        if (ref.commit() == null) {
            // assumed: no document says what a tag of a tree has here
            return node.putNull("commit");
        }
        node.putObject("commit")
                .put("id", ref.commit().id())
                .put("shortId", ref.commit().id().substring(0, 8))
                .put("title", ref.commit().message())
                .put("message", ref.commit().message())
                .put("authorName", ref.commit().author())
                .put("authorEmail", ref.commit().author() + "@example.com")
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

    private static Reply tree(List<Sources.Entry> found) {
        return YunxiaoAnswers.list(found, entry -> YunxiaoAnswers.object()
                .put("name", entry.path().substring(entry.path().lastIndexOf('/') + 1))
                .put("path", entry.path())
                .put("type", entry.kind().name().toLowerCase(Locale.ROOT)));
    }

    /**
     * Lists have no commit, and the times are assumed, as they can be ordered by them; the state has another name than
     * in a single one.
     */
    private ObjectNode listedMergeRequest(SimulatedMergeRequest one) {
        return both(one)
                .put("state", state(one))
                .put("creationMethod", one.isMadeByPush() ? "COMMAND_LINE" : "WEB")
                .put("sourceType", one.isMadeByPush() ? "COMMIT" : "BRANCH")
                .put("createdAt", YunxiaoAnswers.time(contents.openedAt(one)))
                .put("updatedAt", YunxiaoAnswers.time(contents.updatedAt(one)))
                .put("hasConflict", false)
                .put("workInProgress", one.draft());
    }

    /** The commit is told of those only that were made by a push. The name of their ref is assumed. */
    private ObjectNode mergeRequest(SimulatedMergeRequest one) {
        ObjectNode node = both(one)
                .put("status", state(one))
                .put("createFrom", one.isMadeByPush() ? "COMMAND_LINE" : "WEB")
                .put("mrType", "CODE_REVIEW")
                .put("conflictCheckStatus", "NO_CONFLICT")
                .put("allRequirementsPass", true);
        if (one.isMadeByPush()) {
            node.put("sourceCommitId", one.pushed()).put("sourceRef", "refs/merge-requests/" + one.number() + "/head");
        }
        return node;
    }

    private static String state(SimulatedMergeRequest one) {
        return one.state().equals("opened") ? "UNDER_REVIEW" : one.state().toUpperCase(Locale.ROOT);
    }

    /** What the source branch of one made by a push holds is not known; empty was seen. */
    private ObjectNode both(SimulatedMergeRequest one) {
        ObjectNode node = YunxiaoAnswers.object()
                .put("projectId", one.repositoryId())
                .put("localId", one.number())
                .put("title", one.title())
                .put("sourceBranch", one.source())
                .put("sourceProjectId", one.sourceRepositoryId())
                .put("targetBranch", one.target())
                .put("targetProjectId", one.repositoryId())
                .put("webUrl", repositories.find(one.repositoryId()).orElseThrow().webUrl() + "/change/" + one.number())
                .put("unResolvedCommentCount", results.comments(one.repositoryId(), one.number()).stream()
                        .filter(comment -> comment.parent() == null && !comment.resolved())
                        .count());
        node.putObject("author")
                .put("userId", contents.author(one))
                .put("name", "dev-a")
                .put("username", "dev-a")
                .put("email", "dev-a@example.com");
        node.putArray("reviewers")
                .addObject()
                .put("userId", "5f00000000000000000000bb")
                .put("name", "dev-b")
                .put("username", "dev-b");
        return node;
    }

    static String bizId(Patch patch) {
        return "%032x".formatted(patch.version());
    }

    private static ObjectNode patch(Patch patch) {
        return YunxiaoAnswers.object()
                .put("versionNo", patch.version())
                .put("patchSetBizId", bizId(patch))
                .put("commitId", patch.commit())
                .put("relatedMergeItemType", patch.source() ? "MERGE_SOURCE" : "MERGE_TARGET")
                .put("ref", "refs/merge-requests/1/" + patch.version());
    }
}
