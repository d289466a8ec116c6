package io.jenkins.plugins.codeup.client.yunxiao;

import io.jenkins.plugins.codeup.client.http.ApiCaller;
import io.jenkins.plugins.codeup.client.http.ApiRequest;
import io.jenkins.plugins.codeup.client.http.Pages;
import io.jenkins.plugins.codeup.client.http.PercentEncoding;
import java.util.TreeMap;

/**
 * What all calls of the Yunxiao API have in common: where they go in either edition, and how lists are paged.
 *
 * @param caller makes them
 * @param organizationId null in the Region edition
 */
record YunxiaoCalls(ApiCaller caller, String organizationId) {

    private static final String CODEUP = "/oapi/v1/codeup";

    /** A call of something that stands right below the organization. */
    ApiRequest request(String operation, String method, String path, byte[] body) {
        return absolute(operation, method, organization() + path, body);
    }

    /** A call of something of one repository. */
    ApiRequest request(String operation, String method, long repositoryId, String path, byte[] body) {
        return request(operation, method, "/repositories/" + repositoryId + path, body);
    }

    static ApiRequest absolute(String operation, String method, String path, byte[] body) {
        return new ApiRequest(operation, method, path, new TreeMap<>(), body);
    }

    <T> Pages<T> pages(ApiRequest request, Pages.Reader<T> reader) {
        ApiRequest sized = request.withQuery("perPage", String.valueOf(Pages.SIZE));
        return new Pages<>(
                number -> caller.call(sized.withQuery("page", String.valueOf(number)), null),
                YunxiaoJson::elements,
                reader);
    }

    private String organization() {
        return organizationId == null ? CODEUP : CODEUP + "/organizations/" + PercentEncoding.encode(organizationId);
    }
}
