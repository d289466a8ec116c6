package io.jenkins.plugins.codeup.scm;

import hudson.Extension;
import edu.umd.cs.findbugs.annotations.NonNull;
import jenkins.scm.api.trait.SCMHeadAuthority;
import jenkins.scm.api.trait.SCMSourceContext;
import jenkins.scm.api.trait.SCMSourceRequest;
import jenkins.scm.impl.trait.Discovery;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** Merge requests of branches of the repository itself become jobs. */
public class OriginMergeRequestDiscoveryTrait extends MergeRequestDiscoveryTrait {

    /**
     * @param built what of them is built
     */
    @DataBoundConstructor
    public OriginMergeRequestDiscoveryTrait(@NonNull MergeRequestStrategy built) {
        super(built);
    }

    @Override
    protected void decorateContext(SCMSourceContext<?, ?> context) {
        CodeupSCMSourceContext codeup = (CodeupSCMSourceContext) context;
        codeup.wantOriginMergeRequests(getBuilt().strategies());
        codeup.withAuthority(new OriginAuthority());
    }

    /** Who can push to the repository is trusted; nobody else is by this. */
    public static class OriginAuthority
            extends SCMHeadAuthority<SCMSourceRequest, MergeRequestSCMHead, MergeRequestSCMRevision> {

        @Override
        protected boolean checkTrusted(SCMSourceRequest request, MergeRequestSCMHead head) {
            return !head.isFromFork();
        }

        /** Not chosen by people. */
        @Extension
        public static class DescriptorImpl extends OriginTrust {

            @Override
            public String getDisplayName() {
                return Messages.OriginMergeRequestDiscoveryTrait_authority();
            }
        }
    }

    /** Form. */
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
