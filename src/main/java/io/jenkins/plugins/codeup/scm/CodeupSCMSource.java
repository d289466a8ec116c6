package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.Extension;
import hudson.Util;
import hudson.model.Action;
import hudson.model.Item;
import hudson.model.TaskListener;
import hudson.plugins.git.GitTool;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.connection.CodeupClients;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import jenkins.plugins.git.AbstractGitSCMSource;
import jenkins.plugins.git.GitSCMBuilder;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadEvent;
import jenkins.scm.api.SCMHeadObserver;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMSourceCriteria;
import jenkins.scm.api.SCMSourceEvent;
import jenkins.scm.api.trait.SCMSourceTrait;
import jenkins.scm.api.trait.SCMTrait;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.gitclient.Git;
import org.jenkinsci.plugins.gitclient.GitClient;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * A Codeup repository as the source of a multibranch project. Where the connection's API can read repositories, heads
 * are discovered through it and nothing is cloned before a build; otherwise git discovers them as in any git source.
 *
 * <p>Branch API replaces a project's source objects at each scan of its organization folder, and a restart loads them
 * from config.xml. What later events need is therefore stored with the project; the transient field only saves calls.
 */
public class CodeupSCMSource extends AbstractGitSCMSource {

    private String repository;
    private String connection;
    private String organizationId;
    private String apiCredentialsId;
    private String checkoutCredentialsId;
    private List<SCMSourceTrait> traits = new ArrayList<>();

    /** Set by the organization folder; null in a project that was configured by hand. */
    private RepositoryLocation location;

    private transient RepositoryLookup lookup = new RepositoryLookup(this);
    private transient AutomaticBuilds automaticBuilds = new AutomaticBuilds(this);

    @DataBoundConstructor
    public CodeupSCMSource(@CheckForNull String repository) {
        this.repository = Util.fixNull(repository).trim();
    }

    private Object readResolve() {
        repository = Util.fixNull(repository);
        if (traits == null) {
            traits = new ArrayList<>(CodeupTraits.defaults());
        }
        lookup = new RepositoryLookup(this);
        automaticBuilds = new AutomaticBuilds(this);
        return this;
    }

    /** Number, path or clone URL, as configured. */
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

    /** Credentials for API calls; null for the connection's own. */
    @CheckForNull
    public String getApiCredentialsId() {
        return apiCredentialsId;
    }

    @DataBoundSetter
    public void setApiCredentialsId(@CheckForNull String apiCredentialsId) {
        this.apiCredentialsId = Util.fixEmptyAndTrim(apiCredentialsId);
    }

    /** Credentials with which git clones over HTTPS, or null. */
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

    /** Credentials with which git clones, or null. */
    @Override
    public String getCredentialsId() {
        SshCheckoutTrait ssh = SCMTrait.find(traits, SshCheckoutTrait.class);
        return ssh == null ? checkoutCredentialsId : ssh.getCredentialsId();
    }

    /** The clone URL; before the first scan the URL that the repository would have on codeup.aliyun.com. */
    @Override
    public String getRemote() {
        return remote(lookup.known());
    }

    /**
     * @param of a repository, or null if Codeup was not asked yet
     * @return its clone URL, by default that of this source's repository on codeup.aliyun.com
     */
    @NonNull
    String remote(@CheckForNull RepositoryLocation of) {
        String url = of == null ? null : of.cloneUrl(SCMTrait.find(traits, SshCheckoutTrait.class) != null);
        if (url != null) {
            return url;
        }
        return repositoryRef() == null || repository.contains(":")
                ? repository
                : "https://codeup.aliyun.com/" + identity() + ".git";
    }

    /** The repository as the API takes it, with the organization in front where that is known. */
    @NonNull
    @Restricted(NoExternalUse.class)
    public String identity() {
        RepositoryRef ref = repositoryRef();
        return ref == null ? repository : ref.identity(organizationId);
    }

