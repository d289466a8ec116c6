package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import hudson.model.Job;
import hudson.triggers.Trigger;
import io.jenkins.plugins.codeup.delivery.NamePatterns;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundSetter;

/** The settings of {@link CodeupTrigger} that say which branches, tags, authors and files are built. */
@Restricted(NoExternalUse.class)
public abstract class FilteringTrigger extends Trigger<Job<?, ?>> {

    private String branches;
    private String excludedBranches;
    private String sourceBranches;
    private String excludedSourceBranches;
    private String tags;
    /** Null in a stored trigger that lacks it. */
    private Boolean skipCi = true;

    private String ignoredAuthors;
    private String paths;
    private String excludedPaths;

    /**
     * @return patterns as {@link NamePatterns#of} takes them, here and below, or null for all branches
     */
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
     * @return patterns for the source branches of merge requests, or null for all
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

    /**
     * @return patterns, or null for all tags
     */
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
        return skipCi == null || skipCi;
    }

    @DataBoundSetter
    public void setSkipCi(boolean skipCi) {
        this.skipCi = skipCi;
    }

    /**
     * @return patterns for users whose events build nothing, or null for none
     */
    @CheckForNull
    public String getIgnoredAuthors() {
        return ignoredAuthors;
    }

    @DataBoundSetter
    public void setIgnoredAuthors(@CheckForNull String ignoredAuthors) {
        this.ignoredAuthors = Util.fixEmptyAndTrim(ignoredAuthors);
    }

    /**
     * @return patterns of which a changed file must match one, or null for all files
     */
    @CheckForNull
    public String getPaths() {
        return paths;
    }

    @DataBoundSetter
    public void setPaths(@CheckForNull String paths) {
        this.paths = Util.fixEmptyAndTrim(paths);
    }

    /**
     * @return patterns for files that alone build nothing, or null for none
     */
    @CheckForNull
    public String getExcludedPaths() {
        return excludedPaths;
    }

    @DataBoundSetter
    public void setExcludedPaths(@CheckForNull String excludedPaths) {
        this.excludedPaths = Util.fixEmptyAndTrim(excludedPaths);
    }
}
