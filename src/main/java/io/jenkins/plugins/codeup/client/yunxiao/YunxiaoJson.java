package io.jenkins.plugins.codeup.client.yunxiao;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.http.ApiAnswer;
import io.jenkins.plugins.codeup.client.http.LenientJson;

/** The answers of the Yunxiao API: the bare object or array, or, as some have it, {@code {"result": ...}} around it. */
final class YunxiaoJson {

    private YunxiaoJson() {}

    /** The object that was asked for. */
    static JsonNode object(ApiAnswer answer) throws CodeupException {
        JsonNode content = content(answer);
        if (!content.isObject()) {
            throw answer.unreadable("the answer says success, but holds no object");
        }
        return content;
    }

    /** The list that was asked for. What is no list must not pass for an empty one: hooks would be made twice. */
    static Iterable<JsonNode> elements(ApiAnswer answer) throws CodeupException {
        JsonNode content = content(answer);
        if (!content.isArray()) {
            throw answer.unreadable("the answer says success, but holds no list");
        }
        return content;
    }

    static NamedId namedId(ApiAnswer answer, JsonNode node) throws CodeupException {
        String id = answer.required(LenientJson.text(node, "id", "organizationId", "userId"), "id");
        return new NamedId(id, LenientJson.text(node, "name", "organizationName", "username"));
    }

    /** Whatever stands in the answer. */
    static JsonNode content(ApiAnswer answer) {
        JsonNode inside = answer.tree().path("result");
        return inside.isContainerNode() ? inside : answer.tree();
    }
}
