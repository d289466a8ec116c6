package io.jenkins.plugins.codeup.client.yunxiao;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.codeup.client.Branch;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.client.FileEntry;
import io.jenkins.plugins.codeup.client.MergeRequest;
import io.jenkins.plugins.codeup.client.SourceReader;
import io.jenkins.plugins.codeup.client.Tag;
import io.jenkins.plugins.codeup.client.http.ApiAnswer;
import io.jenkins.plugins.codeup.client.http.ApiRequest;
import io.jenkins.plugins.codeup.client.http.PercentEncoding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The reading calls of the Yunxiao API, each by its own document. */
record YunxiaoSources(YunxiaoCalls calls) implements SourceReader {

    /** ListBranches. */
    @Override
    public void listBranches(long repositoryId, Predicate<? super Branch> more)
            throws CodeupException, InterruptedException {
        ApiRequest request = get("ListBranches", repositoryId, "/branches").withQuery("sort", "name_asc");
        calls.pages(request, SourceJson::branch).walk(more);
    }

    /** GetBranch. */
    @Override
    public Optional<Branch> findBranch(long repositoryId, String name) throws CodeupException, InterruptedException {
        String path = "/branches/" + PercentEncoding.encode(name);
        return find(get("GetBranch", repositoryId, path), SourceJson::branch);
    }

    /** ListTags. */
    @Override
    public void listTags(long repositoryId, String search, Predicate<? super Tag> more)
            throws CodeupException, InterruptedException {
        ApiRequest all = get("ListTags", repositoryId, "/tags")
                .withQuery("orderBy", "name")
                .withQuery("sort", "asc");
        calls.pages(search == null ? all : all.withQuery("search", search), SourceJson::tag)
                .walk(more);
    }

    /** GetFileBlobs. */
    @Override
    public Optional<byte[]> readFile(long repositoryId, String path, String ref)
            throws CodeupException, InterruptedException {
        String file = "/files/" + PercentEncoding.encode(path);
        return find(get("GetFileBlobs", repositoryId, file).withQuery("ref", ref), SourceJson::content);
    }

    /** ListFiles. */
    @Override
    public List<FileEntry> listFiles(long repositoryId, String path, String ref)
            throws CodeupException, InterruptedException {
        ApiRequest root = get("ListFiles", repositoryId, "/files/tree")
                .withQuery("ref", ref)
                .withQuery("type", "DIRECT");
        return find(path.isEmpty() ? root : root.withQuery("path", path), YunxiaoSources::entries)
                .orElse(List.of());
    }

    /** ListChangeRequests. */
    @Override
    public void listOpenMergeRequests(long repositoryId, Predicate<? super MergeRequest> more)
            throws CodeupException, InterruptedException {
        ApiRequest request = calls.request("ListChangeRequests", "GET", "/changeRequests", null)
                .withQuery("projectIds", String.valueOf(repositoryId))
                .withQuery("state", "opened")
                .withQuery("orderBy", "created_at")
                .withQuery("sort", "asc");
        calls.pages(request, SourceJson::mergeRequest).walk(more);
    }

    /** GetChangeRequest. */
    @Override
    public Optional<MergeRequest> findMergeRequest(long repositoryId, long number)
            throws CodeupException, InterruptedException {
        return find(get("GetChangeRequest", repositoryId, "/changeRequests/" + number), SourceJson::mergeRequest);
    }

    private static List<FileEntry> entries(ApiAnswer answer, JsonNode ignored) throws CodeupException {
        List<FileEntry> entries = new ArrayList<>();
        for (JsonNode element : YunxiaoJson.elements(answer)) {
            entries.add(SourceJson.entry(answer, element));
        }
        return entries;
    }

    private ApiRequest get(String operation, long repositoryId, String path) {
        return calls.request(operation, "GET", repositoryId, path, null);
    }

    /** Reads what an answer holds. */
    private interface Reader<T> {
        T read(ApiAnswer answer, JsonNode content) throws CodeupException;
    }

    private <T> Optional<T> find(ApiRequest request, Reader<T> reader) throws CodeupException, InterruptedException {
        ApiAnswer answer;
        try {
            answer = calls.caller().call(request, null);
        } catch (CodeupException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
        return Optional.of(reader.read(answer, YunxiaoJson.content(answer)));
    }
}
