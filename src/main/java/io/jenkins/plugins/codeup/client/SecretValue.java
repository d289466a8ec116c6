package io.jenkins.plugins.codeup.client;

import com.fasterxml.jackson.annotation.JsonValue;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A secret on its way to Codeup: whatever prints it, as text or as JSON, prints a mask.
 */
public final class SecretValue {

    private static final String MASK = "****";

    private final String value;

    private SecretValue(String value) {
        this.value = value;
    }

    /**
     * @param value the secret in clear, not null; may be empty
     */
    @NonNull
    public static SecretValue of(@NonNull String value) {
        return new SecretValue(value);
    }

    /**
     * @param value the secret in clear, or null
     * @return null for null and for an empty text
     */
    @CheckForNull
    public static SecretValue ofNullable(@CheckForNull String value) {
        return value == null || value.isEmpty() ? null : new SecretValue(value);
    }

    /**
     * @return the secret in clear; to be called only where the request is written
     */
    @NonNull
    public String reveal() {
        return value;
    }

    @Override
    @JsonValue
    public String toString() {
        return MASK;
    }

    /** Compares in constant time. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SecretValue secret
                && MessageDigest.isEqual(
                        value.getBytes(StandardCharsets.UTF_8), secret.value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }
}
