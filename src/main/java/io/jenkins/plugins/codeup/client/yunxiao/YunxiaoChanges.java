package io.jenkins.plugins.codeup.client.yunxiao;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.codeup.client.ChangeReader;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.MergeRequest;
import io.jenkins.plugins.codeup.client.http.ApiAnswer;
import io.jenkins.plugins.codeup.client.http.ApiRequest;
import io.jenkins.plugins.codeup.client.http.CodeupJson;
import java.util.List;
import java.util.function.Predicate;

/**
 * Reads changes by the Yunxiao API; each method names the document that it follows.
 *
 * @param client makes the calls
 */
record YunxiaoChanges(YunxiaoClient client) implements ChangeReader {

    private static final String ORDER = "orderBy";
    private static final String SORT = "sort";

    /** ListRepositories. */
    @Override
    public void listActivities(Predicate<? super Activity> more) throws CodeupException, InterruptedException {
        ApiRequest request = client.request("ListRepositories", "GET", "/repositories", null)
                .withQuery("archived", "false")
                .withQuery(ORDER, "last_activity_at")
                .withQuery(SORT, "desc");
        client.caller()
                .list(
                        request,
                        (answer, one) ->
                                new Activity(client.repository(answer, one), CodeupJson.time(one, "lastActivityAt")),
                        more);
    }

    /**
     * ListChangeRequests. Assumed, as no document tells it: without {@code projectIds} it lists those of all repositories that
     * the account may see, and an element has {@code createdAt} and {@code updatedAt}, as its order by them suggests.
     */
    @Override
    public void listChanges(Long repositoryId, Predicate<? super Change> more)
            throws CodeupException, InterruptedException {
        ApiRequest all = client.request("ListChangeRequests", "GET", "/changeRequests", null)
                .withQuery(ORDER, "updated_at")
                .withQuery(SORT, "desc");
        client.caller()
                .list(
                        repositoryId == null ? all : all.withQuery("projectIds", String.valueOf(repositoryId)),
                        YunxiaoChanges::change,
                        more);
    }

    private static Change change(ApiAnswer answer, JsonNode one) throws CodeupException {
        MergeRequest request = YunxiaoSources.mergeRequest(answer, one);
        String state = "merged".equalsIgnoreCase(CodeupJson.text(one, "state", "status")) ? "merged" : "closed";
        return new Change(
                answer.required(
                        CodeupJson.number(one, "projectId", "targetProjectId"), "projectId of the merge request"),
                request,
                request.open() ? "opened" : state,
                CodeupJson.time(one, "createdAt", "createTime"),
                CodeupJson.time(one, "updatedAt", "updateTime"));
    }

    /** ListBranches. */
    @Override
    public List<Head> branches(long repositoryId, String search) throws CodeupException, InterruptedException {
        return heads(
                client.request("ListBranches", "GET", repositoryId, "/branches", null)
                        .withQuery(SORT, "name_asc"),
                search);
    }

    /** ListTags. */
    @Override
    public List<Head> tags(long repositoryId, String search) throws CodeupException, InterruptedException {
        return heads(
                client.request("ListTags", "GET", repositoryId, "/tags", null)
                        .withQuery(ORDER, "name")
                        .withQuery(SORT, "asc"),
                search);
    }

    private List<Head> heads(ApiRequest all, String search) throws CodeupException, InterruptedException {
        return client.caller().list(search == null ? all : all.withQuery("search", search), CodeupJson::head);
    }
}
