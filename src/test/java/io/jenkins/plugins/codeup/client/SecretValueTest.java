package io.jenkins.plugins.codeup.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.codeup.client.CodeupCredentials.AccessKey;
import io.jenkins.plugins.codeup.client.CodeupCredentials.AccessToken;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretValueTest {

    private static final SecretValue SECRET = SecretValue.of("s3cret");

    @Test
    void printsAMaskWhateverHoldsIt() throws Exception {
        assertEquals("****", SECRET.toString());
        assertEquals("{\"a\":\"****\"}", new ObjectMapper().writeValueAsString(Map.of("a", SECRET)));
        for (Object holder : new Object[] {
            new AccessKey("id", SECRET, SECRET, SECRET),
            new AccessToken(SECRET),
            DesiredWebhook.to("https://h").withSecretToken(SECRET),
            new Webhook(1, "https://h", Map.of(), null, SECRET, null, null, null)
        }) {
            assertFalse(holder.toString().contains("s3cret"), holder.toString());
        }
    }

    @Test
    void isEqualByValue() {
        assertEquals(SECRET, SecretValue.of("s3cret"));
        assertEquals(SECRET.hashCode(), SecretValue.of("s3cret").hashCode());
        assertNotEquals(SECRET, SecretValue.of("other"));
    }

    @Test
    void ofNothingIsNull() {
        assertNull(SecretValue.ofNullable(null));
        assertNull(SecretValue.ofNullable(""));
        assertEquals("", SecretValue.of("").reveal());
    }
}
