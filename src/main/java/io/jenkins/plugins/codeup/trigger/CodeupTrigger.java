package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Job;
import hudson.triggers.Trigger;
import hudson.triggers.TriggerDescriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.codeup.connection.CredentialsItems;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.DeliveryDecision;
import io.jenkins.plugins.codeup.delivery.DeliveryFilter;
import java.util.List;
import jenkins.model.Jenkins;
import jenkins.model.ParameterizedJobMixIn;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * {@code codeup}: starts builds of a job when Codeup tells of a push, a tag, a merge request or a comment. Holds only
 * what is to be built; the address for Codeup and its secret are the {@linkplain ItemHook item's}.
 */
public class CodeupTrigger extends Trigger<Job<?, ?>> {

    static final String USUAL_ACTIONS = "open, reopen, update";

    private boolean pushEvents = true;
    private boolean tagPushEvents;
    private boolean mergeRequestsEvents;
    private boolean noteEvents;
    private String mergeRequestActions = USUAL_ACTIONS;
    private String notePattern;
    private String branches;
    private String excludedBranches;
    private String tags;
    private boolean skipCi = true;
    private String ignoredAuthors;
    private String paths;
    private String excludedPaths;
    private String repository;
    private String secretCredentialsId;
    private transient DeliveryFilter filter;

    @DataBoundConstructor
    public CodeupTrigger() {
        // all fields have defaults
    }

    /**
     * @return the job's trigger, or null if it has none
     */
    @CheckForNull
    static CodeupTrigger of(@NonNull Job<?, ?> job) {
        return ParameterizedJobMixIn.getTrigger(job, CodeupTrigger.class);
    }

    /**
     * @param urls where the job's sources are, none if it does not say
     */
    @NonNull
    DeliveryDecision decide(@NonNull Delivery delivery, @NonNull List<String> urls) {
        DeliveryDecision other = TriggerFilters.otherRepository(delivery, repository, urls);
        return other != null ? other : filter().decide(delivery);
    }

    private synchronized DeliveryFilter filter() {
        if (filter == null) {
            filter = TriggerFilters.of(this);
        }
        return filter;
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

    public boolean isNoteEvents() {
        return noteEvents;
    }

    @DataBoundSetter
    public void setNoteEvents(boolean noteEvents) {
        this.noteEvents = noteEvents;
    }

    /**
     * @return what has to happen to a merge request, with commas between
     */
    @NonNull
    public String getMergeRequestActions() {
        return mergeRequestActions;
    }

    @DataBoundSetter
    public void setMergeRequestActions(@CheckForNull String mergeRequestActions) {
        String stated = Util.fixEmptyAndTrim(mergeRequestActions);
        this.mergeRequestActions = stated == null ? USUAL_ACTIONS : stated;
    }

    @CheckForNull
    public String getNotePattern() {
        return notePattern;
    }

    @DataBoundSetter
    public void setNotePattern(@CheckForNull String notePattern) {
        this.notePattern = Util.fixEmptyAndTrim(notePattern);
    }

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

    @CheckForNull
    public String getTags() {
        return tags;
    }

    @DataBoundSetter
    public void setTags(@CheckForNull String tags) {
        this.tags = Util.fixEmptyAndTrim(tags);
    }

    public boolean isSkipCi() {
        return skipCi;
    }

    @DataBoundSetter
    public void setSkipCi(boolean skipCi) {
        this.skipCi = skipCi;
    }

    @CheckForNull
    public String getIgnoredAuthors() {
        return ignoredAuthors;
    }

    @DataBoundSetter
    public void setIgnoredAuthors(@CheckForNull String ignoredAuthors) {
        this.ignoredAuthors = Util.fixEmptyAndTrim(ignoredAuthors);
    }

    @CheckForNull
    public String getPaths() {
        return paths;
    }

    @DataBoundSetter
    public void setPaths(@CheckForNull String paths) {
        this.paths = Util.fixEmptyAndTrim(paths);
    }

    @CheckForNull
    public String getExcludedPaths() {
        return excludedPaths;
    }

    @DataBoundSetter
    public void setExcludedPaths(@CheckForNull String excludedPaths) {
        this.excludedPaths = Util.fixEmptyAndTrim(excludedPaths);
    }

    @CheckForNull
    public String getRepository() {
        return repository;
    }

    @DataBoundSetter
    public void setRepository(@CheckForNull String repository) {
        this.repository = Util.fixEmptyAndTrim(repository);
    }

    @CheckForNull
    public String getSecretCredentialsId() {
        return secretCredentialsId;
    }

    @DataBoundSetter
    public void setSecretCredentialsId(@CheckForNull String secretCredentialsId) {
        this.secretCredentialsId = Util.fixEmptyAndTrim(secretCredentialsId);
    }

    /** Form and checks. */
    @Extension
    @Symbol("codeup")
    public static class DescriptorImpl extends TriggerDescriptor {

        @Override
        public boolean isApplicable(Item item) {
            return item instanceof Job && item instanceof ParameterizedJobMixIn.ParameterizedJob;
        }

        @Override
        public String getDisplayName() {
            return Messages.CodeupTrigger_displayName();
        }

        @POST
        public ListBoxModel doFillSecretCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String secretCredentialsId) {
            return CredentialsItems.secretTexts(item, secretCredentialsId);
        }

        @POST
        public FormValidation doCheckBranches(@AncestorInPath Item item, @QueryParameter String value) {
            return patterns(item, value);
        }

        @POST
        public FormValidation doCheckExcludedBranches(@AncestorInPath Item item, @QueryParameter String value) {
            return patterns(item, value);
        }

        @POST
        public FormValidation doCheckTags(@AncestorInPath Item item, @QueryParameter String value) {
            return patterns(item, value);
        }

        @POST
        public FormValidation doCheckIgnoredAuthors(@AncestorInPath Item item, @QueryParameter String value) {
            return patterns(item, value);
        }

        @POST
        public FormValidation doCheckPaths(@AncestorInPath Item item, @QueryParameter String value) {
            return patterns(item, value);
        }

        @POST
        public FormValidation doCheckExcludedPaths(@AncestorInPath Item item, @QueryParameter String value) {
            return patterns(item, value);
        }

        @POST
        public FormValidation doCheckNotePattern(@AncestorInPath Item item, @QueryParameter String value) {
            return patterns(item, value.isBlank() ? "" : "regex:" + value);
        }

        private static FormValidation patterns(Item item, String value) {
            if (item == null) {
                Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            } else {
                item.checkPermission(Item.CONFIGURE);
            }
            return TriggerFilters.check(value);
        }
    }
}
