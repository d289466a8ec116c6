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
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Warns of a URL of this Jenkins that Codeup probably can't reach, if managed webhooks deliver to it. */
@Extension
@Restricted(NoExternalUse.class)
public final class RootUrlMonitor extends AdministrativeMonitor {

    @Override
    public boolean isActivated() {
        return !getWarnings().isEmpty();
    }

    /**
     * @return what is wrong and what to do, in the reader's language
     */
    @NonNull
    public List<String> getWarnings() {
        return CodeupConfiguration.get().getConnections().stream()
                .filter(CodeupConnection::managesWebhooks)
                .map(RootUrl::warning)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
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
