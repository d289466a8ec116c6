package io.jenkins.plugins.codeup.feedback;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Util;
import hudson.model.Action;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.client.RepositoryUrl;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.hooks.DesiredWebhooks;
import io.jenkins.plugins.codeup.scm.CodeupSCMSource;
import io.jenkins.plugins.codeup.scm.MergeRequestSCMHead;
import io.jenkins.plugins.codeup.scm.MergeRequestSCMRevision;
import io.jenkins.plugins.codeup.trigger.CodeupBuildAction;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import io.jenkins.plugins.codeup.trigger.JobSources;
import io.jenkins.plugins.codeup.trigger.StatusTemplate;
import io.jenkins.plugins.codeup.trigger.UnstableAs;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.branch.MultiBranchProject;
import jenkins.plugins.git.AbstractGitSCMSource;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMRevisionAction;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.SCMSourceOwner;
import jenkins.scm.api.mixin.ChangeRequestCheckoutStrategy;
import jenkins.scm.api.mixin.TagSCMHead;
import jenkins.scm.api.trait.SCMTrait;

/**
 * What a build is in Codeup: its repository, commit and merge request, and what is reported of it. That is known of builds
 * of Codeup sources, and of builds that the trigger started.
 *
 * @param job the job that is built
 * @param fork number of the repository with the commit if that is a fork, or null
 * @param kind {@link #BRANCH}, {@link #TAG}, {@link #COMMIT}, {@link #MERGE} or {@link #HEAD}
 * @param name the branch or tag, of a merge request its target branch, or an empty text
 * @param mergeRequest its number, or null if no merge request is built
 */
