package io.jenkins.plugins.codeup.scm;

import hudson.Extension;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.trait.SCMSourceTrait;
import jenkins.scm.api.trait.SCMSourceTraitDescriptor;
import jenkins.scm.impl.trait.Selection;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** Builds nothing whose newest commit or merge request says {@code [ci skip]} or {@code [skip ci]}. */
public class SkipCiTrait extends SCMSourceTrait {

    @DataBoundConstructor
    public SkipCiTrait() {
        // there is nothing to set
    }

    /** Form of the trait. */
    @Extension
    @Symbol("codeupSkipCi")
    @Selection
    public static class DescriptorImpl extends SCMSourceTraitDescriptor {

        @Override
        public String getDisplayName() {
            return Messages.SkipCiTrait_displayName();
        }

        @Override
        public Class<? extends SCMSource> getSourceClass() {
            return CodeupSCMSource.class;
        }
    }
}
