package io.jenkins.plugins.codeup.client;

import com.fasterxml.jackson.annotation.JsonValue;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Secret for Codeup, in clear in memory only: printed as text or JSON it is a mask. */
public final class SecretValue {

    /** Printed instead of a secret. */
    public static final String MASK = "****";

    private final String value;

    private SecretValue(String value) {
        this.value = value;
    }

    /**
     * @param value the secret in clear; may be empty
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
     * @return the secret in clear; to be called only where a request is written
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
