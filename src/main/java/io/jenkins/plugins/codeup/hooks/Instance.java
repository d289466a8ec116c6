package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jenkinsci.main.modules.instance_identity.InstanceIdentity;

/**
 * This Jenkins, as a word in the store of managed webhooks. A copy of JENKINS_HOME that got an identity of its own then
 * knows that the stored webhooks are the original's, and removes none.
 */
final class Instance {

    private static final int LENGTH = 16;

    private Instance() {}

    /**
     * @return a hash of Jenkins's instance identity: the same as long as the identity is
     */
    @NonNull
    static String id() {
        return hash(InstanceIdentity.get().getPublic().getEncoded());
    }

    static boolean isThis(@CheckForNull String id) {
        return id().equals(id);
    }

    /**
     * @return 32 hexadecimal digits, from which the value can't be found if it is random and long
     */
    @NonNull
    static String hash(@NonNull byte[] value) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(value);
            return HexFormat.of().formatHex(digest, 0, LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
