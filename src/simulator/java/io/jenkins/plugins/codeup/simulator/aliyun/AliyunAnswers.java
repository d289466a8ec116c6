package io.jenkins.plugins.codeup.simulator.aliyun;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.simulator.data.SimulatedHook;
import io.jenkins.plugins.codeup.simulator.data.SimulatedMember;
import io.jenkins.plugins.codeup.simulator.data.SimulatedRepository;
import io.jenkins.plugins.codeup.simulator.data.Sources;
import io.jenkins.plugins.codeup.simulator.http.ReceivedRequest;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Puts results and refusals into the words of the OpenAPI, in one of the forms that its documents show. */
final class AliyunAnswers {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx");

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx");
    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);

    private AliyunAnswers() {}

    /**
     * @param total how many there are in all where the result is a page of a list, else null
     */
    static Reply success(ReceivedRequest request, AnswerForm form, JsonNode result, Integer total) {
        ObjectNode envelope = envelope(true);
        if (form != AnswerForm.TYPED) {
            envelope.put("ErrorCode", "NOT_FOUND").put("ErrorMessage", "代码库不存在");
        }
        envelope.set("Result", result);
        if (total != null) {
            envelope.put("Total", total);
        }
        return reply(200, request, form, envelope);
    }

    static Reply refusal(ReceivedRequest request, AnswerForm form, Refusal refusal) {
        if (!refusal.byGateway()) {
            ObjectNode envelope = envelope(false);
            envelope.put("ErrorCode", refusal.code()).put("ErrorMessage", refusal.getMessage());
            return reply(refusal.status(), request, form, envelope);
        }
        String requestId = requestId();
        ObjectNode error = object();
        error.put("RequestId", requestId)
                .put("HostId", request.header("host"))
                .put("Code", refusal.code())
                .put("Message", refusal.getMessage())
                .put(
                        "Recommend",
                        "https://api.aliyun.com/troubleshoot?q=" + refusal.code() + "&product=codeup&requestId="
                                + requestId);
        return request.acceptsJson()
                ? Reply.json(refusal.status(), error.toString())
                : Reply.xml(
                        refusal.status(),
                        "<?xml version='1.0' encoding='UTF-8'?><Error>" + Rewriting.xml(error) + "</Error>");
    }

    private static Reply reply(int status, ReceivedRequest request, AnswerForm form, ObjectNode envelope) {
        if (form == AnswerForm.XML || !request.acceptsJson()) {
            return Reply.xml(status, Rewriting.xml(envelope));
        }
        return Reply.json(
                status, (form == AnswerForm.STRINGS ? Rewriting.valuesAsTexts(envelope) : envelope).toPrettyString());
    }

    private static ObjectNode envelope(boolean success) {
        return object().put("RequestId", requestId()).put("Success", success);
    }

    private static String requestId() {
        return UUID.randomUUID().toString().toUpperCase(Locale.ROOT);
    }

    static ObjectNode hook(SimulatedHook hook) {
        HookSettings settings = hook.settings();
        return object().put("Id", hook.id())
                .put("Url", settings.url())
                .put("CreatedAt", TIME.format(hook.createdAt()))
                .put("ProjectId", hook.repositoryId())
                .put("PushEvents", settings.pushEvents())
                .put("MergeRequestsEvents", settings.mergeRequestsEvents())
                .put("TagPushEvents", settings.tagPushEvents())
                .put("NoteEvents", settings.noteEvents())
                .put("EnableSslVerification", settings.enableSslVerification())
                .put("IssuesEvents", false)
                .put("BuildEvents", false)
                .put("LastTestResult", "")
                .put("Description", settings.description())
                .put("SecretToken", settings.secretToken());
    }

    static ObjectNode repository(SimulatedRepository repository) {
        return object().put("Id", repository.id())
                .put("Name", repository.name())
                .put("Path", repository.name())
                .put("PathWithNamespace", repository.fullPath())
                .put("NameWithNamespace", repository.fullPath().replace("/", " / "))
                .put("WebUrl", repository.webUrl())
                .put("HttpUrlToRepository", repository.httpUrl())
                .put("SshUrlToRepository", repository.sshUrl())
                .put("Archive", repository.archived());
    }

    /** Assumed, from the Yunxiao API: lists tell no clone URLs and no default branch. */
    static ObjectNode listedRepository(SimulatedRepository repository, Instant activity) {
        ObjectNode node = repository(repository);
        node.remove(List.of("HttpUrlToRepository", "SshUrlToRepository"));
        return node.put("LastActivityAt", SECONDS.format(activity.atOffset(CHINA)));
    }

    /**
     * As the documents of the operations show it; no traffic of them was seen.
     *
     * @param name what the operation calls the name
     * @param commit what it calls the commit
     */
    static ObjectNode ref(Sources.Ref ref, String name, String commit) {
        ObjectNode node = object().put(name, ref.name());
        if (ref.commit() == null) {
            // assumed: no document says what a tag of a tree has here
            return node.putNull(commit);
        }
        node.putObject(commit)
                .put("Id", ref.commit().id())
                .put("ShortId", ref.commit().id().substring(0, 8))
                .put("Title", ref.commit().message())
                .put("Message", ref.commit().message())
                .put("AuthorName", ref.commit().author())
                .put("AuthorEmail", ref.commit().author() + "@example.com")
                .put("CommittedDate", ref.commit().time());
        return node;
    }

    static ObjectNode member(SimulatedMember member) {
        return object().put("Id", 19_285)
                .put("ExternUserId", member.userId())
                .put("AccessLevel", member.role().accessLevel())
                .put("State", member.state())
                .put("Email", "dev-a@example.com");
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
