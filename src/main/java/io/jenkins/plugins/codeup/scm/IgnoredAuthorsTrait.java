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
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Builds nothing that these people push or commit, such as bots. */
public class IgnoredAuthorsTrait extends SCMSourceTrait {

    private final String ignoredAuthors;

    /**
     * @param ignoredAuthors patterns as {@link NamePatterns#of} takes them, or null for none
     */
    @DataBoundConstructor
    public IgnoredAuthorsTrait(@CheckForNull String ignoredAuthors) {
        this.ignoredAuthors = Util.fixEmptyAndTrim(ignoredAuthors);
    }

    @CheckForNull
    public String getIgnoredAuthors() {
        return ignoredAuthors;
    }

    /** Form of the trait. */
    @Extension
    @Symbol("codeupIgnoredAuthors")
    @Selection
    public static class DescriptorImpl extends SCMSourceTraitDescriptor {

        @Override
        public String getDisplayName() {
            return Messages.IgnoredAuthorsTrait_displayName();
        }

        @Override
        public Class<? extends SCMSource> getSourceClass() {
            return CodeupSCMSource.class;
        }

        @POST
        public FormValidation doCheckIgnoredAuthors(@AncestorInPath Item item, @QueryParameter String value) {
            return PatternProblems.check(item, Kind.AUTHORS, null, value);
        }
    }
}
