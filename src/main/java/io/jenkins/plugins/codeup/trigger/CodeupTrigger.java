package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Job;
import io.jenkins.plugins.codeup.connection.RequiredRole;
import io.jenkins.plugins.codeup.delivery.DeliveryFilter;
import io.jenkins.plugins.codeup.delivery.NamePatterns;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.endpoint.WebhookTrigger;
import java.io.IOException;
import java.io.ObjectStreamException;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.ParameterizedJobMixIn;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * Trigger {@code codeup}: starts builds of a job on pushes, tags, merge requests and comments in Codeup. Says which
 * events are built; the webhook's URL and secret belong to the job, see {@link ItemWebhook}.
 */
public class CodeupTrigger extends WebhookTrigger<Job<?, ?>> {

    private static final Logger LOGGER = Logger.getLogger(CodeupTrigger.class.getName());
    private static final String DEFAULT_ACTIONS = "open, reopen, update";

    // Boolean where the default is true: an element that a stored trigger lacks is null, see readResolve
    private Boolean pushEvents = true;
    private boolean tagPushEvents;
    private boolean mergeRequestsEvents;
    private String mergeRequestActions = DEFAULT_ACTIONS;
    private boolean buildOnEdits;
    private boolean skipDrafts;
    private boolean abortOlderBuilds;
    private boolean pushedMergeRequests;
    private boolean noteEvents;
    private RequiredRole noteRole = RequiredRole.DEVELOPER;
    private String notePattern;
    private String branches;
    private String excludedBranches;
    private String sourceBranches;
    private String excludedSourceBranches;
    private String tags;
    private Boolean skipCi = true;
    private String ignoredAuthors;
    private String paths;
    private String excludedPaths;
    private String secretCredentialsId;
    private Boolean reportStatus = true;
    private String statusContext;
    private UnstableAs unstable = UnstableAs.FAILURE;
    private boolean mergeRequestComment;
    private CommentCommands commands;

    @DataBoundConstructor
    public CodeupTrigger() {
        // all fields have defaults
    }

    /** Gives a trigger that was stored with some elements, or none, the same defaults as the form. */
    @Override
    protected Object readResolve() throws ObjectStreamException {
        pushEvents = pushEvents == null || pushEvents;
        skipCi = skipCi == null || skipCi;
        reportStatus = reportStatus == null || reportStatus;
        setUnstable(unstable);
        setMergeRequestActions(mergeRequestActions);
        setNoteRole(noteRole);
        return super.readResolve();
    }

