package io.jenkins.plugins.codeup.connection;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/**
 * The administrator's page: the connections that jobs may choose. The first is the default; with none at all there is
 * one to the official hosts, so that nothing needs to be configured on {@code codeup.aliyun.com}.
 */
@Extension
@Symbol("codeup")
public class CodeupConfiguration extends GlobalConfiguration {

    private static final int USUAL_KILOBYTES = 1_024;
    private static final int LEAST_KILOBYTES = 16;
    private static final int MOST_KILOBYTES = 20_480;
    private static final int USUAL_LOOK_MINUTES = 360;
    private static final int MAX_LOOK_MINUTES = 7 * 24 * 60;

    /** Where none is configured: one for all, as its limits are shared. */
    private final transient CodeupConnection official = new CodeupConnection("");

    private List<CodeupConnection> connections = new ArrayList<>();
    private volatile int maxDeliveryKilobytes = USUAL_KILOBYTES;
    private int checkIntervalMinutes = USUAL_LOOK_MINUTES;

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

    /** Starts from an empty list: a form from which the last connection was removed does not send one. */
    @Override
    public boolean configure(StaplerRequest2 request, JSONObject form) {
        connections = new ArrayList<>();
        request.bindJSON(this, form);
        save();
        return true;
    }

    @NonNull
    public List<CodeupConnection> getConnections() {
        return List.copyOf(connections);
    }

    @DataBoundSetter
    public void setConnections(@CheckForNull List<CodeupConnection> connections) {
        this.connections = new ArrayList<>(Util.fixNull(connections));
        save();
    }

    /**
     * @return how large a delivery may be, in units of 1024 bytes
     */
    public int getMaxDeliveryKilobytes() {
        return maxDeliveryKilobytes;
    }

    /**
     * @param maxDeliveryKilobytes brought to between 16 and 20480 where it is not; 0 for the default
     */
    @DataBoundSetter
    public void setMaxDeliveryKilobytes(int maxDeliveryKilobytes) {
        this.maxDeliveryKilobytes = maxDeliveryKilobytes == 0
                ? USUAL_KILOBYTES
                : Math.max(LEAST_KILOBYTES, Math.min(maxDeliveryKilobytes, MOST_KILOBYTES));
        save();
    }

    /**
     * @return after how many minutes the hooks that follow jobs are looked at again; 0 for never
     */
    public int getCheckIntervalMinutes() {
        return checkIntervalMinutes;
    }

    /**
     * @param checkIntervalMinutes brought to between 0 and a week where it is not
     */
    @DataBoundSetter
    public void setCheckIntervalMinutes(int checkIntervalMinutes) {
        this.checkIntervalMinutes = Math.max(0, Math.min(checkIntervalMinutes, MAX_LOOK_MINUTES));
        save();
    }

    @POST
    public FormValidation doCheckMaxDeliveryKilobytes(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return FormValidation.validateIntegerInRange(value, LEAST_KILOBYTES, MOST_KILOBYTES);
    }

    @POST
    public FormValidation doCheckCheckIntervalMinutes(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return FormValidation.validateIntegerInRange(value, 0, MAX_LOOK_MINUTES);
    }

    /**
     * @param name a connection's name, or null for the default
     * @throws IllegalArgumentException if there is none of that name; the message names those there are
     */
    @NonNull
    public CodeupConnection connection(@CheckForNull String name) {
        List<CodeupConnection> known = getConnections();
        if (name == null || name.isBlank()) {
            return known.isEmpty() ? official : known.get(0);
        }
        return known.stream()
                .filter(connection -> connection.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(Messages.CodeupConfiguration_unknown(
                        name, known.stream().map(CodeupConnection::getName).collect(Collectors.joining(", ")))));
    }

    /**
     * @param item whose form is filled, or null
     * @param current what is chosen now
     * @return the names to choose from, the default first; to people who may not see them only the current one
     */
    @NonNull
    public ListBoxModel items(@CheckForNull Item item, @CheckForNull String current) {
        if (!CredentialsItems.mayList(item)) {
            return new ListBoxModel(new ListBoxModel.Option(current, current, true));
        }
        ListBoxModel items = new ListBoxModel();
        CodeupConnection first = connection(null);
        items.add(
                first.getName().isEmpty()
                        ? Messages.CodeupConfiguration_official()
                        : Messages.CodeupConfiguration_default(first.getName()),
                "");
        getConnections().forEach(connection -> items.add(connection.getName()));
        return items;
    }
}
