package io.jenkins.plugins.codeup.connection;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.AdministrativeMonitor;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.verb.POST;

/** Names the connections whose own credentials Codeup refuses, see {@link CredentialsCheck}, or that expire soon. */
@Extension
@Restricted(NoExternalUse.class)
public final class TokenMonitor extends AdministrativeMonitor {

    @Override
    public boolean isActivated() {
        return !getWarnings().isEmpty();
    }

    /**
     * @return what is wrong, by connection, in the reader's language
     */
    @NonNull
    public List<String> getWarnings() {
        LocalDate today = LocalDate.now();
        List<String> warnings = new ArrayList<>();
        for (CodeupConnection connection : CodeupConfiguration.get().getConnections()) {
            if (connection.getCredentialsId() != null) {
                String refusal = CredentialsCheck.get().refusal(connection);
                String warning = refusal == null ? TokenExpiry.warning(connection, today) : refusal;
                if (warning != null) {
                    warnings.add(warning);
                }
            }
        }
        return warnings;
    }

    /** Asks Codeup now. */
    @POST
    public HttpResponse doCheck() throws InterruptedException {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        CredentialsCheck.get().checkAll();
        return HttpResponses.redirectViaContextPath("manage/");
    }

    @Override
    public String getDisplayName() {
        return Messages.TokenMonitor_displayName();
    }
}
