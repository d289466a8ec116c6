package io.jenkins.plugins.codeup.feedback;

import hudson.Extension;
import io.jenkins.plugins.codeup.scm.CodeupSCMSource;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.trait.SCMSourceTrait;
import jenkins.scm.api.trait.SCMSourceTraitDescriptor;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** Makes Jenkins keep one comment on each merge request up to date: how its newest build stands, and what failed. */
public class MergeRequestCommentTrait extends SCMSourceTrait {

    @DataBoundConstructor
    public MergeRequestCommentTrait() {
        // there is nothing to set
    }

    /** Form of the trait. */
    @Extension
    @Symbol("codeupMergeRequestComment")
    public static class DescriptorImpl extends SCMSourceTraitDescriptor {

        @Override
        public String getDisplayName() {
            return Messages.MergeRequestCommentTrait_displayName();
        }

        @Override
        public Class<? extends SCMSource> getSourceClass() {
            return CodeupSCMSource.class;
        }
    }
}
