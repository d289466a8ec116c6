package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import jenkins.scm.api.trait.SCMHeadAuthority;
import jenkins.scm.api.trait.SCMSourceContext;
import jenkins.scm.api.trait.SCMSourceRequest;
import jenkins.scm.impl.trait.Discovery;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** Discovers merge requests whose source branch is in the repository itself. */
public class OriginMergeRequestDiscoveryTrait extends MergeRequestDiscoveryTrait {

    /**
     * @param strategy what is built of a merge request; null for a merge with the target branch
     */
    @DataBoundConstructor
    public OriginMergeRequestDiscoveryTrait(@CheckForNull Strategy strategy) {
        super(strategy);
    }

    @Override
    protected void decorateContext(SCMSourceContext<?, ?> context) {
        CodeupSCMSourceContext codeup = (CodeupSCMSourceContext) context;
        codeup.wantOriginMergeRequests(getStrategy().checkouts());
        codeup.withAuthority(new OriginAuthority());
    }

    /** Trusts merge requests within the repository: who can push to the repository is trusted. */
    public static class OriginAuthority
            extends SCMHeadAuthority<SCMSourceRequest, MergeRequestSCMHead, MergeRequestSCMRevision> {

        @Override
        protected boolean checkTrusted(SCMSourceRequest request, MergeRequestSCMHead head) {
            return !head.isFromFork();
        }

        @Extension
        public static class DescriptorImpl extends CodeupTraits.OriginAuthorityDescriptor {

            @Override
            public String getDisplayName() {
                return Messages.OriginMergeRequestDiscoveryTrait_authority();
            }
        }
    }

    /** Form of the trait. */
    @Extension
    @Symbol("codeupOriginMergeRequestDiscovery")
    @Discovery
    public static class DescriptorImpl extends Form {

        @Override
        public String getDisplayName() {
            return Messages.OriginMergeRequestDiscoveryTrait_displayName();
        }
    }
}