    /** Gives the job its webhook URL when the trigger is saved, so that the form can show it. */
    @Override
    public void start(Job<?, ?> job, boolean newInstance) {
        this.job = job;
        TriggerSettings.of(this)
                .problems()
                .forEach(problem ->
                        LOGGER.log(Level.WARNING, "The Codeup trigger of {0} has a wrong setting. {1}", new Object[] {
                            job.getFullName(), problem
                        }));
        if (newInstance && ItemWebhook.owner(job) == job) {
            try {
                ItemWebhook.of(job);
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "The webhook URL of " + job.getFullName() + " cannot be stored", e);
            }
        }
    }

    /** The job's trigger, or null if it has none. */
    @CheckForNull
    public static CodeupTrigger of(@NonNull Job<?, ?> job) {
        return ParameterizedJobMixIn.getTrigger(job, CodeupTrigger.class);
    }

    public boolean isPushEvents() {
        return pushEvents;
    }

    @DataBoundSetter
    public void setPushEvents(boolean pushEvents) {
        this.pushEvents = pushEvents;
    }

    public boolean isTagPushEvents() {
        return tagPushEvents;
    }

    @DataBoundSetter
    public void setTagPushEvents(boolean tagPushEvents) {
        this.tagPushEvents = tagPushEvents;
    }

    public boolean isMergeRequestsEvents() {
        return mergeRequestsEvents;
    }

    @DataBoundSetter
    public void setMergeRequestsEvents(boolean mergeRequestsEvents) {
        this.mergeRequestsEvents = mergeRequestsEvents;
    }

    /** Actions and states of merge requests, separated by commas, see {@link DeliveryFilter#mergeRequestActions}. */
    @NonNull
    public String getMergeRequestActions() {
        return mergeRequestActions;
    }

    @DataBoundSetter
    public void setMergeRequestActions(@CheckForNull String mergeRequestActions) {
        String actions = Util.fixEmptyAndTrim(mergeRequestActions);
        this.mergeRequestActions = actions == null ? DEFAULT_ACTIONS : actions;
    }

    /** Whether an update of a merge request is built that is no push: of title, description, labels or reviewers. */
    public boolean isBuildOnEdits() {
        return buildOnEdits;
    }

    @DataBoundSetter
    public void setBuildOnEdits(boolean buildOnEdits) {
        this.buildOnEdits = buildOnEdits;
    }

    /** Whether a merge request waits that is marked as work in progress; it is built when it is ready. */
    public boolean isSkipDrafts() {
        return skipDrafts;
    }

    @DataBoundSetter
    public void setSkipDrafts(boolean skipDrafts) {
        this.skipDrafts = skipDrafts;
    }

    /** Whether a push to a merge request aborts the builds of its older commits. */
    public boolean isAbortOlderBuilds() {
        return abortOlderBuilds;
    }

    @DataBoundSetter
    public void setAbortOlderBuilds(boolean abortOlderBuilds) {
        this.abortOlderBuilds = abortOlderBuilds;
    }

    /** Whether a merge request is built that a push of a developer made and that has no source branch. */
    public boolean isPushedMergeRequests() {
        return pushedMergeRequests;
    }

    @DataBoundSetter
    public void setPushedMergeRequests(boolean pushedMergeRequests) {
        this.pushedMergeRequests = pushedMergeRequests;
    }

    public boolean isNoteEvents() {
        return noteEvents;
    }

    @DataBoundSetter
    public void setNoteEvents(boolean noteEvents) {
        this.noteEvents = noteEvents;
    }

    /** The role that the author of a comment must have in the repository. */
    @NonNull
    public RequiredRole getNoteRole() {
        return noteRole;
    }

    /**
     * @param noteRole null for developers
     */
    @DataBoundSetter
    public void setNoteRole(@CheckForNull RequiredRole noteRole) {
        this.noteRole = noteRole == null ? RequiredRole.DEVELOPER : noteRole;
    }

    /** The regular expression that must match a part of a comment, or null for every comment. */
    @CheckForNull
    public String getNotePattern() {
        return notePattern;
    }

    @DataBoundSetter
    public void setNotePattern(@CheckForNull String notePattern) {
        this.notePattern = Util.fixEmptyAndTrim(notePattern);
    }

    /** Patterns as {@link NamePatterns#of} takes them, here and below, or null for all branches. */
    @CheckForNull
    public String getBranches() {
        return branches;
    }

    @DataBoundSetter
    public void setBranches(@CheckForNull String branches) {
        this.branches = Util.fixEmptyAndTrim(branches);
    }

    @CheckForNull
    public String getExcludedBranches() {
        return excludedBranches;
    }

    @DataBoundSetter
    public void setExcludedBranches(@CheckForNull String excludedBranches) {
        this.excludedBranches = Util.fixEmptyAndTrim(excludedBranches);
    }

    /** Patterns for the source branches of merge requests, or null for all. */
    @CheckForNull
    public String getSourceBranches() {
        return sourceBranches;
    }

    @DataBoundSetter
    public void setSourceBranches(@CheckForNull String sourceBranches) {
        this.sourceBranches = Util.fixEmptyAndTrim(sourceBranches);
    }

    @CheckForNull
    public String getExcludedSourceBranches() {
        return excludedSourceBranches;
    }

    @DataBoundSetter
    public void setExcludedSourceBranches(@CheckForNull String excludedSourceBranches) {
        this.excludedSourceBranches = Util.fixEmptyAndTrim(excludedSourceBranches);
    }

    /** Patterns, or null for all tags. */
    @CheckForNull
    public String getTags() {
        return tags;
    }

    @DataBoundSetter
    public void setTags(@CheckForNull String tags) {
        this.tags = Util.fixEmptyAndTrim(tags);
    }

    /**
     * @return whether a push whose newest commit says {@code [ci skip]} or {@code [skip ci]} builds nothing, and a merge
     *     request whose title does
     */
    public boolean isSkipCi() {
        return skipCi;
    }

    @DataBoundSetter
    public void setSkipCi(boolean skipCi) {
        this.skipCi = skipCi;
    }

    /** Patterns for users whose events build nothing, or null for none. */
    @CheckForNull
    public String getIgnoredAuthors() {
        return ignoredAuthors;
    }

    @DataBoundSetter
    public void setIgnoredAuthors(@CheckForNull String ignoredAuthors) {
        this.ignoredAuthors = Util.fixEmptyAndTrim(ignoredAuthors);
    }

    /** Patterns of which a changed file must match one, or null for all files. */
    @CheckForNull
    public String getPaths() {
        return paths;
    }

    @DataBoundSetter
    public void setPaths(@CheckForNull String paths) {
        this.paths = Util.fixEmptyAndTrim(paths);
    }

    /** Patterns for files that alone build nothing, or null for none. */
    @CheckForNull
    public String getExcludedPaths() {
        return excludedPaths;
    }

    @DataBoundSetter
    public void setExcludedPaths(@CheckForNull String excludedPaths) {
        this.excludedPaths = Util.fixEmptyAndTrim(excludedPaths);
    }

    /** Id of a Secret text that deliveries may carry instead of the job's own secret, or null. */
    @CheckForNull
    public String getSecretCredentialsId() {
        return secretCredentialsId;
    }

    @DataBoundSetter
    public void setSecretCredentialsId(@CheckForNull String secretCredentialsId) {
        this.secretCredentialsId = Util.fixEmptyAndTrim(secretCredentialsId);
    }

    /** Whether builds are reported as statuses of their commits, if the connection allows it. */
    public boolean isReportStatus() {
        return reportStatus;
    }

    @DataBoundSetter
    public void setReportStatus(boolean reportStatus) {
        this.reportStatus = reportStatus;
    }

    /** The template of the statuses' names, or null for the default. */
    @CheckForNull
    public String getStatusContext() {
        return statusContext;
    }

    @DataBoundSetter
    public void setStatusContext(@CheckForNull String statusContext) {
        this.statusContext = Util.fixEmptyAndTrim(statusContext);
    }

    @NonNull
    public UnstableAs getUnstable() {
        return unstable;
    }

    @DataBoundSetter
    public void setUnstable(@CheckForNull UnstableAs unstable) {
        this.unstable = unstable == null ? UnstableAs.FAILURE : unstable;
    }

    /** Whether builds of a merge request keep a comment on it up to date, if the connection allows it. */
    public boolean isMergeRequestComment() {
        return mergeRequestComment;
    }

    @DataBoundSetter
    public void setMergeRequestComment(boolean mergeRequestComment) {
        this.mergeRequestComment = mergeRequestComment;
    }

    /** The commands that comments on merge requests can give, or null for none. */
    @CheckForNull
    public CommentCommands getCommands() {
        return commands;
    }

    @DataBoundSetter
    public void setCommands(@CheckForNull CommentCommands commands) {
        this.commands = commands;
    }

    /** Descriptor of the trigger. */
    @Extension
    @Symbol("codeup")
    public static class DescriptorImpl extends TriggerForm {

        @Override
        public String getDisplayName() {
            return Messages.CodeupTrigger_displayName();
        }
    }
}
