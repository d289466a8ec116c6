package io.jenkins.plugins.codeup.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Run;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.connection.CodeupAccess;
import io.jenkins.plugins.codeup.connection.CredentialsContext;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * {@code codeupListRepositories}: the organization's repositories that the account can see, as a list of maps, so that
 * one Jenkinsfile can do the same for each. Pages are read only as far as they are wanted.
 */
public class ListRepositoriesStep extends CodeupStep {

    private static final long serialVersionUID = 1;

    private String search;
    private String group;
    private boolean archived;
    private int limit;

    @DataBoundConstructor
    public ListRepositoriesStep() {
        // everything is optional
    }

    /**
     * @return what Codeup searches names and paths for, or null for all repositories
     */
    @CheckForNull
    public String getSearch() {
        return search;
    }

    @DataBoundSetter
    public void setSearch(@CheckForNull String search) {
        this.search = Util.fixEmptyAndTrim(search);
    }

    /**
     * @return the path of the group, below the organization, that repositories must be in, or null for any
     */
    @CheckForNull
    public String getGroup() {
        return group;
    }

    @DataBoundSetter
    public void setGroup(@CheckForNull String group) {
        this.group = group == null ? null : Util.fixEmptyAndTrim(group.replaceAll("^/+|/+$", ""));
    }

    /**
     * @return whether archived repositories are listed too
     */
    public boolean isArchived() {
        return archived;
    }

    @DataBoundSetter
    public void setArchived(boolean archived) {
        this.archived = archived;
    }

    /**
     * @return how many repositories are listed at most, or 0 for all
     */
    public int getLimit() {
        return limit;
    }

    @DataBoundSetter
    public void setLimit(int limit) {
        this.limit = Math.max(0, limit);
    }

    @Override
    Serializable execute(Run<?, ?> run, CodeupLog log) throws IOException, InterruptedException {
        CodeupClient client = CodeupAccess.of(getConnection(), CredentialsContext.of(run))
                .client(null, getOrganizationId(), credentialsIds(), log);
        ArrayList<Serializable> repositories = new ArrayList<>();
        client.listRepositories(search, repository -> {
            if ((archived || !repository.archived()) && isInGroup(repository.path())) {
                repositories.add(PlainValues.of(repository));
            }
            return limit == 0 || repositories.size() < limit;
        });
        log.say(Messages.ListRepositoriesStep_found(repositories.size()));
        return repositories;
    }

    /** Codeup's paths begin with the organization, but for those of a Region edition. */
    private boolean isInGroup(String path) {
        return group == null
                || path != null && path.replaceFirst("^[0-9a-f]{24}/", "").startsWith(group + "/");
    }

    /** Form and name of the step. */
    @Extension
    public static class DescriptorImpl extends CodeupStepDescriptor {

        @Override
        public String getFunctionName() {
            return "codeupListRepositories";
        }

        @Override
        public String getDisplayName() {
            return Messages.ListRepositoriesStep_displayName();
        }
    }
}
