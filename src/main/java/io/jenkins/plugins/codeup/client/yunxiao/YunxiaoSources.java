package io.jenkins.plugins.codeup.client.yunxiao;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.client.MergeRequest;
import io.jenkins.plugins.codeup.client.SourceReader;
import io.jenkins.plugins.codeup.client.http.ApiAnswer;
import io.jenkins.plugins.codeup.client.http.ApiCaller;
import io.jenkins.plugins.codeup.client.http.ApiRequest;
import io.jenkins.plugins.codeup.client.http.CodeupJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Reads repositories by the Yunxiao API; each method names the document that it follows.
 *
 * @param client makes the calls
 */
record YunxiaoSources(YunxiaoClient client) implements SourceReader {

    private static final int MAX_NAMES = 50;
    private static final Set<String> NOT_OPEN = Set.of("closed", "merged");

    /** ListBranches. */
    @Override
    public void listBranches(long repositoryId, Predicate<? super Branch> more)
            throws CodeupException, InterruptedException {
        ApiRequest request = get("ListBranches", repositoryId, "/branches").withQuery("sort", "name_asc");
        client.caller().list(request, YunxiaoSources::branch, more);
    }

    /** GetBranch. */
    @Override
    public Optional<Branch> findBranch(long repositoryId, String name) throws CodeupException, InterruptedException {
        if (leadsElsewhere(name)) {
            return Optional.empty();
        }
        String path = "/branches/" + ApiRequest.percentEncode(name);
        return find(get("GetBranch", repositoryId, path), YunxiaoSources::branch);
    }

    /** ListTags. */
    @Override
    public void listTags(long repositoryId, String search, Predicate<? super Tag> more)
            throws CodeupException, InterruptedException {
        ApiRequest all = get("ListTags", repositoryId, "/tags")
                .withQuery("orderBy", "name")
                .withQuery("sort", "asc");
        client.caller().list(search == null ? all : all.withQuery("search", search), YunxiaoSources::tag, more);
    }

    /** GetFileBlobs. */
    @Override
    public Optional<byte[]> readFile(long repositoryId, String path, String ref)
            throws CodeupException, InterruptedException {
        if (leadsElsewhere(path)) {
            return Optional.empty();
        }
        String file = "/files/" + ApiRequest.percentEncode(path);
        return find(get("GetFileBlobs", repositoryId, file).withQuery("ref", ref), YunxiaoSources::content);
    }

    /** No file or branch has such a name, and a server may take its dots as those of the URL. */
    private static boolean leadsElsewhere(String path) {
        return Stream.of(path.split("[/\\\\]")).anyMatch(part -> part.equals(".") || part.equals(".."));
    }

    /** ListFiles. */
    @Override
    public List<FileEntry> listFiles(long repositoryId, String path, String ref)
            throws CodeupException, InterruptedException {
        if (leadsElsewhere(path)) {
            return List.of();
        }
        ApiRequest root = get("ListFiles", repositoryId, "/files/tree")
                .withQuery("ref", ref)
                .withQuery("type", "DIRECT");
        return find(path.isEmpty() ? root : root.withQuery("path", path), YunxiaoSources::entries)
                .orElse(List.of());
    }

    /** GetCompare. That it lists all files, however many there are, is assumed. */
    @Override
    public Set<String> listChangedFiles(long repositoryId, String from, String to, boolean straight)
            throws CodeupException, InterruptedException {
        ApiRequest request = get("GetCompare", repositoryId, "/compares")
                .withQuery("from", from)
                .withQuery("to", to)
                .withQuery("straight", String.valueOf(straight));
        ApiAnswer answer = client.caller().call(request);
        JsonNode diffs = YunxiaoApi.content(answer).path("diffs");
        if (!diffs.isArray()) {
            throw answer.unreadable("the answer says success, but has no list of diffs");
        }
        Set<String> files = new TreeSet<>();
        for (JsonNode diff : diffs) {
            Stream.of(CodeupJson.text(diff, "oldPath"), CodeupJson.text(diff, "newPath"))
                    .filter(path -> path != null && !path.equals("/dev/null"))
                    .map(path -> path.replaceAll("^/+", ""))
                    .forEach(files::add);
        }
        return files;
    }

