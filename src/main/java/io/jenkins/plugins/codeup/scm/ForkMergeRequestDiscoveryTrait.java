package io.jenkins.plugins.codeup.scm;

import hudson.Extension;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;
import jenkins.scm.api.SCMHeadOrigin;
import jenkins.scm.api.trait.SCMHeadAuthority;
import jenkins.scm.api.trait.SCMHeadAuthorityDescriptor;
import jenkins.scm.api.trait.SCMSourceContext;
import jenkins.scm.api.trait.SCMSourceRequest;
import jenkins.scm.impl.trait.Discovery;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * Merge requests from other repositories become jobs. What they bring is not trusted unless said otherwise: their builds
 * run the target branch's Jenkinsfile.
 */
public class ForkMergeRequestDiscoveryTrait extends MergeRequestDiscoveryTrait {

    private SCMHeadAuthority<? super CodeupSCMSourceRequest, MergeRequestSCMHead, MergeRequestSCMRevision> trust =
            new TrustNobody();

    /**
     * @param built what of them is built
     */
    @DataBoundConstructor
    public ForkMergeRequestDiscoveryTrait(@NonNull MergeRequestStrategy built) {
        super(built);
    }

    /**
     * @return whose Jenkinsfile is run as it is
     */
    @NonNull
    public SCMHeadAuthority<? super CodeupSCMSourceRequest, MergeRequestSCMHead, MergeRequestSCMRevision> getTrust() {
        return trust;
    }

    @DataBoundSetter
    @SuppressWarnings({"unchecked", "rawtypes"})
    public void setTrust(@CheckForNull SCMHeadAuthority trust) {
        this.trust = trust == null ? new TrustNobody() : trust;
    }

    @Override
    protected void decorateContext(SCMSourceContext<?, ?> context) {
        CodeupSCMSourceContext codeup = (CodeupSCMSourceContext) context;
        codeup.wantForkMergeRequests(getBuilt().strategies());
        codeup.withAuthority(trust);
    }

    /** Trust in no fork. */
    public static class TrustNobody
            extends SCMHeadAuthority<SCMSourceRequest, MergeRequestSCMHead, MergeRequestSCMRevision> {

        @DataBoundConstructor
        public TrustNobody() {
            // nothing to be said
        }

        @Override
        public boolean checkTrusted(SCMSourceRequest request, MergeRequestSCMHead head) {
            return false;
        }

        /** Form. */
        @Extension
        @Symbol("codeupTrustNobody")
        public static class DescriptorImpl extends ForkTrust {

            @Override
            public String getDisplayName() {
                return Messages.ForkMergeRequestDiscoveryTrait_nobody();
            }
        }
    }

    /** Trust in whoever may make a fork. */
    public static class TrustEveryone
            extends SCMHeadAuthority<SCMSourceRequest, MergeRequestSCMHead, MergeRequestSCMRevision> {

        @DataBoundConstructor
        public TrustEveryone() {
            // nothing to be said
        }

        @Override
        public boolean checkTrusted(SCMSourceRequest request, MergeRequestSCMHead head) {
            return true;
        }

        /** Form. */
        @Extension
        @Symbol("codeupTrustEveryone")
        public static class DescriptorImpl extends ForkTrust {

            @Override
            public String getDisplayName() {
                return Messages.ForkMergeRequestDiscoveryTrait_everyone();
            }
        }
    }

    /** What is chosen for forks. */
    abstract static class ForkTrust extends SCMHeadAuthorityDescriptor {

        @Override
        public boolean isApplicableToOrigin(Class<? extends SCMHeadOrigin> origin) {
            return SCMHeadOrigin.Fork.class.isAssignableFrom(origin);
        }
    }

    /** Form. */
    @Extension
    @Symbol("codeupForkMergeRequestDiscovery")
    @Discovery
    public static class DescriptorImpl extends Form {

        @Override
        public String getDisplayName() {
            return Messages.ForkMergeRequestDiscoveryTrait_displayName();
        }

        @NonNull
        public List<SCMHeadAuthorityDescriptor> getTrustDescriptors() {
            return SCMHeadAuthority._for(
                    CodeupSCMSourceRequest.class,
                    MergeRequestSCMHead.class,
                    MergeRequestSCMRevision.class,
                    SCMHeadOrigin.Fork.class);
        }

        @NonNull
        public SCMHeadAuthority<?, ?, ?> getDefaultTrust() {
            return new TrustNobody();
        }
    }
}
