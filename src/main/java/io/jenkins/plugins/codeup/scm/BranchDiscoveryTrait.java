package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.codeup.connection.CodeupForms;
import io.jenkins.plugins.codeup.delivery.NamePatterns;
import io.jenkins.plugins.codeup.delivery.NamePatterns.Kind;
import io.jenkins.plugins.codeup.trigger.PatternProblems;
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
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Discovers branches: all, those without an open merge request, or only those with one. */
public class BranchDiscoveryTrait extends SCMSourceTrait {

    private Strategy strategy;
    private String alwaysIncluded;

    /** Which branches become jobs. The names are stored in jobs. */
    public enum Strategy {
        ALL,
        /** Branches without an open merge request within the repository. */
        EXCLUDE_MERGE_REQUESTS,
        /** Branches with an open merge request within the repository. */
        ONLY_MERGE_REQUESTS
    }

    /**
     * @param strategy null for {@link Strategy#EXCLUDE_MERGE_REQUESTS}
     */
    @DataBoundConstructor
    public BranchDiscoveryTrait(@CheckForNull Strategy strategy) {
        this.strategy = strategy == null ? Strategy.EXCLUDE_MERGE_REQUESTS : strategy;
    }

    private Object readResolve() {
        if (strategy == null) {
            strategy = Strategy.EXCLUDE_MERGE_REQUESTS;
        }
        return this;
    }

    @NonNull
    public Strategy getStrategy() {
        return strategy;
    }

    /**
     * @return patterns as {@link NamePatterns#of} takes them: branches that become jobs whatever the strategy says; null for
     *     none
     */
    @CheckForNull
    public String getAlwaysIncluded() {
        return alwaysIncluded;
    }

    @DataBoundSetter
    public void setAlwaysIncluded(@CheckForNull String alwaysIncluded) {
        this.alwaysIncluded = Util.fixEmptyAndTrim(alwaysIncluded);
    }

    @Override
    protected void decorateContext(SCMSourceContext<?, ?> context) {
        GitSCMSourceContext<?, ?> git = (GitSCMSourceContext<?, ?>) context;
        git.wantBranches(true);
        git.withAuthority(new BranchAuthority());
        if (strategy != Strategy.ALL) {
            git.withFilter(new MergeRequestFilter(
                    strategy == Strategy.ONLY_MERGE_REQUESTS,
                    alwaysIncluded == null ? null : NamePatterns.of(Kind.BRANCHES, alwaysIncluded, null)));
        }
    }

    @Override
    public boolean includeCategory(SCMHeadCategory category) {
        return category.isUncategorized();
    }

    /**
     * Passes only branches with, or only those without, a merge request. Excludes no branch where git discovers the
     * heads, as merge requests are unknown then.
     */
    private static final class MergeRequestFilter extends SCMHeadFilter {

        private final boolean withMergeRequest;
        private final NamePatterns always;

        MergeRequestFilter(boolean withMergeRequest, @CheckForNull NamePatterns always) {
            this.withMergeRequest = withMergeRequest;
            this.always = always;
        }

        @Override
        public boolean isExcluded(SCMSourceRequest request, SCMHead head) throws IOException, InterruptedException {
            return head instanceof GitBranchSCMHead
                    && request instanceof CodeupSCMSourceRequest codeup
                    && !(always != null && always.accepts(head.getName()))
                    && codeup.hasMergeRequest(head.getName()) != withMergeRequest;
        }
    }

    /** Trusts all branches: who can push to the repository is trusted. */
    public static class BranchAuthority extends SCMHeadAuthority<SCMSourceRequest, GitBranchSCMHead, SCMRevision> {

        @Override
        protected boolean checkTrusted(SCMSourceRequest request, GitBranchSCMHead head) {
            return true;
        }

        @Extension
        public static class DescriptorImpl extends CodeupTraits.OriginAuthorityDescriptor {

            @Override
            public String getDisplayName() {
                return Messages.BranchDiscoveryTrait_authority();
            }
        }
    }

    /** Form of the trait. */
    @Extension
    @Symbol("codeupBranchDiscovery")
    @Discovery
    public static class DescriptorImpl extends CodeupTraits.TraitDescriptor {

        public DescriptorImpl() {
            super(GitSCMSourceContext.class);
        }

        @Override
        public String getDisplayName() {
            return Messages.BranchDiscoveryTrait_displayName();
        }

        @POST
        public ListBoxModel doFillStrategyItems(@AncestorInPath Item item, @QueryParameter String strategy) {
            ListBoxModel items = new ListBoxModel();
            items.add(Messages.BranchDiscoveryTrait_exclude(), Strategy.EXCLUDE_MERGE_REQUESTS.name());
            items.add(Messages.BranchDiscoveryTrait_only(), Strategy.ONLY_MERGE_REQUESTS.name());
            items.add(Messages.BranchDiscoveryTrait_all(), Strategy.ALL.name());
            return CodeupForms.constants(item, strategy, items);
        }

        @POST
        public FormValidation doCheckAlwaysIncluded(@AncestorInPath Item item, @QueryParameter String value) {
            return PatternProblems.check(item, Kind.BRANCHES, value, null);
        }
    }
}
