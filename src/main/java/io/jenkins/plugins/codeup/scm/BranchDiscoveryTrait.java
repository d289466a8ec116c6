package io.jenkins.plugins.codeup.scm;

import hudson.Extension;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.util.ListBoxModel;
import java.io.IOException;
import jenkins.plugins.git.GitBranchSCMHead;
import jenkins.plugins.git.GitSCMSourceContext;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadCategory;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.trait.SCMHeadAuthority;
import jenkins.scm.api.trait.SCMHeadFilter;
import jenkins.scm.api.trait.SCMSourceContext;
import jenkins.scm.api.trait.SCMSourceRequest;
import jenkins.scm.api.trait.SCMSourceTrait;
import jenkins.scm.impl.trait.Discovery;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.verb.POST;

/** Branches become jobs: all, or not those that are built as a merge request already, or only those. */
public class BranchDiscoveryTrait extends SCMSourceTrait {

    private final Strategy strategy;

    /** Which branches. */
    public enum Strategy {
        ALL,
        WITHOUT_MERGE_REQUEST,
        WITH_MERGE_REQUEST
    }

    @DataBoundConstructor
    public BranchDiscoveryTrait(@NonNull Strategy strategy) {
        this.strategy = strategy;
    }

    @NonNull
    public Strategy getStrategy() {
        return strategy;
    }

    @Override
    protected void decorateContext(SCMSourceContext<?, ?> context) {
        GitSCMSourceContext<?, ?> git = (GitSCMSourceContext<?, ?>) context;
        git.wantBranches(true);
        git.withAuthority(new BranchAuthority());
        if (strategy != Strategy.ALL) {
            git.withFilter(new MergeRequestFilter(strategy == Strategy.WITH_MERGE_REQUEST));
        }
    }

    @Override
    public boolean includeCategory(SCMHeadCategory category) {
        return category.isUncategorized();
    }

    /** Where git alone is asked, nothing is known of merge requests, and all branches pass. */
    private static final class MergeRequestFilter extends SCMHeadFilter {

        private final boolean wanted;

        MergeRequestFilter(boolean wanted) {
            this.wanted = wanted;
        }

        @Override
        public boolean isExcluded(SCMSourceRequest request, SCMHead head) throws IOException, InterruptedException {
            return head instanceof GitBranchSCMHead
                    && request instanceof CodeupSCMSourceRequest codeup
                    && codeup.hasMergeRequest(head.getName()) != wanted;
        }
    }

    /** Who can push to the repository is trusted. */
    public static class BranchAuthority extends SCMHeadAuthority<SCMSourceRequest, GitBranchSCMHead, SCMRevision> {

        @Override
        protected boolean checkTrusted(SCMSourceRequest request, GitBranchSCMHead head) {
            return true;
        }

        /** Not chosen by people. */
        @Extension
        public static class DescriptorImpl extends OriginTrust {

            @Override
            public String getDisplayName() {
                return Messages.BranchDiscoveryTrait_authority();
            }
        }
    }

    /** Form. */
    @Extension
    @Symbol("codeupBranchDiscovery")
    @Discovery
    public static class DescriptorImpl extends CodeupTraitDescriptor {

        public DescriptorImpl() {
            super(GitSCMSourceContext.class);
        }

        @Override
        public String getDisplayName() {
            return Messages.BranchDiscoveryTrait_displayName();
        }

        @POST
        public ListBoxModel doFillStrategyItems() {
            ListBoxModel items = new ListBoxModel();
            items.add(Messages.BranchDiscoveryTrait_without(), Strategy.WITHOUT_MERGE_REQUEST.name());
            items.add(Messages.BranchDiscoveryTrait_with(), Strategy.WITH_MERGE_REQUEST.name());
            items.add(Messages.BranchDiscoveryTrait_all(), Strategy.ALL.name());
            return items;
        }
    }
}
