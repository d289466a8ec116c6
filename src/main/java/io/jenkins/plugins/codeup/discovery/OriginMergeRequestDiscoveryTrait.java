package io.jenkins.plugins.codeup.discovery;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.util.ListBoxModel;
import jenkins.scm.api.SCMHeadCategory;
import jenkins.scm.api.SCMHeadOrigin;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.trait.SCMHeadAuthority;
import jenkins.scm.api.trait.SCMHeadAuthorityDescriptor;
import jenkins.scm.api.trait.SCMSourceContext;
import jenkins.scm.api.trait.SCMSourceRequest;
import jenkins.scm.api.trait.SCMSourceTrait;
import jenkins.scm.api.trait.SCMSourceTraitDescriptor;
import jenkins.scm.impl.ChangeRequestSCMHeadCategory;
import jenkins.scm.impl.trait.Discovery;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.variant.OptionalExtension;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.verb.POST;

/** Merge requests of branches of the repository itself become jobs. */
public class OriginMergeRequestDiscoveryTrait extends SCMSourceTrait {

    private final BuiltRevision built;

    /**
     * @param built what of them is built
     */
    @DataBoundConstructor
    public OriginMergeRequestDiscoveryTrait(@NonNull BuiltRevision built) {
        this.built = built;
    }

    @NonNull
    public BuiltRevision getBuilt() {
        return built;
    }

    @Override
    protected void decorateContext(SCMSourceContext<?, ?> context) {
        CodeupSCMSourceContext codeup = (CodeupSCMSourceContext) context;
        codeup.wantOriginMergeRequests(built.strategies());
        codeup.withAuthority(new OriginAuthority());
    }

    @Override
    public boolean includeCategory(SCMHeadCategory category) {
        return category instanceof ChangeRequestSCMHeadCategory;
    }

    /** Who can push to the repository is trusted; nobody else is by this. */
    public static class OriginAuthority
            extends SCMHeadAuthority<SCMSourceRequest, MergeRequestSCMHead, MergeRequestSCMRevision> {

        @Override
        protected boolean checkTrusted(SCMSourceRequest request, MergeRequestSCMHead head) {
            return !head.isFromFork();
        }

        /** Not chosen by people. */
        @OptionalExtension(requirePlugins = {"branch-api", "git"})
        public static class DescriptorImpl extends SCMHeadAuthorityDescriptor {

            @Override
            public String getDisplayName() {
                return Messages.OriginMergeRequestDiscoveryTrait_authority();
            }

            @Override
            public boolean isApplicableToOrigin(Class<? extends SCMHeadOrigin> origin) {
                return SCMHeadOrigin.Default.class.isAssignableFrom(origin);
            }
        }
    }

    /** Form. */
    @OptionalExtension(requirePlugins = {"branch-api", "git"})
    @Symbol("codeupOriginMergeRequestDiscovery")
    @Discovery
    public static class DescriptorImpl extends SCMSourceTraitDescriptor {

        @Override
        public String getDisplayName() {
            return Messages.OriginMergeRequestDiscoveryTrait_displayName();
        }

        @Override
        public Class<? extends SCMSourceContext> getContextClass() {
            return CodeupSCMSourceContext.class;
        }

        @Override
        public Class<? extends SCMSource> getSourceClass() {
            return CodeupSCMSource.class;
        }

        @POST
        public ListBoxModel doFillBuiltItems() {
            return BuiltRevision.items();
        }
    }
}
