package io.jenkins.plugins.codeup.simulator.yunxiao;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.simulator.data.SimulatedHook;
import io.jenkins.plugins.codeup.simulator.data.SimulatedRepository;
import io.jenkins.plugins.codeup.simulator.http.Page;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Puts results and refusals into the words of the Yunxiao API. */
final class YunxiaoAnswers {

    private YunxiaoAnswers() {}

    static Reply success(JsonNode result) {
        return reply(200, result, Map.of());
    }

    /** A page of a list that tells its total, as the documents have it of some lists. */
    static <T> Reply countedPage(Page page, List<T> all, Function<T, ObjectNode> words) {
        return reply(200, array(page, all, words), Map.of("x-total", String.valueOf(all.size())));
    }

    /** A page of a list that does not tell its total. */
    static <T> Reply page(Page page, List<T> all, Function<T, ObjectNode> words) {
        return success(array(page, all, words));
    }

    private static <T> ArrayNode array(Page page, List<T> all, Function<T, ObjectNode> words) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        page.of(all).forEach(one -> array.add(words.apply(one)));
        return array;
    }

    static Reply refusal(int status, String code, String message) {
        String requestId = UUID.randomUUID().toString();
        ObjectNode error =
                object().put("errorCode", code).put("errorMessage", message).put("requestId", requestId);
        return reply(status, error, Map.of("x-request-id", requestId));
    }

    private static Reply reply(int status, JsonNode body, Map<String, String> more) {
        Reply plain = Reply.json(status, body.toString());
        Map<String, String> headers = new HashMap<>(plain.headers());
        headers.put("x-request-id", UUID.randomUUID().toString());
        headers.putAll(more);
        return new Reply(status, headers, plain.body());
    }

    static ObjectNode hook(SimulatedHook hook) {
        HookSettings settings = hook.settings();
        String created = DateTimeFormatter.ISO_INSTANT.format(hook.createdAt());
        return object().put("id", hook.id())
                .put("url", settings.url())
                .put("token", settings.secretToken())
                .put("description", settings.description())
                .put("createdAt", created)
                .put("updatedAt", created)
                .put("enableSSLVerification", settings.enableSslVerification())
                .put("pushEvents", settings.pushEvents())
                .put("tagPushEvents", settings.tagPushEvents())
                .put("mergeRequestsEvents", settings.mergeRequestsEvents())
                .put("noteEvents", settings.noteEvents())
                .put("repositoryId", hook.repositoryId());
    }

    static ObjectNode repository(SimulatedRepository repository) {
        return object().put("id", repository.id())
                .put("name", repository.name())
                .put("path", repository.name())
                .put("pathWithNamespace", repository.fullPath())
                .put("webUrl", repository.webUrl())
                .put("httpUrlToRepo", repository.httpUrl())
                .put("sshUrlToRepo", repository.sshUrl())
                .put("archived", repository.archived());
    }

    static ObjectNode namedId(String id, String name) {
        return object().put("id", id).put("name", name);
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
