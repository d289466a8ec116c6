package io.jenkins.plugins.codeup.webhook.ladder;

import io.jenkins.plugins.codeup.simulator.Door;
import java.util.stream.Stream;

/** The call that the fault meets, and what it is part of. */
enum Place {
    LIST("list, when making a hook", "GET", Task.MAKE),
    SECOND_PAGE("second page of that list", "GET", Task.MAKE),
    LIST_AFTER("list, after making the hook", "GET", Task.MAKE),
    CREATE("create", "POST", Task.MAKE),
    UPDATE("update", "PUT", Task.CHANGE),
    ADD_NEW("add the new one, when replacing", "POST", Task.CHANGE),
    DELETE_OLD("delete the old one, when replacing", "DELETE", Task.CHANGE),
    DELETE("delete", "DELETE", Task.REMOVE);

    /** What is undertaken, and so what hooks there must be in the end. */
    enum Task {
        MAKE,
        CHANGE,
        REMOVE
    }

    final String words;
    final String method;
    final Task task;

    Place(String words, String method, Task task) {
        this.words = words;
        this.method = method;
        this.task = task;
    }

    /** How many calls of this method go well before. */
    int before() {
        return this == SECOND_PAGE || this == LIST_AFTER ? 1 : 0;
    }

    /** The places that there are in an API. */
    static Stream<Place> of(Door door) {
        return Stream.of(values())
                .filter(place -> door.update == null ? place != UPDATE : place != ADD_NEW && place != DELETE_OLD);
    }
}
