package io.jenkins.plugins.codeup.connection;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import java.util.List;
import org.springframework.security.core.Authentication;

/** Where credentials are looked up: where a build may, or where an item's builds may when it is configured. */
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
     * @return where credentials of connections are looked up for who looks here: in Jenkins's own store, whatever the job
     */
    @NonNull
    default CredentialsContext ofConnection() {
        return of((Item) null);
    }

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

            @Override
            public CredentialsContext ofConnection() {
                CredentialsContext jenkins = of((Item) null);
                return new CredentialsContext() {
                    @Override
                    public StandardCredentials find(String id) {
                        StandardCredentials found = jenkins.find(id);
                        return found == null ? null : CredentialsProvider.track(run, found);
                    }

                    @Override
                    public String place() {
                        return jenkins.place();
                    }
                };
            }
        };
    }

    /**
     * Looks where the builds of an item may. Who asks must have the right to configure it, and could use them anyway by
     * a build; looked up on that person's own behalf, credentials of folders would not be found.
     *
     * @param item the item, or null for Jenkins itself
     */
    @NonNull
    static CredentialsContext of(@CheckForNull Item item) {
        Authentication builds = item instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : ACL.SYSTEM2;
        return new CredentialsContext() {
            @Override
            public StandardCredentials find(String id) {
                return CredentialsProvider.findCredentialByIdInItem(
                        id, StandardCredentials.class, item, builds, List.of());
            }

            @Override
            public String place() {
                return item == null
                        ? Messages.CredentialsContext_jenkins()
                        : Messages.CredentialsContext_job(item.getFullName());
            }
        };
    }
}
