package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import java.util.ArrayList;
import java.util.List;
import jenkins.plugins.git.AbstractGitSCMSource;
import jenkins.scm.api.trait.SCMSourceTrait;
import org.kohsuke.stapler.DataBoundSetter;

/** What a source is told: which repository, how it is reached, what is wanted of it; and what that means for git. */
public abstract class CodeupSCMSourceSettings extends AbstractGitSCMSource {

    private final String repository;
    private String connection;
    private String organizationId;
    private String apiCredentialsId;
    private String checkoutCredentialsId;
    private List<SCMSourceTrait> traits = new ArrayList<>();

    CodeupSCMSourceSettings(@CheckForNull String repository) {
        this.repository = Util.fixNull(repository).trim();
    }

    /**
     * @return number, path or clone URL, as it was given
     */
    @NonNull
    public String getRepository() {
        return repository;
    }

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

    @Override
    public List<SCMSourceTrait> getTraits() {
        return List.copyOf(traits);
    }

    @Override
    @DataBoundSetter
    public void setTraits(@CheckForNull List<SCMSourceTrait> traits) {
        this.traits = new ArrayList<>(Util.fixNull(traits));
    }

    /** What git clones with. */
    @Override
    public String getCredentialsId() {
        SshCheckoutTrait ssh = SshCheckoutTrait.of(traits);
        return ssh == null ? checkoutCredentialsId : ssh.getCredentialsId();
    }

    /**
     * @param place where a repository is, or null where Codeup was never asked: then it is taken to be this one, where
     *     it would be on codeup.aliyun.com
     * @return what git clones
     */
    @NonNull
    String remote(@CheckForNull RepositoryPlace place) {
        String url = place == null ? null : place.cloneUrl(SshCheckoutTrait.of(traits) != null);
        if (url != null) {
            return url;
        }
        RepositoryRef named = named();
        return named == null || repository.contains(":")
                ? repository
                : "https://codeup.aliyun.com/" + named.identity(organizationId) + ".git";
    }

    /**
     * @return the repository as the API takes it, with the organization in front where that is known
     */
    @NonNull
    public String identity() {
        RepositoryRef named = named();
        return named == null ? repository : named.identity(organizationId);
    }

    /**
     * @return null where what was stated is no repository
     */
    @CheckForNull
    RepositoryRef named() {
        try {
            return RepositoryRef.parse(repository);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** How Codeup is reached. */
    @NonNull
    Discovery discovery() {
        return new Discovery(connection, organizationId, apiCredentialsId);
    }
}
