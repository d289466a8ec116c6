package io.jenkins.plugins.codeup.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.UUID;

/**
 * Whether a delivery brings the hook's secret, which Codeup sends in clear in {@code X-Codeup-Token}. Takes the same
 * work whatever is brought and however many secrets there are, and says no to nothing.
 */
public final class TokenCheck {

    /** The header that brings the hook's secret. */
    public static final String HEADER = "X-Codeup-Token";

    /** How many secrets each token is compared with, however many will do. */
    static final int COMPARED = 2;

    /** Stands where there is no secret; nobody knows it. */
    private static final String STAND_IN = UUID.randomUUID().toString() + UUID.randomUUID();

    private TokenCheck() {}

    /**
     * @param brought what the delivery brings, or null
     * @param accepted at most two secrets in clear that will do, the second during a rotation; empty ones never do
     */
    public static boolean passes(@CheckForNull String brought, @NonNull List<String> accepted) {
        if (accepted.size() > COMPARED) {
            throw new IllegalArgumentException(accepted.size() + " secrets");
        }
        byte[] hash = hash(brought == null ? "" : brought);
        int found = 0;
        for (int i = 0; i < COMPARED; i++) {
            String secret = i < accepted.size() ? accepted.get(i) : null;
            boolean same = MessageDigest.isEqual(hash, hash(secret == null || secret.isEmpty() ? STAND_IN : secret));
            found += same ? 1 : 0;
        }
        return found > 0;
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
