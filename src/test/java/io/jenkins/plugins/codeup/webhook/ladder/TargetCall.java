package io.jenkins.plugins.codeup.webhook.ladder;

import io.jenkins.plugins.codeup.simulator.Door;
import io.jenkins.plugins.codeup.simulator.data.ReplicaLag.Write;
import java.util.stream.Stream;

/** The call that meets the fault, and the task that it is part of. */
enum TargetCall {
    LIST("list, when creating a webhook", "GET", Task.CREATE, null),
    SECOND_PAGE("second page of that list", "GET", Task.CREATE, null),
    LIST_AFTER("list, after creating the webhook", "GET", Task.CREATE, null),
    CREATE("create", "POST", Task.CREATE, Write.CREATE),
    UPDATE("update", "PUT", Task.UPDATE, Write.UPDATE),
    ADD_NEW("add the new one, when replacing", "POST", Task.UPDATE, Write.CREATE),
    DELETE_OLD("delete the old one, when replacing", "DELETE", Task.UPDATE, Write.DELETE),
    DELETE("delete", "DELETE", Task.REMOVE, Write.DELETE);

    /** What is done, and so which webhooks there must be in the end. */
    enum Task {
        CREATE,
        UPDATE,
        REMOVE
    }

    final String words;
    final String method;
    final Task task;
    /** Null for a read. */
    final Write write;

    TargetCall(String words, String method, Task task, Write write) {
        this.words = words;
        this.method = method;
        this.task = task;
        this.write = write;
    }

    /** How many calls of this method succeed before. */
    int before() {
        return this == SECOND_PAGE || this == LIST_AFTER ? 1 : 0;
    }

    /** The calls that an API has. */
    static Stream<TargetCall> of(Door door) {
        return Stream.of(values())
                .filter(target -> door.update == null ? target != UPDATE : target != ADD_NEW && target != DELETE_OLD);
    }
}
