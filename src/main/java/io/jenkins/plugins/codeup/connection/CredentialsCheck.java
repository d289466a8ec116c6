package io.jenkins.plugins.codeup.connection;

import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.XmlFile;
import hudson.model.AsyncPeriodicWork;
import hudson.model.Computer;
import hudson.model.Saveable;
import hudson.model.TaskListener;
import hudson.model.listeners.SaveableListener;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.client.http.RetryPolicy;
import io.jenkins.plugins.codeup.client.yunxiao.YunxiaoClient;
import io.jenkins.plugins.codeup.connection.CodeupClients.Purpose;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Asks Codeup once a day whether it still accepts the connections' own credentials, and at once after a change of those
 * that it refused. One call for each connection. {@link TokenMonitor} shows the result. Thread-safe.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class CredentialsCheck extends AsyncPeriodicWork {

    private static final Logger LOGGER = Logger.getLogger(CredentialsCheck.class.getName());
    /** No organization has this id; the call that asks for the token's user needs none. */
    private static final String ANY_ORGANIZATION = "-";

    /** By the connection's name. */
    private final Map<String, Refusal> refusals = new ConcurrentHashMap<>();

    /**
     * @param credentialsId those that Codeup refused
     */
    private record Refusal(String credentialsId, CodeupException why) {}

    public CredentialsCheck() {
        super("Codeup credentials");
    }

    @NonNull
    static CredentialsCheck get() {
        return ExtensionList.lookupSingleton(CredentialsCheck.class);
    }

    @Override
    public long getRecurrencePeriod() {
        return DAY;
    }

    /** A Jenkins that is restarted each day checks too. */
    @Override
    public long getInitialDelay() {
        return 15 * MIN;
    }

    @Override
    protected void execute(TaskListener listener) throws InterruptedException {
        checkAll();
    }

    /** Checks all connections that have credentials. */
    void checkAll() throws InterruptedException {
        for (CodeupConnection connection : CodeupConfiguration.get().getConnections()) {
            if (connection.getCredentialsId() != null) {
                check(connection);
            }
        }
    }

    /** What is neither accepted nor refused, as Codeup can't be reached, leaves what was known before. */
    private void check(CodeupConnection connection) throws InterruptedException {
        try {
            ask(connection);
            refusals.remove(connection.getName());
        } catch (CodeupException e) {
            if (e.kind() == Kind.UNAUTHORIZED) {
                refusals.put(connection.getName(), new Refusal(connection.getCredentialsId(), e));
            } else if (e.kind() == Kind.FORBIDDEN) {
                // a token that may not read its own user is accepted
                refusals.remove(connection.getName());
            }
            LOGGER.log(Level.FINE, "The credentials of connection " + connection.getName() + " were checked", e);
        } catch (IllegalArgumentException e) {
            LOGGER.log(Level.FINE, "Connection " + connection.getName() + " has no usable credentials", e);
        }
    }

    private static void ask(CodeupConnection connection) throws CodeupException, InterruptedException {
        CodeupClient client = CodeupClients.forTask(
                connection,
                Purpose.OWN_WEBHOOK,
                CredentialsLookup.ofJenkins(),
                CredentialsLookup.Ids.NONE,
                connection.getOrganizationId() == null ? ANY_ORGANIZATION : null,
                null,
                RetryPolicy.Listener.NONE);
        if (client instanceof YunxiaoClient yunxiao) {
            yunxiao.currentUser();
        } else if (connection.getOrganizationId() != null) {
            client.listRepositories(null, false, first -> false);
        }
    }

    /**
     * @return that Codeup refused the connection's credentials, and why, in the reader's language; null if it is not known
     *     to
     */
    @CheckForNull
    String refusal(@NonNull CodeupConnection connection) {
        Refusal refusal = refusals.get(connection.getName());
        return refusal == null || !Objects.equals(refusal.credentialsId, connection.getCredentialsId())
                ? null
                : Messages.TokenMonitor_refused(
                        connection.getName(), refusal.credentialsId, refusal.why.describe(LocaleProvider.getLocale()));
    }

    private void checkRefused() {
        for (CodeupConnection connection : CodeupConfiguration.get().getConnections()) {
            if (refusals.containsKey(connection.getName())) {
                try {
                    check(connection);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    /** Ends a warning when its cause is mended. */
    @Extension
    @Restricted(NoExternalUse.class)
    public static final class Changes extends SaveableListener {

        @Override
        public void onChange(Saveable saved, XmlFile file) {
            boolean mended = saved instanceof CodeupConfiguration || saved instanceof SystemCredentialsProvider;
            if (mended && !get().refusals.isEmpty()) {
                Computer.threadPoolForRemoting.execute(get()::checkRefused);
            }
        }
    }
}
