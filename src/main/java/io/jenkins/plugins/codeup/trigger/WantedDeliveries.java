package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.Job;
import hudson.triggers.Trigger;
import org.kohsuke.stapler.DataBoundSetter;

/** The fields of the trigger that say which deliveries start builds, as users write them. */
public abstract class WantedDeliveries extends Trigger<Job<?, ?>> {

    static final String USUAL_ACTIONS = "open, reopen, update";

    private boolean pushEvents = true;
    private boolean tagPushEvents;
    private boolean mergeRequestsEvents;
    private boolean noteEvents;
    private String mergeRequestActions = USUAL_ACTIONS;
    private String notePattern;
    private String branches;
    private String excludedBranches;
    private String sourceBranches;
    private String excludedSourceBranches;
    private String tags;
    private boolean skipCi = true;
    private String ignoredAuthors;
    private String paths;
    private String excludedPaths;

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

    /**
     * @return patterns of the branches that a merge request may bring, or null for any
     */
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
}