    /**
     * @return null if the configured text names no repository
     */
    @CheckForNull
    RepositoryRef repositoryRef() {
        try {
            return RepositoryRef.parse(repository);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Called by the organization folder, which has read the location with its list of repositories. */
    void setLocation(@NonNull RepositoryLocation known) {
        location = known;
    }

    /**
     * @return where the organization folder has found the repository; null in a project that was configured by hand
     */
    @CheckForNull
    RepositoryLocation location() {
        return location;
    }

    /**
     * @return the number of the repository that has a head's commits: for a merge request from a fork the fork,
     *     otherwise this source's repository
     */
    @Restricted(NoExternalUse.class)
    public long repositoryId(@NonNull SCMHead head, @NonNull CodeupClient client)
            throws IOException, InterruptedException {
        return head instanceof MergeRequestSCMHead request && request.forkId() != null
                ? request.sourceRepository().id()
                : lookup.location(client).id();
    }

    /**
     * @return the number of this source's repository, or null if Codeup was not asked for it yet
     */
    @CheckForNull
    @Restricted(NoExternalUse.class)
    public Long knownRepositoryId() {
        RepositoryLocation known = lookup.known();
        return known == null || known.id() == 0 ? null : known.id();
    }

    @NonNull
    @Restricted(NoExternalUse.class)
    public CodeupClient client(@NonNull TaskListener listener) throws IOException {
        return client(CodeupClients.Purpose.SOURCE, listener);
    }

    /**
     * @param purpose what the client is for, if the connection's own credentials are used
     */
    @NonNull
    @Restricted(NoExternalUse.class)
    public CodeupClient client(@NonNull CodeupClients.Purpose purpose, @NonNull TaskListener listener)
            throws IOException {
        return new ApiAccess(connection, organizationId, apiCredentialsId)
                .client(purpose, repositoryRef(), getOwner(), listener);
    }

    /**
     * @return the repository as the API reads it, or null if this API reads no repositories
     */
    @CheckForNull
    ApiRepository open(@NonNull TaskListener listener) throws IOException, InterruptedException {
        return lookup.open(client(listener));
    }

    /** A git client of Jenkins itself that may read the repository. */
    @NonNull
    GitClient git(@NonNull TaskListener listener) throws IOException, InterruptedException {
        Git git = Git.with(listener, new EnvVars(EnvVars.masterEnvVars));
        GitTool tool = resolveGitTool(null, listener);
        GitClient client = (tool == null ? git : git.using(tool.getGitExe())).getClient();
        client.addDefaultCredentials(getCredentials());
        return client;
    }

    CodeupSCMSourceRequest request(
            SCMSourceCriteria criteria, SCMHeadObserver observer, ApiRepository repository, TaskListener listener) {
        return new CodeupSCMSourceContext(criteria, observer, repository)
                .withTraits(getTraits())
                .newRequest(this, listener);
    }

    @Override
    protected void retrieve(
            SCMSourceCriteria criteria, SCMHeadObserver observer, SCMHeadEvent<?> event, TaskListener listener)
            throws IOException, InterruptedException {
        try {
            discover(criteria, observer, event, listener);
        } catch (CodeupException e) {
            if (event instanceof HeadEvent ours) {
                ours.failed(e);
            }
            throw e;
        }
    }

    private void discover(
            SCMSourceCriteria criteria, SCMHeadObserver observer, SCMHeadEvent<?> event, TaskListener listener)
            throws IOException, InterruptedException {
        ApiRepository opened = lookup.open(client(listener));
        if (opened == null) {
            listener.getLogger().println(Messages.CodeupSCMSource_byGit());
            super.retrieve(criteria, observer, event, listener);
            return;
        }
        try (CodeupSCMSourceRequest request = request(criteria, observer, opened, listener)) {
            if (request.only() == null) {
                lookup.forget();
            }
            RepositoryScan scan = lookup.scan(opened, event == null && request.only() == null);
            new HeadDiscovery(this, opened).discover(request.of(scan));
        }
    }

    /**
     * Never null for a merge request. A Pipeline takes null for a revision that is not known yet: it then checks out the
     * head as it is and runs the Jenkinsfile there without asking for the trusted revision.
     *
     * @throws AbortException if a merge request cannot be built; the message says why
     */
    @Override
    protected SCMRevision retrieve(SCMHead head, TaskListener listener) throws IOException, InterruptedException {
        ApiRepository opened = lookup.open(client(listener));
        if (head instanceof MergeRequestSCMHead one) {
            if (opened == null) {
                throw new AbortException(Messages.CodeupSCMSource_byGit());
            }
            return new HeadDiscovery(this, opened).revision(one, listener);
        }
        return opened == null ? super.retrieve(head, listener) : new HeadDiscovery(this, opened).revision(head);
    }

    @Override
    protected SCMRevision retrieve(String name, TaskListener listener, Item context)
            throws IOException, InterruptedException {
        SCMRevision found = NamedRevision.find(this, name, listener, context);
        return found == null ? super.retrieve(name, listener, context) : found;
    }

    /**
     * @return for a merge request that is not trusted the revision of its target branch, whose Jenkinsfile is then run;
     *     otherwise the revision itself
     */
    @Override
    public SCMRevision getTrustedRevision(SCMRevision revision, TaskListener listener)
            throws IOException, InterruptedException {
        if (revision instanceof MergeRequestSCMRevision one) {
            try (CodeupSCMSourceRequest request = request(null, SCMHeadObserver.none(), null, listener)) {
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
        CodeupClient client = client(listener);
        if (location == null) {
            lookup.ask(client); // the repository may have been renamed since the last scan
        }
        ApiRepository opened = lookup.open(client);
        List<Action> actions = new ArrayList<>();
        if (opened == null) {
            actions.addAll(super.retrieveActions(event, listener));
        } else {
            actions.addAll(MetadataActions.ofRepository(opened.location(), getRemote(), lookup.defaultBranch(opened)));
        }
        if (location == null) {
            actions.add(new RepositoryLocation.OfSource(repository, lookup.location(client)));
        }
        return actions;
    }

    @Override
    protected List<Action> retrieveActions(SCMHead head, SCMHeadEvent event, TaskListener listener)
            throws IOException, InterruptedException {
        List<Action> read = MetadataActions.ofHead(head, this, listener);
        List<Action> actions = new ArrayList<>(read == null ? super.retrieveActions(head, event, listener) : read);
        actions.addAll(automaticBuilds.ofHead(head, event, listener));
        return actions;
    }

    @Override
    protected List<Action> retrieveActions(SCMRevision revision, SCMHeadEvent event, TaskListener listener)
            throws IOException, InterruptedException {
        List<Action> actions = new ArrayList<>(automaticBuilds.ofRevision(revision, event, listener));
        actions.add(new FoundRevision(revision, event));
        return actions;
    }

    @NonNull
    RepositoryLookup lookup() {
        return lookup;
    }

    /** Descriptor of the source. */
    @Extension
    @Symbol("codeup")
    public static class DescriptorImpl extends SourceForm {

        @Override
        public String getDisplayName() {
            return Messages.CodeupSCMSource_displayName();
        }
    }
}
