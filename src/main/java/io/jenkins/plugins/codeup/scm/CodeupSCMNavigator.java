package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Action;
import hudson.model.Item;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.Repository;
import io.jenkins.plugins.codeup.connection.CodeupClients;
import io.jenkins.plugins.codeup.connection.CodeupForms;
import io.jenkins.plugins.codeup.connection.ConnectionTest;
import io.jenkins.plugins.codeup.connection.CredentialsLookup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import jenkins.scm.api.SCMNavigator;
import jenkins.scm.api.SCMNavigatorDescriptor;
import jenkins.scm.api.SCMNavigatorEvent;
import jenkins.scm.api.SCMNavigatorOwner;
import jenkins.scm.api.SCMSourceObserver;
import jenkins.scm.api.trait.SCMNavigatorContext;
import jenkins.scm.api.trait.SCMNavigatorRequest;
import jenkins.scm.api.trait.SCMSourceBuilder;
import jenkins.scm.api.trait.SCMTrait;
import jenkins.scm.api.trait.SCMTraitDescriptor;
import jenkins.scm.impl.form.NamedArrayList;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The repositories of a Codeup organization, or of one of its groups, as the projects of an organization folder. */
public class CodeupSCMNavigator extends SCMNavigator {

    static final String ICON = "symbol-codeup plugin-codeup";

    private String connection;
    private String organizationId;
    private String apiCredentialsId;
    private String checkoutCredentialsId;
    private String group;
    private String search;
    private boolean personalIncluded;
    private boolean archivedIncluded;
    private List<SCMTrait<? extends SCMTrait<?>>> traits = new ArrayList<>();

    /** The organization's page, known after the first scan; for the folder's link. */
    private transient volatile String webUrl;

    @DataBoundConstructor
    public CodeupSCMNavigator() {
        // all fields have defaults
    }

    private Object readResolve() {
        if (traits == null) {
            traits = new ArrayList<>(CodeupTraits.defaults());
        }
        return this;
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
     * @return credentials for API calls, or null for the connection's own
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
     * @return credentials with which git clones over HTTPS, or null
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
     * @return path of the group to which the folder is limited, subgroups included, or null for the whole organization
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
     * @return the text that Codeup searches repositories' paths for, or null for no search
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
     * @return whether a folder without a group takes repositories that are in no group: those of people, and their forks
     */
    public boolean isPersonalIncluded() {
        return personalIncluded;
    }

    @DataBoundSetter
    public void setPersonalIncluded(boolean personalIncluded) {
        this.personalIncluded = personalIncluded;
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

    /** The data-bound setter takes an array: from the list's wildcards Job DSL cannot tell the type of the elements. */
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

    /** As Branch API shows the navigator in errors. */
    @Override
    public String toString() {
        return "codeup(connection=" + connection + ", organizationId=" + organizationId + ", group=" + group + ")";
    }

    @Override
    public void visitSources(SCMSourceObserver observer) throws IOException, InterruptedException {
        CodeupClient client = new ApiAccess(connection, organizationId, apiCredentialsId)
                .client(CodeupClients.Purpose.SOURCE, null, observer.getContext(), observer.getListener());
        FolderRepositories selected = new FolderRepositories(this, client);
        Collection<Repository> repositories = selected.list(observer.getIncludes());
        repositories.stream()
                .findFirst()
                .ifPresent(one -> webUrl = RepositoryLocation.of(one).organizationUrl());
        try (Context.Request request = new Context().withTraits(traits).newRequest(this, observer)) {
            new FolderScan(this, selected, request, observer).offer(repositories);
        }
    }

    @Override
    protected List<Action> retrieveActions(SCMNavigatorOwner owner, SCMNavigatorEvent event, TaskListener listener) {
        return MetadataActions.ofOrganization(webUrl, group);
    }

    /** What the folder's traits ask for: filters of repositories, and the traits of their sources. */
    public static class Context extends SCMNavigatorContext<Context, Context.Request> {

        @Override
        public Request newRequest(SCMNavigator navigator, SCMSourceObserver observer) {
            return new Request(navigator, this, observer);
        }

        /** One scan of the organization. */
        public static class Request extends SCMNavigatorRequest {

            Request(SCMNavigator navigator, Context context, SCMSourceObserver observer) {
                super(navigator, context, observer);
            }
        }
    }

    /** Creates the source of a repository's project, with the folder's settings. */
    public static class SourceBuilder extends SCMSourceBuilder<SourceBuilder, CodeupSCMSource> {

        private final CodeupSCMNavigator navigator;
        private final Repository repository;

        SourceBuilder(
                @NonNull CodeupSCMNavigator navigator, @NonNull String projectName, @NonNull Repository repository) {
            super(CodeupSCMSource.class, projectName);
            this.navigator = navigator;
            this.repository = repository;
        }

        @Override
        public CodeupSCMSource build() {
            String path = repository.path();
            CodeupSCMSource source = new CodeupSCMSource(path == null ? String.valueOf(repository.id()) : path);
            source.setId(navigator.getId() + "::" + repository.id());
            source.setConnection(navigator.connection);
            source.setOrganizationId(navigator.organizationId);
            source.setApiCredentialsId(navigator.apiCredentialsId);
            source.setCheckoutCredentialsId(navigator.checkoutCredentialsId);
            source.setTraits(traits());
            source.setLocation(RepositoryLocation.of(repository));
            return source;
        }
    }

    /** Form of the folder. */
    @Extension
    @Symbol("codeup")
    public static class DescriptorImpl extends SCMNavigatorDescriptor implements ApiAccess.Form {

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
            return new ArrayList<>(CodeupTraits.defaults());
        }

        public List<NamedArrayList<? extends SCMTraitDescriptor<?>>> getTraitsDescriptorLists() {
            return CodeupTraits.ofNavigator(this);
        }

        /** Asks Codeup for the repositories that a scan would find. */
        @POST
        public FormValidation doTestConnection(
                @AncestorInPath Item item,
                @QueryParameter String connection,
                @QueryParameter String apiCredentialsId,
                @QueryParameter String organizationId,
                @QueryParameter String group) {
            CodeupForms.checkMayConfigure(item);
            CodeupSCMNavigator tested = new CodeupSCMNavigator();
            tested.setConnection(connection);
            tested.setOrganizationId(organizationId);
            tested.setGroup(group);
            return ConnectionTest.ofFolder(
                    item,
                    tested.connection,
                    tested.organizationId,
                    tested.group,
                    CredentialsLookup.Ids.of(apiCredentialsId, "apiCredentialsId"));
        }
    }
}
