package io.jenkins.plugins.codeup.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may start builds. */
class TokenCheckTest {

    @Test
    void anyOfTheAcceptedSecretsPasses() {
        assertTrue(TokenCheck.passes("old", List.of("new", "old")));
        assertTrue(TokenCheck.passes("new", List.of("new", "old")));
    }

    @Test
    void nothingElsePasses() {
        for (String brought : Arrays.asList("", null, "ne", "new ", "NEW", "newnew")) {
            assertFalse(TokenCheck.passes(brought, List.of("new", "old")), () -> "\"" + brought + "\"");
        }
    }

    @Test
    void withoutASecretNothingPasses() {
        for (String brought : Arrays.asList("", null, "x")) {
            assertEquals(false, TokenCheck.passes(brought, List.of()));
            assertEquals(false, TokenCheck.passes(brought, Arrays.asList("", null)));
        }
    }

    @Test
    void moreSecretsThanAreComparedAreAnErrorOfTheProgram() {
        List<String> many = List.of("a", "b", "c");
        assertThrows(IllegalArgumentException.class, () -> TokenCheck.passes("c", many));
        assertTrue(TokenCheck.passes("b", many.subList(0, TokenCheck.COMPARED)));
    }
}
