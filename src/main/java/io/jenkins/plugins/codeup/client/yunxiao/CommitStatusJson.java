package io.jenkins.plugins.codeup.client.yunxiao;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codeup.client.CommitStatus;
import java.nio.charset.StandardCharsets;

/** The body of CreateCommitStatus. */
final class CommitStatusJson {

    private CommitStatusJson() {}

    static byte[] write(CommitStatus status) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("context", status.context())
                .put("state", status.state().word());
        if (status.description() != null) {
            body.put("description", status.description());
        }
        if (status.targetUrl() != null) {
            body.put("targetUrl", status.targetUrl());
        }
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }
}
