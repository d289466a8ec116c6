package io.jenkins.plugins.codeup.discovery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Util;
import hudson.model.Action;
import hudson.model.Item;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.codeup.api.CodeupClient;
import io.jenkins.plugins.codeup.api.MergeRequest;
import io.jenkins.plugins.codeup.api.RepositoryRef;
import io.jenkins.plugins.codeup.api.SourceReader;
import io.jenkins.plugins.codeup.delivery.MergeRequestInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jenkins.plugins.git.AbstractGitSCMSource;
import jenkins.plugins.git.GitBranchSCMHead;
import jenkins.plugins.git.GitBranchSCMRevision;
import jenkins.plugins.git.GitSCMBuilder;
import jenkins.plugins.git.GitTagSCMHead;
import jenkins.plugins.git.GitTagSCMRevision;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadCategory;
import jenkins.scm.api.SCMHeadEvent;
import jenkins.scm.api.SCMHeadObserver;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMSourceCriteria;
import jenkins.scm.api.SCMSourceDescriptor;
import jenkins.scm.api.SCMSourceEvent;
import jenkins.scm.api.trait.SCMSourceTrait;
import jenkins.scm.api.trait.SCMTraitDescriptor;
import jenkins.scm.impl.ChangeRequestSCMHeadCategory;
import jenkins.scm.impl.TagSCMHeadCategory;
import jenkins.scm.impl.UncategorizedSCMHeadCategory;
import jenkins.scm.impl.form.NamedArrayList;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.variant.OptionalExtension;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * A repository of Codeup as the source of a multibranch project. Where the connection's API can read repositories, what
 * there is to build is asked of it and nothing is cloned before a build; otherwise it is a git source like others.
 */
public class CodeupSCMSource extends AbstractGitSCMSource {

    private final String repository;
    private String connection;
    private String organizationId;
    private String apiCredentialsId;
    private String checkoutCredentialsId;
    private List<SCMSourceTrait> traits = new ArrayList<>();
    private RepositoryPlace place;
    private String defaultBranch;
    private transient SourceReader reader;
    private transient Map<Long, MergeRequest> mergeRequests;

    /**
     * @param repository number, path or clone URL
     */
    @DataBoundConstructor
    public CodeupSCMSource(@CheckForNull String repository) {
        this.repository = Util.fixNull(repository).trim();
    }

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

    /** What git clones; before Codeup was ever asked, what is usual on codeup.aliyun.com. */
    @Override
    public String getRemote() {
        return remote(place);
    }

