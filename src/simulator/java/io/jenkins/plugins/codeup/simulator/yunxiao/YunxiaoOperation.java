package io.jenkins.plugins.codeup.simulator.yunxiao;

import io.jenkins.plugins.codeup.simulator.http.ReceivedRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The operations that are simulated: method, path in both editions, and the query parameters that they know. */
enum YunxiaoOperation {
    GET_USER_BY_TOKEN("GetUserByToken", "GET", "/platform/user"),
    LIST_ORGANIZATIONS("ListOrganizations", "GET", "/platform/organizations", "page", "perPage", "userId"),
    LIST_REPOSITORIES(
            "ListRepositories",
            "GET",
            Constants.REPOSITORIES,
            "page",
            "perPage",
            "orderBy",
            "sort",
            "search",
            "archived"),
    GET_REPOSITORY("GetRepository", "GET", Constants.REPOSITORY),
    CREATE_WEB_HOOK("CreateWebHook", "POST", Constants.HOOKS),
    LIST_WEB_HOOKS("ListWebHooks", "GET", Constants.HOOKS, "page", "perPage"),
    GET_WEB_HOOK("GetWebHook", "GET", Constants.HOOK),
    UPDATE_WEB_HOOK("UpdateWebHook", "PUT", Constants.HOOK),
    DELETE_WEB_HOOK("DeleteWebHook", "DELETE", Constants.HOOK),
    LIST_REPOSITORY_MEMBERS("ListRepositoryMembers", "GET", Constants.REPOSITORY + "/members", "accessLevel"),
    LIST_NAMESPACES(
            "ListNamespaces",
            "GET",
            "/codeup(?:/organizations/(?<organization>[^/]+))?/namespaces",
            "parentId",
            "page",
            "perPage",
            "search",
            "orderBy",
            "sort"),
    LIST_BRANCHES("ListBranches", "GET", Constants.REPOSITORY + "/branches", "page", "perPage", "sort", "search"),
    GET_BRANCH("GetBranch", "GET", Constants.REPOSITORY + "/branches/(?<name>[^/]+)"),
    LIST_TAGS("ListTags", "GET", Constants.REPOSITORY + "/tags", "page", "perPage", "sort", "orderBy", "search"),
    LIST_FILES("ListFiles", "GET", Constants.REPOSITORY + "/files/tree", "path", "ref", "type"),
    GET_FILE_BLOBS("GetFileBlobs", "GET", Constants.REPOSITORY + "/files/(?<name>[^/]+)", "ref"),
    GET_COMPARE("GetCompare", "GET", Constants.REPOSITORY + "/compares", "from", "to", "straight"),
    LIST_CHANGE_REQUESTS(
            "ListChangeRequests",
            "GET",
            "/codeup(?:/organizations/(?<organization>[^/]+))?/changeRequests",
            "page",
            "perPage",
            "projectIds",
            "state",
            "search",
            "createdAfter",
            "orderBy",
            "sort"),
    GET_CHANGE_REQUEST("GetChangeRequest", "GET", Constants.REPOSITORY + "/changeRequests/(?<name>[0-9]{1,18})"),
    LIST_CHANGE_REQUEST_PATCH_SETS(
            "ListChangeRequestPatchSets",
            "GET",
            Constants.REPOSITORY + "/changeRequests/(?<name>[0-9]{1,18})/diffs/patches"),
    CREATE_COMMIT_STATUS(
            "CreateCommitStatus", "POST", Constants.REPOSITORY + "/commits/(?<name>[0-9a-f]{40})/statuses"),
    CREATE_CHECK_RUN("CreateCheckRun", "POST", Constants.CHECK_RUNS),
    LIST_CHECK_RUNS("ListCheckRuns", "GET", Constants.CHECK_RUNS, "page", "perPage", "ref"),
    UPDATE_CHECK_RUN("UpdateCheckRun", "POST", Constants.CHECK_RUNS + "/(?<name>[0-9]{1,18})"),
    CREATE_CHANGE_REQUEST_COMMENT("CreateChangeRequestComment", "POST", Constants.COMMENTS),
    LIST_MERGE_REQUEST_COMMENTS("ListMergeRequestComments", "POST", Constants.COMMENTS + "/list"),
    UPDATE_CHANGE_REQUEST_COMMENT(
            "UpdateChangeRequestComment", "PUT", Constants.COMMENTS + "/(?<comment>[0-9a-z]{32})");

    /** Of each path; a repository is one segment, so that the slashes of its path must be encoded. */
    private static final class Constants {
        private static final String REPOSITORIES = "/codeup(?:/organizations/(?<organization>[^/]+))?/repositories";
        private static final String REPOSITORY = REPOSITORIES + "/(?<repository>[^/]+)";
        private static final String HOOKS = REPOSITORY + "/webhooks";
        private static final String CHECK_RUNS = REPOSITORY + "/checkRuns";
        private static final String COMMENTS = REPOSITORY + "/changeRequests/(?<name>[0-9]{1,18})/comments";
        private static final String HOOK = HOOKS + "/(?<hook>[0-9]{1,18})";
    }

    private final String operation;
    private final String method;
    private final Pattern path;
    private final Set<String> parameters;

    YunxiaoOperation(String operation, String method, String path, String... parameters) {
        this.operation = operation;
        this.method = method;
        this.path = Pattern.compile("/oapi/v1" + path);
        this.parameters = Set.of(parameters);
    }

    static Optional<YunxiaoOperation> of(ReceivedRequest request) {
        return Arrays.stream(values())
                .filter(one -> one.method.equals(request.method())
                        && one.path.matcher(request.path()).matches())
                .findFirst();
    }

    /** The name in Codeup's documents. */
    String operation() {
        return operation;
    }

    boolean knows(String parameter) {
        return parameters.contains(parameter);
    }

    /** A part of the path, decoded once; null where this path has none of that name. */
    String part(ReceivedRequest request, String name) {
        Matcher matcher = path.matcher(request.path());
        String found = matcher.matches() && path.pattern().contains("<" + name + ">") ? matcher.group(name) : null;
        return found == null ? null : URLDecoder.decode(found.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
