package io.jenkins.plugins.codeup.scm;

import hudson.Extension;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.trait.SCMSourceTrait;
import jenkins.scm.api.trait.SCMSourceTraitDescriptor;
import jenkins.scm.impl.trait.Selection;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** Lets merge requests wait that are marked as work in progress. They are built when they are ready. */
public class SkipDraftsTrait extends SCMSourceTrait {

    @DataBoundConstructor
    public SkipDraftsTrait() {
        // there is nothing to set
    }

    /** Form of the trait. */
    @Extension
    @Symbol("codeupSkipDrafts")
    @Selection
    public static class DescriptorImpl extends SCMSourceTraitDescriptor {

        @Override
        public String getDisplayName() {
            return Messages.SkipDraftsTrait_displayName();
        }

        @Override
        public Class<? extends SCMSource> getSourceClass() {
            return CodeupSCMSource.class;
        }
    }
}
