package io.jenkins.plugins.codeup.scm;

import hudson.Extension;
import jenkins.plugins.git.GitSCMSourceContext;
import jenkins.plugins.git.GitTagSCMHead;
import jenkins.scm.api.SCMHeadCategory;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.trait.SCMHeadAuthority;
import jenkins.scm.api.trait.SCMSourceContext;
import jenkins.scm.api.trait.SCMSourceRequest;
import jenkins.scm.api.trait.SCMSourceTrait;
import jenkins.scm.impl.TagSCMHeadCategory;
import jenkins.scm.impl.trait.Discovery;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** Tags become jobs. */
public class TagDiscoveryTrait extends SCMSourceTrait {

    @DataBoundConstructor
    public TagDiscoveryTrait() {
        // nothing to be said
    }

    @Override
    protected void decorateContext(SCMSourceContext<?, ?> context) {
        GitSCMSourceContext<?, ?> git = (GitSCMSourceContext<?, ?>) context;
        git.wantTags(true);
        git.withAuthority(new TagAuthority());
    }

    @Override
    public boolean includeCategory(SCMHeadCategory category) {
        return category instanceof TagSCMHeadCategory;
    }

    /** Who can push to the repository is trusted. */
    public static class TagAuthority extends SCMHeadAuthority<SCMSourceRequest, GitTagSCMHead, SCMRevision> {

        @Override
        protected boolean checkTrusted(SCMSourceRequest request, GitTagSCMHead head) {
            return true;
        }

        /** Not chosen by people. */
        @Extension
        public static class DescriptorImpl extends OriginTrust {

            @Override
            public String getDisplayName() {
                return Messages.TagDiscoveryTrait_authority();
            }
        }
    }

    /** Form. */
    @Extension
    @Symbol("codeupTagDiscovery")
    @Discovery
    public static class DescriptorImpl extends CodeupTraitDescriptor {

        public DescriptorImpl() {
            super(GitSCMSourceContext.class);
        }

        @Override
        public String getDisplayName() {
            return Messages.TagDiscoveryTrait_displayName();
        }
    }
}
