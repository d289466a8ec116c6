package io.jenkins.plugins.codeup.trigger;

import static io.jenkins.plugins.codeup.delivery.Fixtures.ONES;
import static io.jenkins.plugins.codeup.delivery.Fixtures.TWOS;
import static io.jenkins.plugins.codeup.delivery.Fixtures.ZEROS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import hudson.util.XStream2;
import io.jenkins.plugins.codeup.delivery.DeliveryReader;
import io.jenkins.plugins.codeup.delivery.Fixtures;
import io.jenkins.plugins.codeup.simulator.data.SimulatedRepository;
import io.jenkins.plugins.codeup.simulator.delivery.DeliveryBodies;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A cause says who did what. */
class CodeupCauseTest {

    private final DeliveryBodies codeup =
            new DeliveryBodies(new SimulatedRepository(1000001, Fixtures.ORGANIZATION, "team/app"));
    private final Locale locale = Locale.getDefault();

    @BeforeEach
    void english() {
        Locale.setDefault(Locale.ENGLISH);
    }

    @AfterEach
    void restore() {
        Locale.setDefault(locale);
    }

    @ParameterizedTest
    @CsvSource({"open,opened", "reopen,reopened", "close,closed", "merge,merged", "update,updated", "rebase,updated"})
    void mergeRequestsByTheirAction(String action, String verb) {
        assertEquals(
                "Codeup: dev-a " + verb + " merge request !2 (dev → main)",
                describe(codeup.mergeRequest(2, action, "dev", "main", TWOS)));
    }

    @Test
    void pushesTagsAndComments() {
        assertEquals("Codeup: dev-a pushed to main (22222222)", describe(codeup.push("refs/heads/main", ONES, TWOS)));
        assertEquals("Codeup: dev-a pushed tag v1 (22222222)", describe(codeup.tagPush("refs/tags/v1", ZEROS, TWOS)));
        assertEquals(
                "Codeup: dev-a commented on merge request !3 (dev → main)",
                describe(codeup.note(3, "dev", "main", TWOS, "rebuild")));
        String note = "{\"object_kind\":\"note\",\"object_attributes\":{\"note\":\"x\"%s}}";
        assertEquals("Codeup: Someone commented", describe(note.formatted("")));
        assertEquals(
                "Codeup: Someone commented on commit 22222222",
                describe(note.formatted(",\"commit_id\":\"" + TWOS + "\"")));
    }

    @Test
    void itsDeliveriesAreStoredAsTextsAndNotInAFormOfTheJdk() throws Exception {
        byte[] body = codeup.push("refs/heads/main", ONES, TWOS).getBytes(StandardCharsets.UTF_8);
        XStream2 stored = new XStream2();
        String xml = stored.toXML(new CodeupCause(DeliveryReader.read("Push Hook", body), List.of("1", "2")));
        assertFalse(xml.contains("java.util"), xml);
        assertEquals(List.of("1", "2"), List.copyOf(((CodeupCause) stored.fromXML(xml)).deliveries()));
    }

    /** Review S16: a name of several lines would look like lines of the build log. */
    @Test
    void aCauseIsOneLineWithoutControlCharacters() {
        String push = Fixtures.text("push.json")
                .replace("\"user_name\":\"dev-a\"", "\"user_name\":\"a\\nFinished: SUCCESS\\u001b[2J\\u202e\\u2028b\"")
                .replace("refs/heads/main", "refs/heads/ma\u202ein");
        assertEquals("Codeup: a Finished: SUCCESS [2J  b pushed to ma in (22222222)", describe(push));
    }

    @Test
    void theSameEventIsTheSameCause() {
        CodeupCause cause = cause(codeup.push("refs/heads/main", ONES, TWOS));
        assertEquals(cause, cause(codeup.push("refs/heads/main", ONES, TWOS)));
        assertNotEquals(cause, cause(codeup.push("refs/heads/dev", ONES, TWOS)));
    }

    private static String describe(String json) {
        return cause(json).getShortDescription();
    }

    private static CodeupCause cause(String json) {
        return new CodeupCause(Fixtures.read(json));
    }
}
