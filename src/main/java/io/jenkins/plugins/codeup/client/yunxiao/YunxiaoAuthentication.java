package io.jenkins.plugins.codeup.client.yunxiao;

import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.client.http.ApiRequest;
import io.jenkins.plugins.codeup.client.http.Authentication;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A personal access token in a header.
 *
 * @param token the token, {@code pt-...}
 */
record YunxiaoAuthentication(SecretValue token) implements Authentication {

    @Override
    public ApiRequest complete(ApiRequest request) {
        return request;
    }

    @Override
    public Map<String, String> headers(ApiRequest request) {
        Map<String, String> headers = new TreeMap<>(request.contentHeaders());
        headers.put("x-yunxiao-token", token.reveal());
        return headers;
    }

    @Override
    public List<SecretValue> secrets() {
        return List.of(token);
    }
}
