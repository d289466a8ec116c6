package io.jenkins.plugins.codeup.trigger;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codeup.delivery.Fixtures;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A random delivery: its content is known to the test, the form of its JSON is random.
 *
 * @param kind as {@code object_kind} has it
 * @param name the branch or tag, of a merge request its source branch; unique
 * @param target the branch that a merge request goes to
 * @param text message of a push's newest commit, or text of a comment
 * @param ours whether it is about the repository of the test
 */
record GeneratedDelivery(
        String kind,
        String name,
        String target,
        String action,
        String state,
        boolean deleted,
        String text,
        String author,
        boolean ours) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> STATES =
            Map.of("open", "opened", "close", "closed", "reopen", "reopened", "merge", "merged");
    private static final String ORGANIZATION = Fixtures.ORGANIZATION;
    private static final List<String> URLS = List.of(
            "https://codeup.aliyun.com/" + ORGANIZATION + "/team/%s.git",
            "https://codeup.aliyun.com/" + ORGANIZATION + "/team/%s",
            "https://CodeUp.Aliyun.com:443/" + ORGANIZATION + "/team/%s.git/",
            "git@codeup.aliyun.com:" + ORGANIZATION + "/team/%s.git",
            "ssh://git@codeup.aliyun.com/" + ORGANIZATION + "/team/%s",
            "https://" + ORGANIZATION + ".codeup.aliyun.com/team/%s.git");

    static GeneratedDelivery of(int number, Random random) {
        String kind = oneOf(random, "push", "push", "tag_push", "merge_request", "note");
        String base = kind.equals("tag_push")
                ? oneOf(random, "v1.", "x", "v")
                : oneOf(random, "main-", "dev-", "release/", "release/old-", "feature/", "feature/a/b-", "修复/");
        String action = oneOf(random, "open", "close", "reopen", "merge", "update");
        String state = STATES.getOrDefault(action, oneOf(random, "opened", "reopened", "merged", "closed"));
        return new GeneratedDelivery(
                kind,
                base + number,
                oneOf(random, "main", "dev", "release/old-1"),
                action,
                state,
                random.nextInt(5) == 0,
                oneOf(random, "fix", "docs [ci skip]", "please rebuild", "[Skip CI]", "多行\n[ci  skip] no", ""),
                oneOf(random, "dev-a", "bot", "李"),
                random.nextInt(5) != 0);
    }

    private static String oneOf(Random random, String... some) {
        return some[random.nextInt(some.length)];
    }

    /** In random order, with unknown fields, and without some of the optional ones. */
    byte[] json(Random random) throws Exception {
        ObjectNode json = JSON.createObjectNode();
        json.put("object_kind", kind);
        json.put("user_name", author);
        ObjectNode repository = json.putObject("repository");
        String url = URLS.get(random.nextInt(URLS.size())).formatted(ours ? "app" : "other");
        repository.put(oneOf(random, "url", "git_http_url", "git_ssh_url", "git_secondary_http_url"), url);
        switch (kind) {
            case "push", "tag_push" -> refChange(json);
            case "merge_request" -> mergeRequest(json.putObject("object_attributes"));
            default -> {
                json.putObject("object_attributes").put("note", text).put("noteable_type", "MergeRequest");
                mergeRequest(json.putObject("merge_request"));
            }
        }
        json.put("x" + random.nextInt(), random.nextLong());
        json.putNull("project");
        return JSON.writeValueAsBytes(shuffled(json, random));
    }

    private void refChange(ObjectNode json) {
        json.put("ref", (kind.equals("push") ? "refs/heads/" : "refs/tags/") + name);
        json.put("before", Fixtures.ONES);
        json.put("after", deleted ? Fixtures.ZEROS : Fixtures.TWOS);
        json.putArray("commits").addObject().put("id", Fixtures.TWOS).put("message", text);
    }

    private void mergeRequest(ObjectNode json) {
        json.put("source_branch", name).put("target_branch", target).put("title", "a title");
        json.put("action", action).put("state", state).put("local_id", name.hashCode());
        json.put("source_project_id", 1000001).put("target_project_id", 1000001);
    }

    private static ObjectNode shuffled(ObjectNode json, Random random) {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        Collections.shuffle(names, random);
        ObjectNode shuffled = JSON.createObjectNode();
        names.forEach(name -> shuffled.set(name, json.get(name)));
        return shuffled;
    }

    boolean isPush() {
        return kind.equals("push");
    }

    boolean skipsCi() {
        return List.of("docs [ci skip]", "[Skip CI]").contains(text);
    }
}
