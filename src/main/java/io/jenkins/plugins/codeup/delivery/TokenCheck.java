package io.jenkins.plugins.codeup.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.UUID;

/**
 * Compares a delivery's token with the webhook's secrets in constant time. Codeup sends the secret in clear and signs
 * nothing. A missing or empty token is rejected. Neither the number of secrets nor a mismatch changes the time taken.
 */
public final class TokenCheck {

    /** The header in which Codeup sends the webhook's secret. */
    public static final String HEADER = "X-Codeup-Token";

    /** How many secrets each token is compared with, even if fewer are accepted. */
    static final int COMPARED = 2;

    /** Compared in place of a missing secret; random, so no token equals it. */
    private static final String PLACEHOLDER = UUID.randomUUID().toString() + UUID.randomUUID();

    private TokenCheck() {}

    /**
     * @param token the value of {@value #HEADER}, or null
     * @param accepted at most {@value #COMPARED} secrets in clear, the second during a rotation; null and empty ones
     *     never match
     * @return whether the token is one of the secrets
     * @throws IllegalArgumentException if there are more than {@value #COMPARED} secrets
     */
    public static boolean passes(@CheckForNull String token, @NonNull List<String> accepted) {
        if (accepted.size() > COMPARED) {
            throw new IllegalArgumentException(accepted.size() + " secrets");
        }
        // hashes are of equal length, so the comparison does not reveal the secret's length either
        byte[] hash = hash(token == null ? "" : token);
        int matches = 0;
        for (int i = 0; i < COMPARED; i++) {
            String secret = i < accepted.size() ? accepted.get(i) : null;
            boolean same = MessageDigest.isEqual(hash, hash(secret == null || secret.isEmpty() ? PLACEHOLDER : secret));
            matches += same ? 1 : 0;
        }
        return matches > 0;
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