record ReportedBuild(
        @NonNull Job<?, ?> job,
        @NonNull ResultTarget target,
        @NonNull String commit,
        @CheckForNull Long fork,
        @NonNull String kind,
        @NonNull String name,
        @CheckForNull Long mergeRequest,
        @NonNull Settings settings) {

    private static final Logger LOGGER = Logger.getLogger(ReportedBuild.class.getName());

    static final String BRANCH = "branch";
    static final String TAG = "tag";
    /** A comment on a commit. */
    static final String COMMIT = "commit";
    /** The source of a merge request, merged with its target or by the job as it likes. */
    static final String MERGE = "merge-request";
    /** The source of a merge request as it is. */
    static final String HEAD = "merge-request-head";

    private static final String DEFAULT_OF_JOB = BuildStatusTrait.DEFAULT_CONTEXT + "/{job}/{what}";

    /**
     * What an item's configuration asks for.
     *
     * @param statuses whether builds are reported as commit statuses, and checks of other plugins
     * @param context template of the statuses' names
     * @param comment whether there is a comment on merge requests
     */
    record Settings(
            boolean statuses,
            @NonNull String context,
            @NonNull UnstableAs unstable,
            boolean comment) {}

    /**
     * @return whether results of the job's builds can go to Codeup; cheap
     */
    static boolean isAtCodeup(@NonNull Job<?, ?> job) {
        return CodeupTrigger.of(job) != null || source(job) != null;
    }

    @CheckForNull
    private static CodeupSCMSource source(Job<?, ?> job) {
        return SCMSource.SourceByItem.findSource(job) instanceof CodeupSCMSource source ? source : null;
    }

    /**
     * @return null if the build has nothing to do with Codeup, or its revision is not known yet
     */
    @CheckForNull
    static ReportedBuild of(@NonNull Run<?, ?> run) {
        if (!isAtCodeup(run.getParent())) {
            return null;
        }
        try {
            return find(run);
        } catch (AbortException e) {
            LOGGER.log(Level.FINE, "{0} is not reported: {1}", new Object[] {run, e.getMessage()});
            return null;
        }
    }

    /**
     * @throws AbortException if the build has nothing to do with Codeup, or its revision is not known yet; the message says
     *     what is missing
     */
    @NonNull
    static ReportedBuild find(@NonNull Run<?, ?> run) throws AbortException {
        Job<?, ?> job = run.getParent();
        CodeupSCMSource source = source(job);
        return source != null
                ? ofSource(job, source, SCMRevisionAction.getRevision(source, run))
                : ofJob(job, run.getAction(CodeupBuildAction.class));
    }

    /**
     * @param actions of the build that waits in the queue
     * @return null if that has nothing to do with Codeup, or its revision is not known
     */
    @CheckForNull
    static ReportedBuild ofQueued(@NonNull Job<?, ?> job, @NonNull List<? extends Action> actions) {
        try {
            CodeupSCMSource source = source(job);
            if (source == null) {
                return ofJob(
                        job,
                        Util.filter(actions, CodeupBuildAction.class).stream()
                                .findFirst()
                                .orElse(null));
            }
            return job.getParent() instanceof MultiBranchProject<?, ?> project
                    ? ofSource(job, source, revision(project, job))
                    : null;
        } catch (AbortException e) {
            LOGGER.log(Level.FINE, "{0} is not reported: {1}", new Object[] {job, e.getMessage()});
            return null;
        }
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    private static SCMRevision revision(MultiBranchProject project, Job<?, ?> job) {
        return project.getProjectFactory().getRevision(job);
    }

    private static ReportedBuild ofSource(Job<?, ?> job, CodeupSCMSource source, SCMRevision revision)
            throws AbortException {
        SCMSourceOwner owner = source.getOwner();
        if (owner == null || revision == null) {
            throw new AbortException(Messages.ReportedBuild_noRevision());
        }
        BuildStatusTrait trait = SCMTrait.find(source.getTraits(), BuildStatusTrait.class);
        Settings settings = new Settings(
                trait != null,
                trait == null ? BuildStatusTrait.DEFAULT_CONTEXT : trait.getContext(),
                trait == null ? UnstableAs.FAILURE : trait.getUnstable(),
                SCMTrait.find(source.getTraits(), MergeRequestCommentTrait.class) != null);
        ResultTarget target = ResultTarget.of(source, owner);
        if (revision instanceof MergeRequestSCMRevision one && revision.getHead() instanceof MergeRequestSCMHead head) {
            return new ReportedBuild(
                    job,
                    target,
                    one.getSource().getHash(),
                    head.forkId(),
                    head.getCheckoutStrategy() == ChangeRequestCheckoutStrategy.HEAD ? HEAD : MERGE,
                    head.getTarget().getName(),
                    Long.valueOf(head.getId()),
                    settings);
        }
        if (revision instanceof AbstractGitSCMSource.SCMRevisionImpl one) {
            String kind = revision.getHead() instanceof TagSCMHead ? TAG : BRANCH;
            String name = revision.getHead().getName();
            return new ReportedBuild(job, target, one.getHash(), null, kind, name, null, settings);
        }
        throw new AbortException(Messages.ReportedBuild_noRevision());
    }

    private static ReportedBuild ofJob(Job<?, ?> job, @CheckForNull CodeupBuildAction action) throws AbortException {
        CodeupTrigger trigger = CodeupTrigger.of(job);
        String commit = action == null ? null : action.variable("CODEUP_COMMIT");
        if (trigger == null || action == null) {
            throw new AbortException(Messages.ReportedBuild_notByCodeup());
        }
        if (commit == null) {
            throw new AbortException(Messages.ReportedBuild_noRevision());
        }
        String id = Util.fixNull(action.variable("CODEUP_MERGE_REQUEST_ID"));
        Long mergeRequest = id.matches("[0-9]{1,18}") ? Long.valueOf(id) : null;
        String tag = action.variable("CODEUP_TAG");
        String branch = action.variable("CODEUP_BRANCH");
        String kind = mergeRequest != null ? MERGE : tag != null ? TAG : branch != null ? BRANCH : COMMIT;
        String name =
                mergeRequest != null ? action.variable("CODEUP_MERGE_REQUEST_TARGET") : tag != null ? tag : branch;
        ResultTarget target = targetOf(job, trigger, action.variable("CODEUP_REPOSITORY"));
        boolean allowed = isAllowed(target.connection());
        Settings settings = new Settings(
                allowed && trigger.isReportStatus(),
                Util.fixNull(trigger.getStatusContext(), DEFAULT_OF_JOB),
                trigger.getUnstable(),
                allowed && trigger.isMergeRequestComment());
        return new ReportedBuild(job, target, commit, null, kind, Util.fixNull(name), mergeRequest, settings);
    }

    private static boolean isAllowed(String connection) {
        CodeupConnection named = CodeupConfiguration.get().connection(connection);
        return named.isAllowStatuses() && named.getCredentialsId() != null;
    }

    /**
     * The repository of a delivery to a job with the trigger, if the job's configuration names it: who may write deliveries
     * may name any.
     *
     * @param homepage the repository's page, as the delivery has it, or null
     * @throws AbortException if there is none, or the connection's credentials are not for it; the message says why
     */
    @NonNull
    static ResultTarget targetOf(@NonNull Job<?, ?> job, @NonNull CodeupTrigger trigger, @CheckForNull String homepage)
            throws AbortException {
        JobSources sources = JobSources.of(job);
        List<String> own =
                sources.urls().stream().filter(DesiredWebhooks::isAtCodeup).toList();
        String stated = trigger.getRepository();
        RepositoryUrl delivered = RepositoryUrl.parse(homepage);
        String named = (stated == null ? own : List.of(stated))
                .stream()
                        .filter(one -> delivered == null || isSame(delivered, one))
                        .findFirst()
                        .orElseThrow(() -> new AbortException(Messages.ReportedBuild_noRepository()));
        try {
            RepositoryRef ref = RepositoryRef.parse(named);
            CodeupConnection connection = CodeupConfiguration.get().connectionFor(trigger.getConnection(), ref);
            if (connection == null) {
                throw new AbortException(Messages.ReportedBuild_noConnection(ref.organizationId()));
            }
            String organization = ref.organizationId() == null ? connection.getOrganizationId() : ref.organizationId();
            String path = ref.identity(organization);
            boolean mayStateAny = !sources.any() || connection.isAllowJobs();
            if (stated != null
                    && !mayStateAny
                    && own.stream()
                            .noneMatch(url -> RepositoryRef.parse(url)
                                    .identity(organization)
                                    .equals(path))) {
                throw new AbortException(Messages.ReportedBuild_otherRepository(stated, connection.getName()));
            }
            return new ResultTarget(job.getFullName(), null, connection.getName(), null, ref.id(), path);
        } catch (IllegalArgumentException e) {
            throw new AbortException(e.getMessage());
        }
    }

    /** Whether the trigger accepted the delivery for this repository; a number is not in the page's address. */
    private static boolean isSame(RepositoryUrl delivered, String named) {
        RepositoryUrl url = RepositoryUrl.parse(named);
        return url != null
                ? delivered.isSame(url) || delivered.path().equalsIgnoreCase(url.path())
                : named.matches("[0-9]+") || delivered.hasPath(named);
    }

    /**
     * @param template see {@link StatusTemplate}
     * @return the name of a status; may be longer than Codeup accepts
     */
    @NonNull
    String context(@NonNull String template) {
        return StatusTemplate.fill(
                template,
                Map.of(
                        "what",
                        mergeRequest == null ? kind : kind + "/" + name,
                        "job",
                        target.item(),
                        "number",
                        mergeRequest == null ? "" : mergeRequest.toString(),
                        "target",
                        name,
                        "branch",
                        name));
    }

    @NonNull
    String context() {
        return context(settings.context());
    }

    /**
     * @return the name of a check of this build: one commit may be the source of several merge requests, and be built by
     *     several jobs
     */
    @NonNull
    String checkName(@NonNull String check) {
        String suffix = target.source() == null ? target.item() : name;
        return check + " (" + suffix + (kind.equals(HEAD) ? ", head)" : ")");
    }
}
