package io.jenkins.plugins.codeup.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

/** One event is told from another. */
class SameEventTest {

    @Test
    void aPushIsTheSameWhateverElseIsSaidOfIt() {
        String push = Fixtures.text("push.json");
        assertEquals(key(push), key(push.replace("dev-a", "dev-b")));
        assertNotEquals(key(push), key(push.replace(Fixtures.TWOS, "3".repeat(40))), "another commit");
        assertNotEquals(key(push), key(push.replace(Fixtures.ONES, "3".repeat(40))), "from another commit");
        assertNotEquals(key(push), key(push.replace("refs/heads/main", "refs/heads/dev")), "another branch");
        assertNotEquals(key(push), key(push.replace("team/app", "team/other")), "another repository");
    }

    @Test
    void aMergeRequestCanBeChangedTwiceWithoutACommit() {
        String request = Fixtures.text("merge-request-open.json");
        assertEquals(key(request), key(request));
        assertNotEquals(key(request), key(request.replace("更新", "更改")));
    }

    private static String key(String json) {
        return SameEvent.key(Fixtures.read(json), json.getBytes());
    }
}
