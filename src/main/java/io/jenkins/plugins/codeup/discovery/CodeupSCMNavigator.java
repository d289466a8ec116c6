package io.jenkins.plugins.codeup.discovery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.Action;
import hudson.model.Item;
import hudson.model.TaskListener;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.codeup.api.Repository;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jenkins.scm.api.SCMNavigator;
import jenkins.scm.api.SCMNavigatorDescriptor;
import jenkins.scm.api.SCMNavigatorEvent;
import jenkins.scm.api.SCMNavigatorOwner;
import jenkins.scm.api.SCMSourceObserver;
import jenkins.scm.api.metadata.ObjectMetadataAction;
import jenkins.scm.api.trait.SCMTrait;
import jenkins.scm.api.trait.SCMTraitDescriptor;
import jenkins.scm.impl.form.NamedArrayList;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.variant.OptionalExtension;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The repositories of an organization of Codeup, or of one of its groups, as the projects of an organization folder. */
public class CodeupSCMNavigator extends SCMNavigator {

    static final String ICON = "symbol-codeup plugin-codeup-webhook";

    private String connection;
    private String organizationId;
    private String apiCredentialsId;
    private String checkoutCredentialsId;
    private String group;
    private String search;
    private boolean archivedIncluded;
    private List<SCMTrait<? extends SCMTrait<?>>> traits = new ArrayList<>();
    private String webUrl;

    @DataBoundConstructor
    public CodeupSCMNavigator() {
        // all fields have defaults
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

    @Override
    protected String id() {
        return String.join("::", Util.fixNull(connection), Util.fixNull(organizationId), Util.fixNull(group));
    }

    @Override
    public void visitSources(SCMSourceObserver observer) throws IOException, InterruptedException {
        PrintStream log = observer.getListener().getLogger();
        Iterable<Repository> repositories = repositories(observer.getContext(), observer.getListener());
        CodeupSCMNavigatorContext context = new CodeupSCMNavigatorContext().withTraits(traits);
        try (CodeupSCMNavigatorContext.Request request = context.newRequest(this, observer)) {
            int count = 0;
            for (Repository repository : repositories) {
                String name = projectName(repository);
                if (name == null) {
                    continue;
                }
                count++;
                if (repository.archived() && !archivedIncluded) {
                    log.println(Messages.CodeupSCMNavigator_archived(name));
                    continue;
                }
                log.println(Messages.CodeupSCMNavigator_repository(name));
                boolean enough = request.process(
                        name,
                        project -> new CodeupSCMSourceBuilder(this, project, repository)
                                .withTraits(request.traits())
                                .build(),
                        null,
                        (project, matches) -> log.println(
                                matches
                                        ? Messages.CodeupSCMNavigator_matches(project)
                                        : Messages.CodeupSCMNavigator_matchesNot(project)));
                if (enough) {
                    break;
                }
            }
            log.println(Messages.CodeupSCMNavigator_count(count));
        }
    }

    /** All are read before any is looked at: half a list must not pass for a whole one. */
    private Iterable<Repository> repositories(Item owner, TaskListener listener)
            throws IOException, InterruptedException {
        Map<Long, Repository> all = new LinkedHashMap<>();
        new Discovery(connection, organizationId, apiCredentialsId)
                .client(owner, listener)
                .listRepositories(search, repository -> {
                    all.put(repository.id(), repository);
                    return true;
                });
        all.values().stream().findFirst().ifPresent(one -> webUrl = root(one));
        return all.values();
    }

    /**
     * @return the path below the organization and the group, or null for a repository that is not in the group
     */
    private String projectName(Repository repository) {
        String path = RepositoryPlace.of(repository).pathInOrganization();
        if (path == null) {
            return group == null ? String.valueOf(repository.id()) : null;
        }
        if (group == null) {
            return path;
        }
        return path.startsWith(group + "/") ? path.substring(group.length() + 1) : null;
    }

    /** The organization's page is above those of its repositories. */
    private static String root(Repository repository) {
        String url = repository.webUrl();
        String path = RepositoryPlace.of(repository).pathInOrganization();
        return url == null || path == null || !url.endsWith("/" + path)
                ? null
                : url.substring(0, url.length() - path.length() - 1);
    }

    @Override
    protected List<Action> retrieveActions(SCMNavigatorOwner owner, SCMNavigatorEvent event, TaskListener listener) {
        String page = webUrl == null || group == null ? webUrl : webUrl + "/" + group;
        return page == null ? List.of() : List.of(new ObjectMetadataAction(null, null, page));
    }

    /** Form of a folder. */
    @OptionalExtension(requirePlugins = {"branch-api", "git"})
    @Symbol("codeup")
    public static class DescriptorImpl extends SCMNavigatorDescriptor {

        @Override
        public String getDisplayName() {
            return Messages.CodeupSCMNavigator_displayName();
        }

        @Override
        public String getDescription() {
            return Messages.CodeupSCMNavigator_description();
        }

        @Override
        public String getIconClassName() {
            return ICON;
        }

        @Override
        public String getPronoun() {
            return Messages.CodeupSCMNavigator_pronoun();
        }

        @Override
        public SCMNavigator newInstance(@CheckForNull String name) {
            CodeupSCMNavigator navigator = new CodeupSCMNavigator();
            navigator.setTraits(getTraitsDefaults());
            return navigator;
        }

        @NonNull
        @Override
        public List<SCMTrait<? extends SCMTrait<?>>> getTraitsDefaults() {
            return new ArrayList<>(TraitLists.defaults());
        }

        public List<NamedArrayList<? extends SCMTraitDescriptor<?>>> getTraitsDescriptorLists() {
            return TraitLists.ofNavigator(this);
        }

        @POST
        public ListBoxModel doFillConnectionItems(@AncestorInPath Item item, @QueryParameter String connection) {
            return DiscoveryForm.connections(item, connection);
        }

        @POST
        public ListBoxModel doFillApiCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String apiCredentialsId) {
            return DiscoveryForm.apiCredentials(item, apiCredentialsId);
        }

        @POST
        public ListBoxModel doFillCheckoutCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String checkoutCredentialsId) {
            return DiscoveryForm.cloneAccounts(item, checkoutCredentialsId);
        }
    }
}
