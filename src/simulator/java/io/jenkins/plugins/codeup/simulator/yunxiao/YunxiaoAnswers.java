package io.jenkins.plugins.codeup.simulator.yunxiao;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.simulator.data.SimulatedHook;
import io.jenkins.plugins.codeup.simulator.data.SimulatedMember;
import io.jenkins.plugins.codeup.simulator.data.SimulatedRepository;
import io.jenkins.plugins.codeup.simulator.http.Page;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Puts results and refusals into the words of the Yunxiao API. */
final class YunxiaoAnswers {

    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);

    private YunxiaoAnswers() {}

    static Reply success(JsonNode result) {
        return reply(200, result, Map.of());
    }

    /** A page of a list; its headers tell of the other pages. */
    static <T> Reply page(Page page, List<T> all, Function<T, ObjectNode> words) {
        return reply(200, array(page, all, words), page.headers(all.size()));
    }

    /** A list without pages. */
    static <T> Reply list(List<T> all, Function<T, ObjectNode> words) {
        return success(array(new Page(1, Integer.MAX_VALUE), all, words));
    }

    private static <T> ArrayNode array(Page page, List<T> all, Function<T, ObjectNode> words) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        page.of(all).forEach(one -> array.add(words.apply(one)));
        return array;
    }

    /** The platform's errors and Codeup's own have different fields; only the platform's carry a request id. */
    static Reply refusal(Refusal refusal) {
        String id = UUID.randomUUID().toString();
        ObjectNode error = object();
        if (!refusal.byPlatform()) {
            error.put("traceId", id).put("code", refusal.status());
        }
        error.put("errorCode", refusal.code()).put("errorMessage", refusal.getMessage());
        if (refusal.byPlatform()) {
            error.put("requestId", id);
        } else {
            error.put("errorDescription", refusal.getMessage());
        }
        return reply(refusal.status(), error, Map.of("x-request-id", id));
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

    /** The documents spell one field in two ways; that lists have the second is assumed. */
    static ObjectNode listedHook(SimulatedHook hook) {
        ObjectNode words = hook(hook);
        return words.<ObjectNode>set("mergeRequestEvents", words.remove("mergeRequestsEvents"));
    }

    /** Lists have neither clone URLs nor the default branch. The access level is an administrator's, as a text. */
    static ObjectNode listedRepository(SimulatedRepository repository, Instant activity) {
        return object().put("id", repository.id())
                .put("name", repository.name())
                .put("path", repository.name())
                .put("pathWithNamespace", repository.fullPath())
                .put("webUrl", repository.webUrl())
                .put("archived", repository.archived())
                .put("visibility", "private")
                .put("namespaceId", 900_000)
                .put("accessLevel", "40")
                .put("lastActivityAt", time(activity));
    }

    /** To the second, as the documents write it. */
    static String time(Instant instant) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                instant.truncatedTo(ChronoUnit.SECONDS).atOffset(CHINA));
    }

    static ObjectNode repository(SimulatedRepository repository, Instant activity, String defaultBranch) {
        return listedRepository(repository, activity)
                .put("httpUrlToRepo", repository.httpUrl())
                .put("sshUrlToRepo", repository.sshUrl())
                .put("defaultBranch", defaultBranch);
    }

    static ObjectNode member(SimulatedMember member) {
        return object().put("id", 19_285)
                .put("userId", member.userId())
                .put("name", "dev-a")
                .put("username", "dev-a")
                .put("state", member.state())
                .put("accessLevel", member.role().accessLevel());
    }

    /**
     * @param path the full one
     */
    static ObjectNode group(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return object().put("id", 36_932)
                .put("name", name)
                .put("path", name)
                .put("fullPath", path)
                .put("pathWithNamespace", path)
                .put("kind", "group")
                .put("visibility", "private");
    }

    static ObjectNode namedId(String id, String name) {
        return object().put("id", id).put("name", name);
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
