package io.jenkins.plugins.codeup.connection;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.Descriptor;
import hudson.util.Secret;
import io.jenkins.plugins.codeup.client.CodeupCredentials;
import io.jenkins.plugins.codeup.client.SecretValue;
import java.io.IOException;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * A token or an AccessKey as an administrator entered it, on its way into Jenkins's own store of credentials. Never shown
 * again.
 *
 * @param keyId the id of an AccessKey, or null for a token
 * @param secret the token or the AccessKey secret, without blanks around it
 */
@Restricted(NoExternalUse.class)
public record EnteredCredentials(
        @CheckForNull String keyId, @NonNull Secret secret) {

    /**
     * @throws IllegalArgumentException if the secret is missing; the message, in the user's language, says what to enter
     */
    @NonNull
    public static EnteredCredentials of(@CheckForNull String keyId, @CheckForNull String secret) {
        String entered = Util.fixEmptyAndTrim(secret);
        if (entered == null) {
            throw new IllegalArgumentException(Messages.EnteredCredentials_missing());
        }
        return new EnteredCredentials(Util.fixEmptyAndTrim(keyId), Secret.fromString(entered));
    }

    @NonNull
    CodeupCredentials codeupCredentials() {
        SecretValue value = SecretValue.of(secret.getPlainText());
        return keyId == null
                ? new CodeupCredentials.PersonalAccessToken(value)
                : new CodeupCredentials.AccessKey(keyId, value, null, null);
    }

    /**
     * Adds them to Jenkins's own store, for Jenkins itself only. The caller has checked that the user is an administrator.
     *
     * @param id a new one
     * @throws IllegalArgumentException if it is missing or taken; the message, in the user's language, says what to enter
     */
    public void add(@CheckForNull String id, @NonNull String description) throws IOException {
        add(id, description, CredentialsScope.SYSTEM);
    }

    /** The same, for builds as well, such as an account with which git clones. */
    public void addForBuilds(@CheckForNull String id, @NonNull String description) throws IOException {
        add(id, description, CredentialsScope.GLOBAL);
    }

    private void add(String id, String description, CredentialsScope scope) throws IOException {
        checkNew(id);
        store().addCredentials(Domain.global(), credentials(scope, id, description));
    }

    /**
     * @throws IllegalArgumentException if there are credentials of that id, or it is missing
     */
    public static void checkNew(@CheckForNull String id) {
        if (Util.fixEmptyAndTrim(id) == null || !id.matches("[A-Za-z0-9_.-]{1,100}")) {
            throw new IllegalArgumentException(Messages.EnteredCredentials_id(Util.fixNull(id)));
        }
        if (CredentialsLookup.ofJenkins().find(id) != null) {
            throw new IllegalArgumentException(Messages.EnteredCredentials_taken(id));
        }
    }

    /**
     * Takes the place of the secret of a connection's credentials, which keep their id: whatever names them stays as it is.
     *
     * @throws IllegalArgumentException if the connection has no credentials in Jenkins's own store, or they are of another
     *     kind
     */
    public void replace(@NonNull CodeupConnection connection) throws IOException {
        String id = String.valueOf(connection.getCredentialsId());
        StandardCredentials now = CredentialsLookup.ofJenkins().find(id);
        boolean key = now instanceof StandardUsernamePasswordCredentials;
        if (now == null || key != (keyId != null) || !key && !(now instanceof StringCredentials)) {
            throw new IllegalArgumentException(Messages.EnteredCredentials_otherKind(id));
        }
        CredentialsScope scope = now.getScope() == null ? CredentialsScope.SYSTEM : now.getScope();
        CredentialsStore store = store();
        boolean found = false;
        for (Domain domain : store.getDomains()) {
            if (store.getCredentials(domain).contains(now)) {
                found |= store.updateCredentials(domain, now, credentials(scope, id, now.getDescription()));
            }
        }
        if (!found) {
            throw new IllegalArgumentException(Messages.EnteredCredentials_otherKind(id));
        }
    }

    private StandardCredentials credentials(CredentialsScope scope, String id, String description) {
        if (keyId == null) {
            return new StringCredentialsImpl(scope, id, description, secret);
        }
        try {
            return new UsernamePasswordCredentialsImpl(scope, id, description, keyId, secret.getPlainText());
        } catch (Descriptor.FormException e) {
            // a password that is too short for FIPS mode
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static CredentialsStore store() {
        for (CredentialsStore store : CredentialsProvider.lookupStores(Jenkins.get())) {
            if (store.getContext() == Jenkins.get() && store.isDomainsModifiable()) {
                return store;
            }
        }
        throw new IllegalArgumentException(Messages.EnteredCredentials_noStore());
    }

    @Override
    public String toString() {
        return keyId == null ? "a token" : "AccessKey " + keyId;
    }
}
