package io.jenkins.plugins.codeup.connection;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.model.Run;
import java.util.List;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;

/** On whose behalf the store is asked: what a build may use, or what a person on a configuration page may. */
public interface CredentialsContext {

    /**
     * @return the credentials of that id, of whatever kind, or null if there are none here
     */
    @CheckForNull
    StandardCredentials find(@NonNull String id);

    /**
     * @return where {@link #find} looks, for a message
     */
    @NonNull
    String place();

    /**
     * Looks where a build may, folders included, and notes the use in the credentials' own history.
     */
    @NonNull
    static CredentialsContext of(@NonNull Run<?, ?> run) {
        return new CredentialsContext() {
            @Override
            public StandardCredentials find(String id) {
                StandardCredentials found =
                        CredentialsProvider.findCredentialById(id, StandardCredentials.class, run, List.of());
                return found == null ? null : CredentialsProvider.track(run, found);
            }

            @Override
            public String place() {
                return Messages.CredentialsContext_job(run.getParent().getFullName());
            }
        };
    }

    /**
     * Looks where a person who configures an item may.
     *
     * @param item the item, or null for Jenkins itself
     */
    @NonNull
    static CredentialsContext of(@CheckForNull Item item, @NonNull Authentication user) {
        return new CredentialsContext() {
            @Override
            public StandardCredentials find(String id) {
                return CredentialsProvider.findCredentialByIdInItem(
                        id, StandardCredentials.class, item, user, List.of());
            }

            @Override
            public String place() {
                return item == null
                        ? Jenkins.get().getDisplayName()
                        : Messages.CredentialsContext_job(item.getFullName());
            }
        };
    }
}
