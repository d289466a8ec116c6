package io.jenkins.plugins.codeup.scm;

import hudson.Extension;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.Action;
import hudson.model.Item;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import io.jenkins.plugins.codeup.client.Branch;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.MergeRequest;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.client.SourceReader;
import io.jenkins.plugins.codeup.delivery.MergeRequestInfo;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jenkins.plugins.git.GitSCMBuilder;
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
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * A repository of Codeup as the source of a multibranch project. Where the connection's API can read repositories, what
 * there is to build is asked of it and nothing is cloned before a build; otherwise it is a git source like others.
 */
public class CodeupSCMSource extends CodeupSCMSourceSettings {

    private RepositoryPlace place;
    private String defaultBranch;
    private transient Map<Long, MergeRequest> mergeRequests;

    /**
     * @param repository number, path or clone URL
     */
    @DataBoundConstructor
    public CodeupSCMSource(@CheckForNull String repository) {
        super(repository);
    }

    /** What git clones; before Codeup was ever asked, what is usual on codeup.aliyun.com. */
    @Override
    public String getRemote() {
        return remote(place);
    }

    /** As the navigator knows it already. */
    void setPlace(@NonNull RepositoryPlace known) {
        place = known;
    }

    void setDefaultBranch(@NonNull String name) {
        defaultBranch = name;
    }

    boolean isDefaultBranch(@NonNull String name) {
        return name.equals(defaultBranch);
    }

    /** What is read of a merge request when it is looked for need not be asked again to show it. */
    void remember(@NonNull MergeRequest one) {
        if (mergeRequests == null) {
            mergeRequests = new ConcurrentHashMap<>();
        }
        mergeRequests.put(one.number(), one);
    }

    @CheckForNull
    MergeRequest remembered(long number) {
        return mergeRequests == null ? null : mergeRequests.get(number);
    }

    /** Tells the repositories of one Codeup from those of another. */
    @NonNull
    String codeup() {
        return String.valueOf(getConnection());
    }

    @NonNull
    CodeupClient client(@NonNull TaskListener listener) throws IOException {
        return discovery().client(getOwner(), listener);
    }

    /** Where the repository is, asked of Codeup if that was never done. */
    @NonNull
    RepositoryPlace placeOf(@NonNull TaskListener listener) throws IOException, InterruptedException {
        return placeOf(client(listener));
    }

    private RepositoryPlace placeOf(CodeupClient client) throws IOException, InterruptedException {
        if (place == null) {
            RepositoryRef named = named();
            if (named == null) {
                throw new AbortException(Messages.CodeupSCMSource_repository());
            }
            place = RepositoryPlace.of(client.getRepository(named));
        }
        return place;
    }

    /** The repository as the API reads it, or null where it reads none and git has to. */
    @CheckForNull
    private ApiRepository open(TaskListener listener) throws IOException, InterruptedException {
        CodeupClient client = client(listener);
        RepositoryPlace known = placeOf(client);
        SourceReader reader = client.sources();
        return reader == null ? null : new ApiRepository(client, reader, known);
    }

    private CodeupSCMSourceRequest request(
            SCMSourceCriteria criteria, SCMHeadObserver observer, ApiRepository repository, TaskListener listener) {
        return new CodeupSCMSourceContext(criteria, observer, repository)
                .withTraits(getTraits())
                .newRequest(this, listener);
    }

    @Override
    protected void retrieve(
            SCMSourceCriteria criteria, SCMHeadObserver observer, SCMHeadEvent<?> event, TaskListener listener)
            throws IOException, InterruptedException {
        ApiRepository repository = open(listener);
        if (repository == null) {
            listener.getLogger().println(Messages.CodeupSCMSource_byGit());
            super.retrieve(criteria, observer, event, listener);
            return;
        }
        try (CodeupSCMSourceRequest request = request(criteria, observer, repository, listener)) {
            new HeadDiscovery(this, request, repository).run();
        }
    }

    @Override
    protected SCMRevision retrieve(SCMHead head, TaskListener listener) throws IOException, InterruptedException {
        ApiRepository repository = open(listener);
        return repository == null ? super.retrieve(head, listener) : HeadRevisions.find(head, repository, this);
    }

    /**
     * @param info what a delivery tells of a merge request
     * @return what this source would build of it; none where it wants none
     */
    @NonNull
    public Set<SCMHead> mergeRequestHeads(@NonNull MergeRequestInfo info) {
        return DeliveredMergeRequest.heads(info, this);
    }

    /** What a stranger's merge request brings along must not decide what is run: then the target branch's counts. */
    @Override
    public SCMRevision getTrustedRevision(SCMRevision revision, TaskListener listener)
            throws IOException, InterruptedException {
        if (revision instanceof MergeRequestSCMRevision one) {
            try (CodeupSCMSourceRequest request = request(null, SCMHeadObserver.none(), open(listener), listener)) {
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
        ApiRepository repository = open(listener);
        if (repository == null) {
            return super.retrieveActions(event, listener);
        }
        if (defaultBranch == null) {
            defaultBranch = repository.defaultBranch().map(Branch::name).orElse(null);
        }
        return MetadataActions.ofRepository(repository.place(), getRemote(), defaultBranch);
    }

    @Override
    protected List<Action> retrieveActions(SCMHead head, SCMHeadEvent event, TaskListener listener)
            throws IOException, InterruptedException {
        ApiRepository repository = open(listener);
        return repository == null
                ? super.retrieveActions(head, event, listener)
                : MetadataActions.ofHead(head, repository, this);
    }

    /** Form of a source. */
    @Extension
    @Symbol("codeup")
    public static class DescriptorImpl extends SCMSourceDescriptor implements DiscoveryForm {

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
        public FormValidation doCheckRepository(@AncestorInPath Item item, @QueryParameter String value) {
            DiscoveryForm.checkMayConfigure(item);
            try {
                RepositoryRef.parse(value);
                return FormValidation.ok();
            } catch (IllegalArgumentException e) {
                return FormValidation.error(Messages.CodeupSCMSource_repository());
            }
        }
    }
}
