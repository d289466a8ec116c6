package io.jenkins.plugins.codeup.simulator.aliyun;

import io.jenkins.plugins.codeup.simulator.http.ReceivedRequest;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The operations of version 2020-04-14 that are simulated: method, path, and the query parameters that they know. */
enum AliyunOperation {
    ADD_WEBHOOK("AddWebhook", "POST", "/projects/(\\d+)/hooks"),
    LIST_REPOSITORY_WEBHOOK("ListRepositoryWebhook", "GET", "/projects/(\\d+)/hooks", "Page", "PageSize"),
    DELETE_REPOSITORY_WEBHOOK("DeleteRepositoryWebhook", "DELETE", "/projects/(\\d+)/hooks/(\\d+)"),
    LIST_REPOSITORY_MEMBER("ListRepositoryMember", "GET", "/projects/(\\d+)/members", "Query", "Page", "PageSize"),
    GET_REPOSITORY_INFO("GetRepositoryInfo", "GET", "/projects/info", "Identity"),
    LIST_REPOSITORIES(
            "ListRepositories", "GET", "/projects/all", "Page", "PageSize", "Search", "Order", "Sort", "Archive"),
    LIST_REPOSITORY_BRANCHES(
            "ListRepositoryBranches", "GET", "/projects/(\\d+)/repository/branches", "Page", "PageSize", "Search"),
    LIST_REPOSITORY_TAGS(
            "ListRepositoryTags", "GET", "/projects/(\\d+)/repository/tags", "Page", "PageSize", "Search") {
        @Override
        String root() {
            return "/api/v4";
        }
    };

    private static final Set<String> ALWAYS = Set.of("OrganizationId", "AccessToken");

    private final String action;
    private final String method;
    private final Pattern path;
    private final Set<String> parameters;

    AliyunOperation(String action, String method, String path, String... parameters) {
        this.action = action;
        this.method = method;
        this.path = Pattern.compile(root() + path);
        this.parameters = Set.of(parameters);
    }

    String root() {
        return "/api/v3";
    }

    static Optional<AliyunOperation> of(ReceivedRequest request) {
        return Arrays.stream(values())
                .filter(one -> one.method.equals(request.method())
                        && one.path.matcher(request.path()).matches())
                .findFirst();
    }

    /** The name in Codeup's documents. */
    String action() {
        return action;
    }

    boolean knows(String parameter) {
        return ALWAYS.contains(parameter) || parameters.contains(parameter);
    }

    /** A number in the path, counted from 1. */
    long number(ReceivedRequest request, int which) throws Refusal {
        Matcher matcher = path.matcher(request.path());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(request.path());
        }
        try {
            return Long.parseLong(matcher.group(which));
        } catch (NumberFormatException tooLong) {
            throw Refusal.gateway(400, "InvalidParameter", "The number in the path is too large.");
        }
    }
}
