package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.util.ListBoxModel;
import java.util.EnumSet;
import java.util.Set;
import jenkins.scm.api.mixin.ChangeRequestCheckoutStrategy;

/** What of a merge request is built. */
public enum MergeRequestStrategy {
    /** The source branch merged with the target branch, in the workspace. */
    MERGE,
    /** The source branch as it stands. */
    HEAD,
    /** Both, as two jobs. */
    BOTH;

    @NonNull
    Set<ChangeRequestCheckoutStrategy> strategies() {
        return switch (this) {
            case MERGE -> EnumSet.of(ChangeRequestCheckoutStrategy.MERGE);
            case HEAD -> EnumSet.of(ChangeRequestCheckoutStrategy.HEAD);
            case BOTH -> EnumSet.allOf(ChangeRequestCheckoutStrategy.class);
        };
    }

    @NonNull
    static ListBoxModel items() {
        ListBoxModel items = new ListBoxModel();
        items.add(Messages.MergeRequestStrategy_merge(), MERGE.name());
        items.add(Messages.MergeRequestStrategy_head(), HEAD.name());
        items.add(Messages.MergeRequestStrategy_both(), BOTH.name());
        return items;
    }
}