    /** ListChangeRequests. */
    @Override
    public void listOpenMergeRequests(long repositoryId, Predicate<? super MergeRequest> more)
            throws CodeupException, InterruptedException {
        ApiRequest request = client.request("ListChangeRequests", "GET", "/changeRequests", null)
                .withQuery("projectIds", String.valueOf(repositoryId))
                .withQuery("state", "opened")
                .withQuery("orderBy", "created_at")
                .withQuery("sort", "asc");
        client.caller().list(request, YunxiaoSources::mergeRequest, more);
    }

    /** GetChangeRequest. */
    @Override
    public Optional<MergeRequest> findMergeRequest(long repositoryId, long number)
            throws CodeupException, InterruptedException {
        return find(get("GetChangeRequest", repositoryId, "/changeRequests/" + number), YunxiaoSources::mergeRequest);
    }

    @Override
    public Optional<SourceVersion> findSourceVersion(long repositoryId, long number)
            throws CodeupException, InterruptedException {
        return newestSource(repositoryId, number).map(Patch::version);
    }

    /** ListChangeRequestPatchSets, which has the versions of both sides in no order that is documented. */
    Optional<Patch> newestSource(long repositoryId, long number) throws CodeupException, InterruptedException {
        String path = "/changeRequests/" + number + "/diffs/patches";
        return find(
                        get("ListChangeRequestPatchSets", repositoryId, path),
                        (answer, ignored) -> ApiCaller.readAll(answer, YunxiaoApi.list(answer), YunxiaoSources::patch))
                .flatMap(patches -> patches.stream()
                        .filter(patch -> patch.source)
                        .max(Comparator.comparingLong(patch -> patch.version.number())));
    }

    /**
     * A version of one side of a merge request.
     *
     * @param id its patchSetBizId, or null if Codeup leaves it out
     * @param source whether it is the source's side
     */
    record Patch(SourceVersion version, String id, boolean source) {}

    private static Patch patch(ApiAnswer answer, JsonNode patch) throws CodeupException {
        return new Patch(
                new SourceVersion(
                        answer.required(CodeupJson.number(patch, "versionNo"), "versionNo of the patch set"),
                        answer.required(CodeupJson.text(patch, "commitId"), "commitId of the patch set"),
                        CodeupJson.text(patch, "ref")),
                CodeupJson.text(patch, "patchSetBizId"),
                "MERGE_SOURCE".equalsIgnoreCase(CodeupJson.text(patch, "relatedMergeItemType")));
    }

    private ApiRequest get(String operation, long repositoryId, String path) {
        return client.request(operation, "GET", repositoryId, path, null);
    }

