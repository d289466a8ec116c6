package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.codeup.delivery.NamePatterns;
import io.jenkins.plugins.codeup.delivery.NamePatterns.Kind;
import io.jenkins.plugins.codeup.trigger.PatternProblems;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.trait.SCMSourceTrait;
import jenkins.scm.api.trait.SCMSourceTraitDescriptor;
import jenkins.scm.impl.trait.Selection;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Builds only what changes some files. Which files changed is asked of Codeup. */
public class PathsTrait extends SCMSourceTrait {

    private String paths;
    private String excludedPaths;

    @DataBoundConstructor
    public PathsTrait() {
        // all fields have defaults
    }

    /**
     * @return patterns as {@link NamePatterns#of} takes them, here and below, or null for all files
     */
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

    /** Form of the trait. */
    @Extension
    @Symbol("codeupPaths")
    @Selection
    public static class DescriptorImpl extends SCMSourceTraitDescriptor {

        @Override
        public String getDisplayName() {
            return Messages.PathsTrait_displayName();
        }

        @Override
        public Class<? extends SCMSource> getSourceClass() {
            return CodeupSCMSource.class;
        }

        @POST
        public FormValidation doCheckPaths(@AncestorInPath Item item, @QueryParameter String value) {
            return PatternProblems.check(item, Kind.PATHS, value, null);
        }

        @POST
        public FormValidation doCheckExcludedPaths(@AncestorInPath Item item, @QueryParameter String value) {
            return PatternProblems.check(item, Kind.PATHS, null, value);
        }
    }
}
