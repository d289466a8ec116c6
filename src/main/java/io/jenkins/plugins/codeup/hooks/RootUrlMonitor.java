package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.AdministrativeMonitor;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.connection.RootUrl;
import java.util.List;
import java.util.Objects;
import jenkins.model.Jenkins;

/** Warns of a URL of this Jenkins that Codeup hardly reaches, where hooks to it are made all the same. */
@Extension
public final class RootUrlMonitor extends AdministrativeMonitor {

    @Override
    public boolean isActivated() {
        return !getDoubts().isEmpty();
    }

    /**
     * @return what is doubtful and what to do, in the language of who looks
     */
    @NonNull
    public List<String> getDoubts() {
        return CodeupConfiguration.get().getConnections().stream()
                .filter(CodeupConnection::managesWebhooks)
                .map(RootUrlMonitor::doubt)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    private static String doubt(CodeupConnection connection) {
        try {
            return RootUrl.doubt(RootUrl.of(connection));
        } catch (IllegalStateException e) {
            return e.getMessage();
        }
    }

    @Override
    public void checkRequiredPermission() {
        Jenkins.get().checkPermission(Jenkins.MANAGE);
    }

    @Override
    public boolean hasRequiredPermission() {
        return Jenkins.get().hasPermission(Jenkins.MANAGE);
    }

    @Override
    public String getDisplayName() {
        return Messages.RootUrlMonitor_displayName();
    }
}
