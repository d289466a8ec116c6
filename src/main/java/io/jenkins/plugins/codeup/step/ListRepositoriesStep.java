package io.jenkins.plugins.codeup.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Run;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.Repository;
import io.jenkins.plugins.codeup.connection.CodeupClients;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.function.Predicate;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * {@code codeupListRepositories}: returns the organization's repositories that the account can see, as a list of maps, in
 * Codeup's order. Reads no more pages than the limit needs.
 */
public class ListRepositoriesStep extends CodeupStep {

    private static final long serialVersionUID = 1;

    private String search;
    private String group;
    private boolean archived;
    private int limit;

    @DataBoundConstructor
    public ListRepositoriesStep() {
        // all fields are optional
    }

    /**
     * @return the text that Codeup searches names and paths for, or null for all repositories
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
     * @return the path of a group in the organization, whose repositories and subgroups are listed; null for any
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
     * @return maximum number of repositories, or 0 for all
     */
    public int getLimit() {
        return limit;
    }

    @DataBoundSetter
    public void setLimit(int limit) {
        this.limit = Math.max(0, limit);
    }

    @Override
    Serializable run(Run<?, ?> run, Log log) throws IOException, InterruptedException {
        ArrayList<Serializable> repositories = new ArrayList<>();
        Predicate<Repository> more = repository -> {
            if (isInGroup(repository.pathInOrganization())) {
                repositories.add(values(repository));
            }
            return limit == 0 || repositories.size() < limit;
        };
        CodeupClient client = client(CodeupClients.Purpose.JOB, run, null, log);
        client.listRepositories(search, false, more);
        if (archived && (limit == 0 || repositories.size() < limit)) {
            client.listRepositories(search, true, more);
        }
        log.println(Messages.ListRepositoriesStep_found(repositories.size()));
        return repositories;
    }

    private static LinkedHashMap<String, Serializable> values(Repository repository) {
        LinkedHashMap<String, Serializable> values = new LinkedHashMap<>();
        values.put("id", repository.id());
        values.put("path", repository.path());
        values.put("webUrl", repository.webUrl());
        values.put("httpUrl", repository.cloneUrl(false));
        values.put("sshUrl", repository.cloneUrl(true));
        values.put("archived", repository.archived());
        return values;
    }

    private boolean isInGroup(String path) {
        return group == null || path != null && path.startsWith(group + "/");
    }

    /** Form and symbol of the step. */
    @Extension
    public static class DescriptorImpl extends Descriptor {

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
