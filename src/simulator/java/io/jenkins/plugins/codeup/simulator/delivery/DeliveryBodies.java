package io.jenkins.plugins.codeup.simulator.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codeup.delivery.DeliveryEvent;
import io.jenkins.plugins.codeup.simulator.data.SimulatedRepository;
import java.util.Map;

/** What Codeup writes into deliveries about a repository. */
public final class DeliveryBodies {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String USER = "dev-a";

    private final SimulatedRepository repository;
    private final SimulatedRepository from;

    public DeliveryBodies(SimulatedRepository repository) {
        this(repository, repository);
    }

    /**
     * @param from the repository that the source branches of merge requests are in
     */
    public DeliveryBodies(SimulatedRepository repository, SimulatedRepository from) {
        this.repository = repository;
        this.from = from;
    }

    /**
     * @param messages what the pushed commits say, oldest first; the last one is {@code after}'s
     */
    public String push(String ref, String before, String after, String... messages) {
        ObjectNode body = refChange(DeliveryEvent.PUSH, ref, before, after);
        for (int i = 0; i < messages.length; i++) {
            boolean newest = i == messages.length - 1;
            String id = newest ? after : "%040x".formatted(i + 1);
            ObjectNode commit = body.withArray("commits").addObject();
            commit.put("id", id).put("message", messages[i]).put("url", homepage() + "/commit/" + id);
            commit.putObject("author").put("name", USER).put("email", USER + "@example.com");
        }
        return body.put("total_commits_count", messages.length).toString();
    }

    public String tagPush(String ref, String before, String after) {
        return refChange(DeliveryEvent.TAG_PUSH, ref, before, after).toString();
    }

    /**
     * @param commit the newest one of the source branch
     */
    public String mergeRequest(long number, String action, String source, String target, String commit) {
        ObjectNode body = body(DeliveryEvent.MERGE_REQUEST);
        fill(body.putObject("object_attributes"), number, action, source, target, commit);
        return body.toString();
    }

    public String note(long number, String source, String target, String commit, String text) {
        ObjectNode body = body(DeliveryEvent.NOTE);
        body.putObject("object_attributes")
                .put("id", number * 10)
                .put("note", text)
                .put("noteable_type", "MergeRequest")
                .put("url", homepage() + "/merge_request/" + number + "#note_" + number * 10);
        fill(body.putObject("merge_request"), number, "open", source, target, commit);
        return body.toString();
    }

    /** What the button "test" sends. */
    public String test() {
        return json(Map.of("before", "1".repeat(40), "after", "2".repeat(40))).toString();
    }

    private ObjectNode refChange(DeliveryEvent event, String ref, String before, String after) {
        return JSON.createObjectNode()
                .put("object_kind", event.kind())
                .put("ref", ref)
                .put("before", before)
                .put("after", after)
                .put("checkout_sha", after)
                .put("project_id", repository.id())
                .put("user_id", 70001)
                .put("user_name", USER)
                .put("user_email", USER + "@example.com")
                .<ObjectNode>set("repository", repository());
    }

    private ObjectNode body(DeliveryEvent event) {
        ObjectNode body = JSON.createObjectNode().put("object_kind", event.kind());
        body.putObject("user").put("name", USER).put("username", USER);
        return body.<ObjectNode>set("repository", repository());
    }

    private ObjectNode repository() {
        return JSON.createObjectNode()
                .put("name", repository.name())
                .put("homepage", homepage())
                .put("url", repository.sshUrl())
                .put("git_http_url", repository.httpUrl())
                .put("git_ssh_url", repository.sshUrl());
    }

    private void fill(ObjectNode at, long number, String action, String source, String target, String commit) {
        String state =
                switch (action) {
                    case "close" -> "closed";
                    case "reopen" -> "reopened";
                    case "merge" -> "merged";
                    default -> "opened";
                };
        at.put("id", 5_100_000 + number)
                .put("iid", number)
                .put("title", "Merge " + source)
                .put("state", state)
                .put("action", action)
                .put("source_branch", source)
                .put("target_branch", target)
                .put("url", homepage() + "/merge_request/" + number);
        at.putObject("last_commit").put("id", commit).put("message", "newest of " + source);
        side(at.putObject("source"), from);
        side(at.putObject("target"), repository);
    }

    private static void side(ObjectNode at, SimulatedRepository of) {
        at.put("http_url", of.httpUrl()).put("ssh_url", of.sshUrl()).put("web_url", of.webUrl());
    }

    private String homepage() {
        return repository.webUrl();
    }

    private static JsonNode json(Map<String, String> values) {
        return JSON.valueToTree(values);
    }
}
