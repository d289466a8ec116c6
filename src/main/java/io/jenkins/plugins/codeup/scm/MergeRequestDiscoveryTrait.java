package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.util.ListBoxModel;
import jenkins.scm.api.SCMHeadCategory;
import jenkins.scm.api.trait.SCMSourceTrait;
import jenkins.scm.impl.ChangeRequestSCMHeadCategory;
import org.kohsuke.stapler.verb.POST;

/** Merge requests become jobs. Which ones is for its subclasses to say. */
public abstract class MergeRequestDiscoveryTrait extends SCMSourceTrait {

    private final MergeRequestStrategy built;

    MergeRequestDiscoveryTrait(@NonNull MergeRequestStrategy built) {
        this.built = built;
    }

    /**
     * @return what of them is built
     */
    @NonNull
    public final MergeRequestStrategy getBuilt() {
        return built;
    }

    @Override
    public boolean includeCategory(SCMHeadCategory category) {
        return category instanceof ChangeRequestSCMHeadCategory;
    }

    /** What the forms have alike. */
    public abstract static class Form extends CodeupTraitDescriptor {

        Form() {
            super(CodeupSCMSourceContext.class);
        }

        @POST
        public ListBoxModel doFillBuiltItems() {
            return MergeRequestStrategy.items();
        }
    }
}
