package io.jenkins.plugins.codeup.endpoint;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A delivery that the endpoint accepts, made to cost as much time or memory as it can. */
record HostileDelivery(String event, byte[] body) {

    /** Texts that somebody may hope to be taken for something else. */
    private static final String WORDS =
            "${DEPLOY_TOKEN} $$P %PATH% \\u001b[31m \\u202e \\u2028 \\n\\rFinished: SUCCESS <script> ";

    static HostileDelivery of(int number, Random random) {
        boolean large = number % 50 == 0;
        return switch (number % 5) {
            case 0 -> push("main", paths(random, large ? 11 : 1, large ? 4_900 : 200));
            case 1 -> note(random);
            case 2 -> mergeRequest(random, large);
            case 3 -> tag(random);
            default -> push("a".repeat(900), commits(random, large ? 5_000 : 300));
        };
    }

    /**
     * @param size the number of bytes of the body, about
     * @return the control: a push as Codeup sends them, with many commits
     */
    static HostileDelivery harmless(int size, Random random) {
        StringBuilder commits = new StringBuilder();
        while (commits.length() < size - 200) {
            String hash = hash(random);
            commits.append(commits.isEmpty() ? "" : ",")
                    .append("{\"id\":\"" + hash + "\",\"message\":\"Correct the address of the mirror\\n\","
                            + "\"timestamp\":\"2026-03-24T18:58:31+08:00\",\"url\":\"https://codeup.aliyun.com/team/app/"
                            + "commit/" + hash + "\",\"author\":{\"name\":\"dev\",\"email\":\"dev@example.com\"},"
                            + "\"added\":[],\"modified\":[\"src/main/java/Mirror.java\"],\"removed\":[]}");
        }
        return new HostileDelivery(
                "Push Hook",
                bytes("{\"object_kind\":\"push\",\"ref\":\"refs/heads/main\",\"user_name\":\"dev\",\"commits\":["
                        + commits + "]}"));
    }

    private static HostileDelivery push(String branch, String commits) {
        return new HostileDelivery(
                "Push Hook",
                bytes("{\"object_kind\":\"push\",\"ref\":\"refs/heads/" + branch + "\",\"user_name\":\""
                        + "a".repeat(5_000) + "b\",\"commits\":[" + commits + "]}"));
    }

    private static String paths(Random random, int commits, int paths) {
        String path = "\"" + "a".repeat(16) + "\"";
        String list = IntStream.range(0, paths).mapToObj(i -> path).collect(Collectors.joining(","));
        return IntStream.range(0, commits)
                .mapToObj(i -> "{\"id\":\"" + hash(random) + "\",\"added\":[" + list + "]}")
                .collect(Collectors.joining(","));
    }

    private static String commits(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"id\":\"" + hash(random) + "\",\"message\":\"" + WORDS + "\"}")
                .collect(Collectors.joining(","));
    }

    private static HostileDelivery note(Random random) {
        return new HostileDelivery(
                "Note Hook",
                bytes("{\"object_kind\":\"note\",\"object_attributes\":{\"id\":"
                        + random.nextInt(1 << 30) + ",\"note\":\"" + "a".repeat(10_000)
                        + "\",\"noteable_type\":\"Commit\","
                        + "\"commit_id\":\"" + hash(random) + "\"}}"));
    }

    private static HostileDelivery mergeRequest(Random random, boolean large) {
        String text = (WORDS + "a".repeat(1_000)).repeat(large ? 800 : 8);
        String url = "https://codeup.aliyun.com/" + "x/".repeat(large ? 100_000 : 900);
        return new HostileDelivery(
                "Merge Request Hook",
                bytes("{\"object_kind\":\"merge_request\",\"object_attributes\":{"
                        + "\"iid\":" + random.nextInt(1 << 30) + ",\"title\":\"" + text + "\",\"state\":\"opened\","
                        + "\"action\":\"open\",\"source_branch\":\"a\",\"target_branch\":\"other\",\"source_project_id\":1,"
                        + "\"target_project_id\":1,\"source\":{\"http_url\":\"" + url
                        + "\"},\"target\":{\"http_url\":\"" + url
                        + "\"},\"last_commit\":{\"id\":\"" + hash(random) + "\",\"message\":\"" + text + "\"}}}"));
    }

    private static HostileDelivery tag(Random random) {
        return new HostileDelivery(
                "Tag Push Hook",
                bytes("{\"object_kind\":\"tag_push\",\"ref\":\"refs/tags/"
                        + "v".repeat(500) + random.nextInt() + "\",\"after\":\"" + hash(random) + "\",\"deep\":"
                        + "[".repeat(60) + "]".repeat(60) + "}"));
    }

    private static String hash(Random random) {
        return "%08x".formatted(random.nextInt()).repeat(5);
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
