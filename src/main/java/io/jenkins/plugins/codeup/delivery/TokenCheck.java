package io.jenkins.plugins.codeup.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;

/**
 * Whether a delivery brings the hook's secret, which Codeup sends in clear in {@code X-Codeup-Token}. Takes the same
 * time whatever is brought, and says no to nothing.
 */
public final class TokenCheck {

    /** The header that brings the hook's secret. */
    public static final String HEADER = "X-Codeup-Token";

    private TokenCheck() {}

    /**
     * @param brought what the delivery brings, or null
     * @param accepted the secrets in clear that will do, several during a rotation; empty ones never do
     */
    public static boolean passes(@CheckForNull String brought, @NonNull Collection<String> accepted) {
        byte[] hash = hash(brought == null ? "" : brought);
        int found = 0;
        for (String secret : accepted) {
            boolean same = MessageDigest.isEqual(hash, hash(secret == null ? "" : secret));
            // an empty secret is found by an empty token alone, which is refused below
            found += same ? 1 : 0;
        }
        return brought != null && !brought.isEmpty() && found > 0;
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
