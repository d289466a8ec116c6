package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import java.util.ArrayList;
import java.util.List;
import jenkins.scm.api.SCMNavigator;
import jenkins.scm.api.trait.SCMTrait;
import org.kohsuke.stapler.DataBoundSetter;

/** What a folder is told: which repositories, how they are reached, what is wanted of them. */
public abstract class CodeupSCMNavigatorSettings extends SCMNavigator {

    private String connection;
    private String organizationId;
    private String apiCredentialsId;
    private String checkoutCredentialsId;
    private String group;
    private String search;
    private boolean archivedIncluded;
    private List<SCMTrait<? extends SCMTrait<?>>> traits = new ArrayList<>();

    @CheckForNull
    public String getConnection() {
        return connection;
    }

    @DataBoundSetter
    public void setConnection(@CheckForNull String connection) {
        this.connection = Util.fixEmptyAndTrim(connection);
    }

    @CheckForNull
    public String getOrganizationId() {
        return organizationId;
    }

    @DataBoundSetter
    public void setOrganizationId(@CheckForNull String organizationId) {
        this.organizationId = Util.fixEmptyAndTrim(organizationId);
    }

    /**
     * @return what the API is called with, or null for the connection's own
     */
    @CheckForNull
    public String getApiCredentialsId() {
        return apiCredentialsId;
    }

    @DataBoundSetter
    public void setApiCredentialsId(@CheckForNull String apiCredentialsId) {
        this.apiCredentialsId = Util.fixEmptyAndTrim(apiCredentialsId);
    }

    /**
     * @return what git clones with over HTTPS, or null
     */
    @CheckForNull
    public String getCheckoutCredentialsId() {
        return checkoutCredentialsId;
    }

    @DataBoundSetter
    public void setCheckoutCredentialsId(@CheckForNull String checkoutCredentialsId) {
        this.checkoutCredentialsId = Util.fixEmptyAndTrim(checkoutCredentialsId);
    }

    /**
     * @return the path of the group whose repositories alone are meant, those of its own groups among them, or null
     */
    @CheckForNull
    public String getGroup() {
        return group;
    }

    @DataBoundSetter
    public void setGroup(@CheckForNull String group) {
        this.group = Util.fixEmptyAndTrim(Util.fixNull(group).replaceAll("^/+|/+$", ""));
    }

    /**
     * @return what Codeup is to search the repositories' paths for, or null
     */
    @CheckForNull
    public String getSearch() {
        return search;
    }

    @DataBoundSetter
    public void setSearch(@CheckForNull String search) {
        this.search = Util.fixEmptyAndTrim(search);
    }

    public boolean isArchivedIncluded() {
        return archivedIncluded;
    }

    @DataBoundSetter
    public void setArchivedIncluded(boolean archivedIncluded) {
        this.archivedIncluded = archivedIncluded;
    }

    @Override
    public List<SCMTrait<? extends SCMTrait<?>>> getTraits() {
        return List.copyOf(traits);
    }

    @Override
    public void setTraits(@CheckForNull List<SCMTrait<? extends SCMTrait<?>>> traits) {
        this.traits = new ArrayList<>(Util.fixNull(traits));
    }

    /** As an array, of which Job DSL knows what may be in it, where it does not of the list's wildcards. */
    @DataBoundSetter
    @SuppressWarnings("rawtypes")
    public void setTraits(@CheckForNull SCMTrait[] traits) {
        this.traits = new ArrayList<>();
        if (traits != null) {
            for (SCMTrait<?> trait : traits) {
                this.traits.add(trait);
            }
        }
    }

    /** How Codeup is reached. */
    @NonNull
    Discovery discovery() {
        return new Discovery(connection, organizationId, apiCredentialsId);
    }
}
