package io.jenkins.plugins.codeup.connection;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.BulkChange;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.util.FormValidation;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.client.RepositoryUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/**
 * Global configuration: the connections that jobs may use, and limits. The first connection is the default; without any
 * there is one to the official hosts, so that {@code codeup.aliyun.com} needs no configuration.
 *
 * <p>Read by any thread at any time. A list of connections is replaced as a whole and never changed.
 */
@Extension
@Symbol("codeup")
public class CodeupConfiguration extends GlobalConfiguration {

    private static final int DEFAULT_DELIVERY_KILOBYTES = 1_024;
    private static final int MIN_DELIVERY_KILOBYTES = 16;
    private static final int MAX_DELIVERY_KILOBYTES = 20_480;
    private static final int DEFAULT_INTERVAL_MINUTES = 360;
    private static final int MAX_INTERVAL_MINUTES = 7 * 24 * 60;

    /** The connection where none is configured; one object, as its users share the limit of concurrent calls. */
    private final transient CodeupConnection official = new CodeupConnection("");

    private volatile List<CodeupConnection> connections = new ArrayList<>();
    private volatile int maxDeliveryKilobytes = DEFAULT_DELIVERY_KILOBYTES;
    private volatile int checkIntervalMinutes = DEFAULT_INTERVAL_MINUTES;

    public CodeupConfiguration() {
        load();
    }

    @NonNull
    public static CodeupConfiguration get() {
        return ExtensionList.lookupSingleton(CodeupConfiguration.class);
    }

    @Override
    public String getDisplayName() {
        return Messages.CodeupConfiguration_displayName();
    }

    @Override
    public boolean configure(StaplerRequest2 request, JSONObject form) {
        if (!form.has("connections")) {
            // the form leaves the field out when the last connection was removed
            form.put("connections", new JSONArray());
        }
        try (BulkChange change = new BulkChange(this)) {
            request.bindJSON(this, form);
            change.commit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return true;
    }

    /**
     * @return the connections, in the order of the form; cannot be modified
     */
    @NonNull
    public List<CodeupConnection> getConnections() {
        return List.copyOf(connections);
    }

    @DataBoundSetter
    public void setConnections(@CheckForNull List<CodeupConnection> connections) {
        this.connections = new ArrayList<>(Util.fixNull(connections));
        save();
        CodeupRoles.get().forget();
    }

    /**
     * @return maximum size of a delivery's body, in units of 1024 bytes
     */
    public int getMaxDeliveryKilobytes() {
        return maxDeliveryKilobytes;
    }

    /**
     * @param maxDeliveryKilobytes 16 to 20480, the nearest of them for other values; 0 for the default
     */
    @DataBoundSetter
    public void setMaxDeliveryKilobytes(int maxDeliveryKilobytes) {
        this.maxDeliveryKilobytes = maxDeliveryKilobytes == 0
                ? DEFAULT_DELIVERY_KILOBYTES
                : Math.max(MIN_DELIVERY_KILOBYTES, Math.min(maxDeliveryKilobytes, MAX_DELIVERY_KILOBYTES));
        save();
    }

    /**
     * @return minutes between two checks of all managed webhooks; 0 for no checks
     */
    public int getCheckIntervalMinutes() {
        return checkIntervalMinutes;
    }

    /**
     * @param checkIntervalMinutes 0 to a week, the nearest of them for other values
     */
    @DataBoundSetter
    public void setCheckIntervalMinutes(int checkIntervalMinutes) {
        this.checkIntervalMinutes = Math.max(0, Math.min(checkIntervalMinutes, MAX_INTERVAL_MINUTES));
        save();
    }

    @POST
    public FormValidation doCheckMaxDeliveryKilobytes(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return FormValidation.validateIntegerInRange(value, MIN_DELIVERY_KILOBYTES, MAX_DELIVERY_KILOBYTES);
    }

    @POST
    public FormValidation doCheckCheckIntervalMinutes(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return FormValidation.validateIntegerInRange(value, 0, MAX_INTERVAL_MINUTES);
    }

    /**
     * @param name a connection's name, or null or empty for the default
     * @throws IllegalArgumentException if there is none of that name; the message does not tell the existing names, as not
     *     everybody who reads it may see them
     */
    @NonNull
    @Restricted(NoExternalUse.class)
    public CodeupConnection connection(@CheckForNull String name) {
        List<CodeupConnection> known = getConnections();
        if (name == null || name.isBlank()) {
            return known.isEmpty() ? official : known.get(0);
        }
        return known.stream()
                .filter(connection -> connection.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(Messages.CodeupConfiguration_unknown(name)));
    }

    /**
     * @param url a clone URL
     * @return whether it is at the official host, at that of an organization there, or at the host of a connection's endpoint
     */
    @Restricted(NoExternalUse.class)
    public boolean isAtCodeup(@CheckForNull String url) {
        RepositoryUrl parsed = RepositoryUrl.parse(url);
        return parsed != null
                && parsed.isAtCodeup(getConnections().stream()
                        .map(CodeupConnection::getEndpoint)
                        .filter(Objects::nonNull)
                        .map(endpoint -> URI.create(endpoint).getHost())
                        .filter(Objects::nonNull)
                        .toList());
    }

    /**
     * Chooses the connection for a repository: the named one; else the first one of the organization in the repository's
     * path; else the default, if it is not bound to another organization.
     *
     * @param name a connection's name, or null
     * @return null if no connection fits
     * @throws IllegalArgumentException if there is no connection of that name
     */
    @CheckForNull
    @Restricted(NoExternalUse.class)
    public CodeupConnection connectionFor(@CheckForNull String name, @NonNull RepositoryRef repository) {
        String organization = repository.organizationId();
        if (Util.fixEmptyAndTrim(name) != null || organization == null) {
            return connection(name);
        }
        CodeupConnection first = connection(null);
        return getConnections().stream()
                .filter(connection -> organization.equals(connection.getOrganizationId()))
                .findFirst()
                .orElse(first.getOrganizationId() == null ? first : null);
    }
}