    @NonNull
    String remote(@CheckForNull RepositoryPlace of) {
        String url = of == null ? null : of.cloneUrl(SshCheckoutTrait.of(traits) != null);
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

    /** Null where what was stated is no repository. */
    private RepositoryRef named() {
        try {
            return RepositoryRef.parse(repository);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** As the navigator knows it already. */
    void setPlace(@NonNull RepositoryPlace known) {
        place = known;
    }

    void setDefaultBranch(@NonNull String name) {
        defaultBranch = name;
    }

    @NonNull
    RepositoryPlace place() {
        return place;
    }

    @NonNull
    SourceReader reader() {
        return reader;
    }

    /** Tells the repositories of one Codeup from those of another. */
    @NonNull
    String codeup() {
        return String.valueOf(connection);
    }

    void remember(@NonNull MergeRequest one) {
        if (mergeRequests == null) {
            mergeRequests = new ConcurrentHashMap<>();
        }
        mergeRequests.put(one.number(), one);
    }

    /** Where the repository is, asked of Codeup if that was never done. */
    @NonNull
    RepositoryPlace placeOf(@NonNull TaskListener listener) throws IOException, InterruptedException {
        open(listener);
        return place;
    }

    /** Makes sure that it is known where the repository is and how it is read; what it is read by, null for git. */
    private CodeupClient open(TaskListener listener) throws IOException, InterruptedException {
        CodeupClient client = client(listener);
        if (place == null) {
            RepositoryRef named = named();
            if (named == null) {
                throw new AbortException(Messages.DiscoveryForm_repository());
            }
            place = RepositoryPlace.of(client.getRepository(named));
        }
        reader = client.sources();
        return reader == null ? null : client;
    }

    @NonNull
    CodeupClient client(@NonNull TaskListener listener) throws IOException {
        return new Discovery(connection, organizationId, apiCredentialsId).client(getOwner(), listener);
    }

    @Override
    protected void retrieve(
            SCMSourceCriteria criteria, SCMHeadObserver observer, SCMHeadEvent<?> event, TaskListener listener)
            throws IOException, InterruptedException {
        CodeupClient client = open(listener);
        if (client == null) {
            listener.getLogger().println(Messages.CodeupSCMSource_byGit());
            super.retrieve(criteria, observer, event, listener);
            return;
        }
        try (CodeupSCMSourceRequest request = new CodeupSCMSourceContext(criteria, observer)
                .withTraits(traits)
                .newRequest(this, listener)) {
            new HeadDiscovery(this, request, new MergeRequestHeads(client, reader, place)).run();
        }
    }

    @Override
    protected SCMRevision retrieve(SCMHead head, TaskListener listener) throws IOException, InterruptedException {
        CodeupClient client = open(listener);
        if (client == null) {
            return super.retrieve(head, listener);
        }
        if (head instanceof MergeRequestSCMHead one) {
            return new MergeRequestHeads(client, reader, place).revision(one, this);
        }
        if (head instanceof GitTagSCMHead) {
            return HeadDiscovery.findTag(reader, place.id(), head.getName())
                    .map(tag -> new GitTagSCMRevision(HeadDiscovery.head(tag), tag.commit()))
                    .orElse(null);
        }
        GitBranchSCMHead branch = new GitBranchSCMHead(head.getName());
        return reader.findBranch(place.id(), head.getName())
                .map(found -> new GitBranchSCMRevision(branch, found.commit()))
                .orElse(null);
    }

    /**
     * @param info what a delivery tells of a merge request
     * @return what this source would build of it; none where it wants none
     */
    @NonNull
    public Set<SCMHead> mergeRequestHeads(@NonNull MergeRequestInfo info) {
        return MergeRequestHeads.told(info, this);
    }

    /** What a stranger's merge request brings along must not decide what is run: then the target branch's counts. */
    @Override
    public SCMRevision getTrustedRevision(SCMRevision revision, TaskListener listener)
            throws IOException, InterruptedException {
        if (revision instanceof MergeRequestSCMRevision one) {
            open(listener);
            try (CodeupSCMSourceRequest request = new CodeupSCMSourceContext(null, SCMHeadObserver.none())
                    .withTraits(traits)
                    .newRequest(this, listener)) {
                if (!request.isTrusted(one.getHead())) {
                    listener.getLogger()
                            .println(Messages.CodeupSCMSource_untrusted(
                                    one.getHead().getName()));
                    return one.getTarget();
                }
            }
        }
        return revision;
    }

    @Override
    protected GitSCMBuilder<?> newBuilder(SCMHead head, SCMRevision revision) {
        return CodeupSCMBuilder.of(this, head, revision);
    }

    @Override
    protected List<Action> retrieveActions(SCMSourceEvent event, TaskListener listener)
            throws IOException, InterruptedException {
        if (open(listener) == null) {
            return super.retrieveActions(event, listener);
        }
        if (defaultBranch == null) {
            reader.listBranches(place.id(), branch -> {
                defaultBranch = branch.isDefault() ? branch.name() : defaultBranch;
                return defaultBranch == null;
            });
        }
        return MetadataActions.ofRepository(place, getRemote(), defaultBranch);
    }

    @Override
    protected List<Action> retrieveActions(SCMHead head, SCMHeadEvent event, TaskListener listener)
            throws IOException, InterruptedException {
        if (open(listener) == null) {
            return super.retrieveActions(head, event, listener);
        }
        if (head instanceof MergeRequestSCMHead one) {
            MergeRequest known = mergeRequests == null ? null : mergeRequests.get(one.number());
            return known != null
                    ? MetadataActions.ofMergeRequest(known)
                    : reader.findMergeRequest(place.id(), one.number())
                            .map(MetadataActions::ofMergeRequest)
                            .orElse(List.of());
        }
        return MetadataActions.ofRef(place, head, head.getName().equals(defaultBranch));
    }

    /** Form of a source. */
    @OptionalExtension(requirePlugins = {"branch-api", "git"})
    @Symbol("codeup")
    public static class DescriptorImpl extends SCMSourceDescriptor {

        @Override
        public String getDisplayName() {
            return Messages.CodeupSCMSource_displayName();
        }

        @Override
        public String getIconClassName() {
            return CodeupSCMNavigator.ICON;
        }

        @Override
        protected SCMHeadCategory[] createCategories() {
            return new SCMHeadCategory[] {
                new UncategorizedSCMHeadCategory(Messages._CodeupSCMSource_branches()),
                new ChangeRequestSCMHeadCategory(Messages._CodeupSCMSource_mergeRequests()),
                new TagSCMHeadCategory(Messages._CodeupSCMSource_tags())
            };
        }

        @Override
        public List<SCMSourceTrait> getTraitsDefaults() {
            return TraitLists.defaults();
        }

        public List<NamedArrayList<? extends SCMTraitDescriptor<?>>> getTraitsDescriptorLists() {
            return TraitLists.ofSource(this);
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

        @POST
        public FormValidation doCheckRepository(@AncestorInPath Item item, @QueryParameter String value) {
            return DiscoveryForm.checkRepository(item, value);
        }
    }
}
