package io.jenkins.plugins.codeup.client.yunxiao;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.client.http.ApiAnswer;
import io.jenkins.plugins.codeup.client.http.ApiCaller;
import io.jenkins.plugins.codeup.client.http.ApiRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The Yunxiao API: a personal access token in a header, and answers that are the bare object or list, or
 * {@code {"result": ...}} around it.
 *
 * @param token the token, {@code pt-...}
 */
record YunxiaoApi(SecretValue token) implements ApiCaller.Api {

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

    /** An answer without a list must not pass for an empty list: a webhook would be created twice. */
    @Override
    public Iterable<JsonNode> elements(ApiAnswer answer) throws CodeupException {
        return list(answer);
    }

    static JsonNode list(ApiAnswer answer) throws CodeupException {
        JsonNode content = content(answer);
        if (!content.isArray()) {
            throw answer.unreadable("the answer says success, but holds no list");
        }
        return content;
    }

    static JsonNode object(ApiAnswer answer) throws CodeupException {
        JsonNode content = content(answer);
        if (!content.isObject()) {
            throw answer.unreadable("the answer says success, but holds no object");
        }
        return content;
    }

    static JsonNode content(ApiAnswer answer) {
        JsonNode inside = answer.tree().path("result");
        return inside.isContainerNode() ? inside : answer.tree();
    }

    @Override
    public String pageParameter() {
        return "page";
    }

    @Override
    public String sizeParameter() {
        return "perPage";
    }
}
