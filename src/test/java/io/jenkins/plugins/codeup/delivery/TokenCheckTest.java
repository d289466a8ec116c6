package io.jenkins.plugins.codeup.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which tokens authenticate a delivery. */
class TokenCheckTest {

    @Test
    void eachOfTheSecretsPasses() {
        assertTrue(TokenCheck.passes("old", List.of("new", "old")));
        assertTrue(TokenCheck.passes("new", List.of("new", "old")));
    }

    @Test
    void anyOtherTokenIsRejected() {
        for (String token : Arrays.asList("", null, "ne", "new ", "NEW", "newnew")) {
            assertFalse(TokenCheck.passes(token, List.of("new", "old")), () -> "\"" + token + "\"");
        }
    }

    @Test
    void everyTokenIsRejectedIfThereIsNoSecret() {
        for (String token : Arrays.asList("", null, "x")) {
            assertEquals(false, TokenCheck.passes(token, List.of()));
            assertEquals(false, TokenCheck.passes(token, Arrays.asList("", null)));
        }
    }

    @Test
    void moreThanTwoSecretsAreAProgrammingError() {
        List<String> many = List.of("a", "b", "c");
        assertThrows(IllegalArgumentException.class, () -> TokenCheck.passes("c", many));
        assertTrue(TokenCheck.passes("b", many.subList(0, TokenCheck.COMPARED)));
    }
}
