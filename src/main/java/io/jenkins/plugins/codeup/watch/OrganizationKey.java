package io.jenkins.plugins.codeup.watch;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * An organization that is watched over a connection.
 *
 * @param connection the connection's name
 * @param organizationId null for the only one of a Region edition, and where none is known
 */
record OrganizationKey(
        @NonNull String connection, @CheckForNull String organizationId) {

    private static final int NAME_BYTES = 8;

    /** The organization that a repository, as an item names it, is in. */
    @NonNull
    static OrganizationKey of(@NonNull CodeupConnection connection, @NonNull RepositoryRef repository) {
        String own = connection.getOrganizationId();
        return new OrganizationKey(connection.getName(), own == null ? repository.organizationId() : own);
    }

    /**
     * @return the name of its directory, whatever characters the connection's name has
     */
    @NonNull
    String directory() {
        return hash(connection + '\n' + organizationId).substring(0, 2 * NAME_BYTES);
    }

    /**
     * @return 64 hexadecimal digits
     */
    @NonNull
    static String hash(@NonNull String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return organizationId == null ? connection : connection + " (" + organizationId + ")";
    }
}
