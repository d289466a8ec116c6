package io.jenkins.plugins.codeup.burst;

import io.jenkins.plugins.codeup.delivery.Fixtures;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** A push that is delivered. Each has a commit of its own. */
record Push(String branch, String commit) {

    /** The push with that number, of a branch of its own. */
    static Push number(int number) {
        return new Push("feature/" + number, commit(number));
    }

    /** The push with that number, of one of some branches. */
    static Push number(int number, int branches) {
        return new Push("feature/" + number % branches, commit(number));
    }

    private static String commit(int number) {
        return "%040x".formatted(0xabc0000000L + number);
    }

    /** Branch and commit, in the format of {@link Contender#head}. */
    String head() {
        return branch + " " + commit;
    }

    /**
     * @param target path and first header
     */
    byte[] request(String target, long repository) {
        String body = Fixtures.text("push.json")
                .replace("refs/heads/main", "refs/heads/" + branch)
                .replace(Fixtures.TWOS, commit)
                .replace(String.valueOf(SimulatedCodeup.REPOSITORY_ID), String.valueOf(repository));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = "POST " + target + "\r\nHost: jenkins.example.com"
                + "\r\nContent-Type: application/json; charset=utf-8\r\nX-Codeup-Event: Push Hook"
                + "\r\nX-Codeup-Delivery: " + UUID.randomUUID()
                + "\r\nContent-Length: " + bytes.length + "\r\n\r\n";
        byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
        byte[] request = new byte[start.length + bytes.length];
        System.arraycopy(start, 0, request, 0, start.length);
        System.arraycopy(bytes, 0, request, start.length, bytes.length);
        return request;
    }
}
