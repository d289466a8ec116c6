package io.jenkins.plugins.codeup.connection;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import java.io.Serializable;

/**
 * Which credentials of the store a call is made with; ids, never secrets.
 *
 * @param credentialsId a Username with password (AccessKey id and secret) or a Secret text (a token), or null
 * @param accessTokenCredentialsId a Secret text with an AccessToken on top of an AccessKey, or null
 * @param securityTokenCredentialsId a Secret text with the STS token of a temporary AccessKey, or null
 */
public record CredentialsIds(
        @CheckForNull String credentialsId,
        @CheckForNull String accessTokenCredentialsId,
        @CheckForNull String securityTokenCredentialsId)
        implements Serializable {

    /** None is named. */
    public static final CredentialsIds NONE = new CredentialsIds(null, null, null);

    public CredentialsIds {
        credentialsId = Util.fixEmptyAndTrim(credentialsId);
        accessTokenCredentialsId = Util.fixEmptyAndTrim(accessTokenCredentialsId);
        securityTokenCredentialsId = Util.fixEmptyAndTrim(securityTokenCredentialsId);
    }

    /**
     * @return whether the connection's own credentials are meant, if it has any
     */
    boolean areNone() {
        return equals(NONE);
    }
}