    private <T> Optional<T> find(ApiRequest request, ApiAnswer.Reader<T> reader)
            throws CodeupException, InterruptedException {
        ApiAnswer answer;
        try {
            answer = client.caller().call(request);
        } catch (CodeupException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
        return Optional.of(reader.read(answer, YunxiaoApi.content(answer)));
    }

    private static Branch branch(ApiAnswer answer, JsonNode branch) throws CodeupException {
        return new Branch(
                answer.required(CodeupJson.text(branch, "name"), "name of the branch"),
                commit(answer, branch),
                time(branch),
                Boolean.TRUE.equals(CodeupJson.bool(branch, "defaultBranch", "isDefault", "default")),
                about(branch.path("commit")));
    }

    private static CommitText about(JsonNode commit) {
        return new CommitText(
                CodeupJson.text(commit, "message", "title"),
                CodeupJson.text(commit, "authorName"),
                CodeupJson.text(commit, "authorEmail"));
    }

    private static Tag tag(ApiAnswer answer, JsonNode tag) throws CodeupException {
        return new Tag(
                answer.required(CodeupJson.text(tag, "name"), "name of the tag"), commit(answer, tag), time(tag));
    }

    private static String commit(ApiAnswer answer, JsonNode ref) throws CodeupException {
        return answer.required(CodeupJson.text(ref.path("commit"), "id", "sha"), "id of the commit");
    }

    private static Instant time(JsonNode ref) {
        return CodeupJson.time(ref.path("commit"), "committedDate", "authoredDate", "createdAt");
    }

    /** As text, or in Base64 if the answer says so. */
    private static byte[] content(ApiAnswer answer, JsonNode file) throws CodeupException {
        JsonNode content = file.path("content");
        if (!content.isTextual()) {
            throw answer.unreadable("the answer says success, but has no content of the file");
        }
        if (!"base64".equalsIgnoreCase(CodeupJson.text(file, "encoding"))) {
            return content.asText().getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getMimeDecoder().decode(content.asText());
        } catch (IllegalArgumentException e) {
            throw answer.unreadable("the content of the file is not in Base64, as the answer says");
        }
    }

    private static List<FileEntry> entries(ApiAnswer answer, JsonNode ignored) throws CodeupException {
        return ApiCaller.readAll(answer, YunxiaoApi.list(answer), YunxiaoSources::entry);
    }

    private static FileEntry entry(ApiAnswer answer, JsonNode entry) throws CodeupException {
        String path = answer.required(CodeupJson.text(entry, "path", "name"), "path of the file");
        String type = CodeupJson.text(entry, "type");
        if ("commit".equalsIgnoreCase(type)) {
            throw answer.unreadable("a submodule is neither a file nor a directory");
        }
        return new FileEntry(path.replaceAll("^/+|/+$", ""), "tree".equalsIgnoreCase(type));
    }

    /** A list says {@code state}, {@code creationMethod} and {@code sourceType}, a single one {@code status} and {@code createFrom}. */
    static MergeRequest mergeRequest(ApiAnswer answer, JsonNode request) throws CodeupException {
        String title = CodeupJson.text(request, "title");
        String state = CodeupJson.text(request, "status", "state");
        return new MergeRequest(
                answer.required(CodeupJson.number(request, "localId", "iid"), "localId of the merge request"),
                title == null ? "" : title,
                state == null || !NOT_OPEN.contains(state.toLowerCase(Locale.ROOT)),
                source(request),
                answer.required(CodeupJson.text(request, "targetBranch"), "targetBranch"),
                author(request.path("author")),
                CodeupJson.bool(request, "workInProgress"),
                CodeupJson.text(request, "detailUrl", "webUrl"),
                CodeupJson.text(request, "description"),
                names(request.path("labels")),
                names(request.path("reviewers")));
    }

    /** Of reviewers, which are documented, and of labels, whose form is assumed. */
    private static List<String> names(JsonNode list) {
        List<String> names = new ArrayList<>();
        for (JsonNode one : list) {
            String name = one.isTextual() ? one.asText() : CodeupJson.text(one, "name", "username");
            if (name != null && names.size() < MAX_NAMES) {
                names.add(name);
            }
        }
        return names;
    }

    private static MergeRequest.Source source(JsonNode request) {
        String branch = CodeupJson.text(request, "sourceBranch");
        String madeBy = CodeupJson.text(request, "creationMethod", "createFrom");
        boolean pushed = "COMMAND_LINE".equalsIgnoreCase(madeBy)
                || "COMMIT".equalsIgnoreCase(CodeupJson.text(request, "sourceType"));
        return new MergeRequest.Source(
                CodeupJson.number(request, "sourceProjectId"),
                branch,
                CodeupJson.text(request, "sourceCommitId"),
                CodeupJson.text(request, "sourceRef"),
                pushed || branch == null);
    }

    private static MergeRequest.Author author(JsonNode author) {
        return author.isObject()
                ? new MergeRequest.Author(
                        CodeupJson.text(author, "userId"),
                        CodeupJson.text(author, "name"),
                        CodeupJson.text(author, "username"),
                        CodeupJson.text(author, "email"))
                : null;
    }
}
