package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.codeup.connection.CodeupForms;
import java.util.EnumSet;
import java.util.Set;
import jenkins.scm.api.SCMHeadCategory;
import jenkins.scm.api.mixin.ChangeRequestCheckoutStrategy;
import jenkins.scm.api.trait.SCMSourceTrait;
import jenkins.scm.impl.ChangeRequestSCMHeadCategory;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Base of the traits that discover merge requests, within the repository or from forks. */
public abstract class MergeRequestDiscoveryTrait extends SCMSourceTrait {

    private Strategy strategy;

    /** What is built of a merge request. The names are stored in jobs. */
    public enum Strategy {
        /** The source branch merged with the target branch, in the workspace. */
        MERGE,
        /** The source branch as it is. */
        HEAD,
        /** Both, as two jobs. */
        BOTH;

        @NonNull
        Set<ChangeRequestCheckoutStrategy> checkouts() {
            return switch (this) {
                case MERGE -> EnumSet.of(ChangeRequestCheckoutStrategy.MERGE);
                case HEAD -> EnumSet.of(ChangeRequestCheckoutStrategy.HEAD);
                case BOTH -> EnumSet.allOf(ChangeRequestCheckoutStrategy.class);
            };
        }
    }

    /**
     * @param strategy what is built of a merge request; null for {@link Strategy#MERGE}
     */
    MergeRequestDiscoveryTrait(@CheckForNull Strategy strategy) {
        this.strategy = strategy == null ? Strategy.MERGE : strategy;
    }

    protected Object readResolve() {
        if (strategy == null) {
            strategy = Strategy.MERGE;
        }
        return this;
    }

    @NonNull
    public final Strategy getStrategy() {
        return strategy;
    }

    @Override
    public boolean includeCategory(SCMHeadCategory category) {
        return category instanceof ChangeRequestSCMHeadCategory;
    }

    /** Base of the forms. Public, as Stapler calls its methods. */
    public abstract static class Form extends CodeupTraits.TraitDescriptor {

        Form() {
            super(CodeupSCMSourceContext.class);
        }

        @POST
        public ListBoxModel doFillStrategyItems(@AncestorInPath Item item, @QueryParameter String strategy) {
            ListBoxModel items = new ListBoxModel();
            items.add(Messages.MergeRequestDiscoveryTrait_merge(), Strategy.MERGE.name());
            items.add(Messages.MergeRequestDiscoveryTrait_head(), Strategy.HEAD.name());
            items.add(Messages.MergeRequestDiscoveryTrait_both(), Strategy.BOTH.name());
            return CodeupForms.constants(item, strategy, items);
        }
    }
}
