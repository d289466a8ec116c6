package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.ModelObject;
import hudson.model.User;
import io.jenkins.plugins.codeup.connection.CodeupApi;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.connection.ConnectionProbe;
import io.jenkins.plugins.codeup.connection.EnteredCredentials;
import io.jenkins.plugins.codeup.connection.EventSource;
import io.jenkins.plugins.codeup.connection.RootUrl;
import io.jenkins.plugins.codeup.endpoint.DeliveryCounts;
import java.util.List;
import java.util.UUID;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * A connection that an administrator is about to make: what was entered, and what Codeup answered. In memory only, as it has
 * a secret; pages know it by its id.
 */
@Restricted(NoExternalUse.class)
public final class ConnectDraft implements ModelObject {

    private final String id = UUID.randomUUID().toString();
    private final long begun = System.currentTimeMillis();
    private final User user = User.current();
    private final CodeupConnection settings;
    private final EnteredCredentials credentials;
    private final ConnectionProbe probe;
    private String mistake;

    private ConnectDraft(CodeupConnection settings, EnteredCredentials credentials, ConnectionProbe probe) {
        this.settings = settings;
        this.credentials = credentials;
        this.probe = probe;
    }

    /**
     * Asks Codeup.
     *
     * @param endpoint of a Region edition, or null
     */
    @NonNull
    static ConnectDraft of(
            @CheckForNull String endpoint,
            @CheckForNull String organizationId,
            @NonNull EnteredCredentials credentials,
            boolean region)
            throws InterruptedException {
        CodeupConnection settings = new CodeupConnection("");
        settings.setEndpoint(endpoint);
        settings.setOrganizationId(region ? null : organizationId);
        boolean key = credentials.keyId() != null;
        if (region) {
            settings.setApi(CodeupApi.YUNXIAO_REGION);
        } else {
            settings.setApi(key ? CodeupApi.ALIYUN : CodeupApi.YUNXIAO);
        }
        return new ConnectDraft(settings, credentials, ConnectionProbe.run(settings, credentials));
    }

    /** The same with an organization of those that the token has. */
    @NonNull
    ConnectDraft in(@CheckForNull String organizationId) throws InterruptedException {
        boolean region = settings.getApi() == CodeupApi.YUNXIAO_REGION;
        return of(settings.getEndpoint(), Util.fixEmptyAndTrim(organizationId), credentials, region);
    }

    @Override
    public String getDisplayName() {
        return Messages.ConnectPage_displayName();
    }

    @NonNull
    public String getId() {
        return id;
    }

    boolean isOf(@CheckForNull User one) {
        return one != null && one.equals(user) || one == null && user == null;
    }

    long begun() {
        return begun;
    }

    @NonNull
    EnteredCredentials credentials() {
        return credentials;
    }

    /**
     * @return a new connection with what was entered, and without a name
     */
    @NonNull
    CodeupConnection connection(@NonNull String name) {
        CodeupConnection made = new CodeupConnection(name);
        made.setApi(settings.getApi());
        made.setEndpoint(settings.getEndpoint());
        made.setOrganizationId(probe.getOrganizationId());
        return made;
    }

    @NonNull
    public ConnectionProbe getProbe() {
        return probe;
    }

    /** Whether everything is known that a connection needs. */
    public boolean isComplete() {
        return probe.getProblem() == null
                && (probe.getOrganizationId() != null || settings.getApi() == CodeupApi.YUNXIAO_REGION);
    }

    @NonNull
    public List<ConnectionProbe.Right> getMissing() {
        return probe.getRights().stream().filter(right -> !right.present()).toList();
    }

    /**
     * @return why Codeup probably can't reach this Jenkins, or null if nothing is known against it
     */
    @CheckForNull
    public String getUnreachable() {
        return RootUrl.warning(settings);
    }

    /**
     * @return how many deliveries have reached this Jenkins since it started
     */
    public long getReceived() {
        DeliveryCounts counts = DeliveryCounts.get();
        return counts.of("accepted") + counts.of("test") + counts.of("known");
    }

    /** What is proposed: webhooks where they are likely to arrive, else the watch. */
    @NonNull
    public EventSource getProposal() {
        return getReceived() > 0 || getUnreachable() == null ? EventSource.WEBHOOKS : EventSource.WATCH;
    }

    public boolean isWatchProposed() {
        return getProposal() == EventSource.WATCH;
    }

    @NonNull
    public String getCredentialsIdProposal() {
        return credentials.keyId() == null ? "codeup-token" : "codeup-key";
    }

    public boolean isToken() {
        return credentials.keyId() == null;
    }

    /**
     * @return what was wrong with what was entered last, in the user's language, or null
     */
    @CheckForNull
    public String getMistake() {
        return mistake;
    }

    @NonNull
    ConnectDraft withMistake(@NonNull String text) {
        mistake = text;
        return this;
    }
}
