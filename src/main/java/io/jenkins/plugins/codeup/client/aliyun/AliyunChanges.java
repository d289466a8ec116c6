package io.jenkins.plugins.codeup.client.aliyun;

import io.jenkins.plugins.codeup.client.ChangeReader;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.http.ApiRequest;
import io.jenkins.plugins.codeup.client.http.CodeupJson;
import java.util.List;
import java.util.function.Predicate;

/**
 * Reads changes by version 2020-04-14 of the OpenAPI: pushes and tags. Of a merge request ListMergeRequests tells neither the
 * commit nor the repository that it comes from, so that nobody knows whether it is from a fork.
 *
 * @param client makes the calls
 */
record AliyunChanges(AliyunClient client) implements ChangeReader {

    /**
     * ListRepositories. Its orders are assumed to be those that version 2021-06-25 has; if they are not, the turn of each
     * repository finds what changed.
     */
    @Override
    public void listActivities(Predicate<? super Activity> more) throws CodeupException, InterruptedException {
        ApiRequest request = client.request("ListRepositories", "GET", "/v3/projects/all", null)
                .withQuery("Archive", "false")
                .withQuery("Order", "last_activity_at")
                .withQuery("Sort", "desc");
        client.caller()
                .list(
                        request,
                        (answer, one) -> new Activity(
                                AliyunClient.repository(answer, one), CodeupJson.time(one, "LastActivityAt")),
                        more);
    }

    @Override
    public boolean tellsMergeRequests() {
        return false;
    }

    @Override
    public void listChanges(Long repositoryId, Predicate<? super Change> more) {
        throw new IllegalStateException("version 2020-04-14 of the OpenAPI does not tell enough of merge requests");
    }

    /** ListRepositoryBranches. Assumed to answer as its document says (215660): no traffic of it was seen. */
    @Override
    public List<Head> branches(long repositoryId, String search) throws CodeupException, InterruptedException {
        return heads("ListRepositoryBranches", "/v3/projects/" + repositoryId + "/repository/branches", search);
    }

    /** ListRepositoryTags. Assumed to answer as its document says ("Querying a tag list"): no traffic of it was seen. */
    @Override
    public List<Head> tags(long repositoryId, String search) throws CodeupException, InterruptedException {
        return heads("ListRepositoryTags", "/v4/projects/" + repositoryId + "/repository/tags", search);
    }

    private List<Head> heads(String operation, String path, String search)
            throws CodeupException, InterruptedException {
        ApiRequest all = client.request(operation, "GET", path, null);
        return client.caller().list(search == null ? all : all.withQuery("Search", search), CodeupJson::head);
    }
}
