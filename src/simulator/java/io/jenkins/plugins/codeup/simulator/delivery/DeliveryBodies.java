package io.jenkins.plugins.codeup.simulator.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codeup.delivery.DeliveryEvent;
import io.jenkins.plugins.codeup.simulator.data.SimulatedComment;
import io.jenkins.plugins.codeup.simulator.data.SimulatedMember;
import io.jenkins.plugins.codeup.simulator.data.SimulatedMergeRequest;
import io.jenkins.plugins.codeup.simulator.data.SimulatedRepository;
import java.util.Map;

/**
 * What Codeup writes into deliveries about a repository.
 *
 * <p>Pushes, tag pushes, the console's test and both generations of merge requests are as they were seen in traffic. Notes
 * follow the document of a sibling of the same engine, as no delivery of Codeup's was seen.
 */
public final class DeliveryBodies {

    /** The two forms of merge requests in deliveries, both seen. */
    public enum Generation {
        /** {@code id} and {@code iid}, page {@code /merge_request/}. */
        OLD,
        /** {@code biz_id} and {@code local_id}, page {@code /change/}, and a version at the top. */
        NEW
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String USER = "dev-a";

    private final SimulatedRepository repository;
    private final SimulatedRepository from;
    private final Generation generation;
    private String userId = SimulatedMember.SOMEONE;

    public DeliveryBodies(SimulatedRepository repository) {
        this(repository, repository, Generation.OLD);
    }

    /**
     * @param from the repository that the source branches of merge requests are in
     */
    public DeliveryBodies(SimulatedRepository repository, SimulatedRepository from, Generation generation) {
        this.repository = repository;
        this.from = from;
        this.generation = generation;
    }

    /**
     * @param actor the id of who causes the event
     */
    public DeliveryBodies by(String actor) {
        userId = actor;
        return this;
    }

    /**
     * The newest commit comes first, as it was seen.
     *
     * @param messages what the pushed commits say, oldest first; the last one is {@code after}'s
     */
    public String push(String ref, String before, String after, String... messages) {
        ObjectNode body = refChange(DeliveryEvent.PUSH, ref, before, after);
        for (int i = messages.length - 1; i >= 0; i--) {
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
        var one = new SimulatedMergeRequest(
                number, repository.id(), from.id(), source, null, target, "opened", false);
        return mergeRequest(one, action, commit, action.equals("update"));
    }

    /**
     * @param commit the newest one of the source; empty for none
     * @param byPush whether an update is a push, and no edit of words, labels or reviewers
     */
    public String mergeRequest(SimulatedMergeRequest one, String action, String commit, boolean byPush) {
        ObjectNode body = body(DeliveryEvent.MERGE_REQUEST);
        if (generation == Generation.NEW) {
            body.put("version", "new");
        }
        ObjectNode attributes = body.putObject("object_attributes");
        fill(attributes, one, action, commit);
        attributes.put("is_update_by_push", byPush);
        return body.toString();
    }

    /** A comment on a merge request. */
    public String note(long number, String source, String target, String commit, String text) {
        ObjectNode body = note(number * 10, text, "MergeRequest");
        var one = new SimulatedMergeRequest(
                number, repository.id(), from.id(), source, null, target, "opened", false);
        fill(body.putObject("merge_request"), one, "open", commit);
        return body.toString();
    }

    /**
     * A comment on a merge request.
     *
     * @param commit the newest one of the source; empty for none
     */
    public String note(SimulatedMergeRequest one, String commit, SimulatedComment comment) {
        ObjectNode body = note(Long.parseLong(comment.id().substring(20), 16), comment.content(), "MergeRequest");
        fill(body.putObject("merge_request"), one, "open", commit);
        return body.toString();
    }

    /** A comment on a commit. */
    public String noteOnCommit(String commit, String text) {
        ObjectNode body = note(7, text, "Commit");
        ((ObjectNode) body.get("object_attributes")).put("commit_id", commit);
        body.putObject("commit").put("id", commit).put("message", "newest");
        return body.toString();
    }

    private ObjectNode note(long id, String text, String on) {
        ObjectNode body = body(DeliveryEvent.NOTE).put("project_id", repository.id());
        body.putObject("object_attributes")
                .put("id", id)
                .put("note", text)
                .put("noteable_type", on)
                .put("system", false)
                .put("url", homepage() + "#note_" + id);
        return body;
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
                .put("user_extern_uid", userId)
                .<ObjectNode>set("repository", repository());
    }

    private ObjectNode body(DeliveryEvent event) {
        ObjectNode body = JSON.createObjectNode().put("object_kind", event.kind());
        body.putObject("user").put("name", USER).put("username", USER).put("extern_uid", userId);
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

    private void fill(ObjectNode at, SimulatedMergeRequest one, String action, String commit) {
        String state =
                switch (action) {
                    case "close" -> "closed";
                    case "reopen" -> "reopened";
                    case "merge" -> "merged";
                    default -> "opened";
                };
        if (generation == Generation.NEW) {
            at.put("biz_id", "%032x".formatted(5_100_000 + one.number()))
                    .put("local_id", one.number())
                    .put("project_id", repository.id())
                    .put("source_type", one.isMadeByPush() ? "COMMIT" : "BRANCH")
                    .put("target_commit_id", "f".repeat(40))
                    .put("url", homepage() + "/change/" + one.number());
        } else {
            at.put("id", 5_100_000 + one.number())
                    .put("iid", one.number())
                    .put("url", homepage() + "/merge_request/" + one.number());
        }
        at.put("title", one.title())
                .put("description", "")
                .put("state", state)
                .put("action", action)
                .put("source_branch", one.source().isEmpty() ? null : one.source())
                .put("target_branch", one.target())
                .put("source_project_id", one.sourceRepositoryId())
                .put("target_project_id", one.repositoryId())
                .put("merge_status", "unchecked")
                .put("work_in_progress", one.draft())
                .put("author_id", 70001);
        if (!commit.isEmpty()) {
            at.putObject("last_commit").put("id", commit).put("message", "newest of " + one.source());
        }
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
