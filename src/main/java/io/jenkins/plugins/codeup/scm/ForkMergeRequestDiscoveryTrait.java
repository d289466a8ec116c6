package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
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
 * Discovers merge requests from forks, and those that pushes made, for which the right to read is enough. By default they
 * are not trusted: their builds run the Jenkinsfile of the target branch.
 */
public class ForkMergeRequestDiscoveryTrait extends MergeRequestDiscoveryTrait {

    private SCMHeadAuthority<? super CodeupSCMSourceRequest, MergeRequestSCMHead, MergeRequestSCMRevision> trust =
            new TrustNobody();

    /**
     * @param strategy what is built of a merge request; null for a merge with the target branch
     */
    @DataBoundConstructor
    public ForkMergeRequestDiscoveryTrait(@CheckForNull Strategy strategy) {
        super(strategy);
    }

    @Override
    protected Object readResolve() {
        if (trust == null) {
            trust = new TrustNobody();
        }
        return super.readResolve();
    }

    /**
     * @return decides whose Jenkinsfile is run instead of the target branch's
     */
    @NonNull
    public SCMHeadAuthority<? super CodeupSCMSourceRequest, MergeRequestSCMHead, MergeRequestSCMRevision> getTrust() {
        return trust;
    }

    /**
     * @param trust null to trust nobody
     */
    @DataBoundSetter
    @SuppressWarnings({"unchecked", "rawtypes"})
    public void setTrust(@CheckForNull SCMHeadAuthority trust) {
        this.trust = trust == null ? new TrustNobody() : trust;
    }

    @Override
    protected void decorateContext(SCMSourceContext<?, ?> context) {
        CodeupSCMSourceContext codeup = (CodeupSCMSourceContext) context;
        codeup.wantForkMergeRequests(getStrategy().checkouts());
        codeup.withAuthority(trust);
    }

    /** Trusts no fork. */
    public static class TrustNobody
            extends SCMHeadAuthority<SCMSourceRequest, MergeRequestSCMHead, MergeRequestSCMRevision> {

        @DataBoundConstructor
        public TrustNobody() {
            // no settings
        }

        @Override
        public boolean checkTrusted(SCMSourceRequest request, MergeRequestSCMHead head) {
            return false;
        }

        /** Label of the choice. */
        @Extension
        @Symbol("codeupTrustNobody")
        public static class DescriptorImpl extends ForkAuthorityDescriptor {

            @Override
            public String getDisplayName() {
                return Messages.ForkMergeRequestDiscoveryTrait_nobody();
            }
        }
    }

    /**
     * Trusts merge requests whose author may push to the repository. Who else may push to the fork is not asked: its owner
     * decides that.
     */
    public static class TrustDevelopers
            extends SCMHeadAuthority<CodeupSCMSourceRequest, MergeRequestSCMHead, MergeRequestSCMRevision> {

        @DataBoundConstructor
        public TrustDevelopers() {
            // no settings
        }

        @Override
        public boolean checkTrusted(CodeupSCMSourceRequest request, MergeRequestSCMHead head)
                throws InterruptedException {
            return request.isByDeveloper(head);
        }

        /** Label of the choice. */
        @Extension
        @Symbol("codeupTrustDevelopers")
        public static class DescriptorImpl extends ForkAuthorityDescriptor {

            @Override
            public String getDisplayName() {
                return Messages.ForkMergeRequestDiscoveryTrait_developers();
            }
        }
    }

    /** Trusts everybody who can create a merge request. */
    public static class TrustEveryone
            extends SCMHeadAuthority<SCMSourceRequest, MergeRequestSCMHead, MergeRequestSCMRevision> {

        @DataBoundConstructor
        public TrustEveryone() {
            // no settings
        }

        @Override
        public boolean checkTrusted(SCMSourceRequest request, MergeRequestSCMHead head) {
            return true;
        }

        /** Label of the choice. */
        @Extension
        @Symbol("codeupTrustEveryone")
        public static class DescriptorImpl extends ForkAuthorityDescriptor {

            @Override
            public String getDisplayName() {
                return Messages.ForkMergeRequestDiscoveryTrait_everyone();
            }
        }
    }

    /** Base of the choices of trust. */
    abstract static class ForkAuthorityDescriptor extends SCMHeadAuthorityDescriptor {

        @Override
        public boolean isApplicableToOrigin(Class<? extends SCMHeadOrigin> origin) {
            return SCMHeadOrigin.Fork.class.isAssignableFrom(origin);
        }
    }

    /** Form of the trait. */
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
