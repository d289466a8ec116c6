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

/** Discovers tags. */
public class TagDiscoveryTrait extends SCMSourceTrait {

    @DataBoundConstructor
    public TagDiscoveryTrait() {
        // no settings
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

    /** Trusts all tags: who can push to the repository is trusted. */
    public static class TagAuthority extends SCMHeadAuthority<SCMSourceRequest, GitTagSCMHead, SCMRevision> {

        @Override
        protected boolean checkTrusted(SCMSourceRequest request, GitTagSCMHead head) {
            return true;
        }

        @Extension
        public static class DescriptorImpl extends CodeupTraits.OriginAuthorityDescriptor {

            @Override
            public String getDisplayName() {
                return Messages.TagDiscoveryTrait_authority();
            }
        }
    }

    /** Form of the trait. */
    @Extension
    @Symbol("codeupTagDiscovery")
    @Discovery
    public static class DescriptorImpl extends CodeupTraits.TraitDescriptor {

        public DescriptorImpl() {
            super(GitSCMSourceContext.class);
        }

        @Override
        public String getDisplayName() {
            return Messages.TagDiscoveryTrait_displayName();
        }
    }
}
