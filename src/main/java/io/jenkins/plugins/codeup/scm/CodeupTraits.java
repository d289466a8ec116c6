package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.ExtensionList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import jenkins.plugins.git.traits.GitBrowserSCMSourceTrait;
import jenkins.scm.api.SCMHeadOrigin;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.trait.SCMHeadAuthorityDescriptor;
import jenkins.scm.api.trait.SCMNavigatorTrait;
import jenkins.scm.api.trait.SCMNavigatorTraitDescriptor;
import jenkins.scm.api.trait.SCMSourceContext;
import jenkins.scm.api.trait.SCMSourceTrait;
import jenkins.scm.api.trait.SCMSourceTraitDescriptor;
import jenkins.scm.api.trait.SCMTraitDescriptor;
import jenkins.scm.impl.form.NamedArrayList;
import jenkins.scm.impl.trait.Discovery;
import jenkins.scm.impl.trait.Selection;

/** The traits that forms of folders and sources offer, by section, and those that a new folder or source has. */
final class CodeupTraits {

    private CodeupTraits() {}

    /**
     * Branches, without those of a merge request, and the repository's own merge requests, merged with their target.
     */
    @NonNull
    static List<SCMSourceTrait> defaults() {
        return List.of(
                new BranchDiscoveryTrait(BranchDiscoveryTrait.Strategy.EXCLUDE_MERGE_REQUESTS),
                new OriginMergeRequestDiscoveryTrait(MergeRequestDiscoveryTrait.Strategy.MERGE));
    }

    @NonNull
    static List<NamedArrayList<? extends SCMTraitDescriptor<?>>> ofSource(@NonNull SourceForm descriptor) {
        return sections(sourceTraits(descriptor), new ArrayList<>());
    }

    @NonNull
    static List<NamedArrayList<? extends SCMTraitDescriptor<?>>> ofNavigator(
            @NonNull CodeupSCMNavigator.DescriptorImpl descriptor) {
        List<NamedArrayList<? extends SCMTraitDescriptor<?>>> sections = new ArrayList<>();
        List<SCMTraitDescriptor<?>> repositories = new ArrayList<>(SCMNavigatorTrait._for(
                descriptor, CodeupSCMNavigator.Context.class, CodeupSCMNavigator.SourceBuilder.class));
        NamedArrayList.select(
                repositories,
                Messages.CodeupTraits_repositories(),
                SCMNavigatorTraitDescriptor.class::isInstance,
                true,
                sections);
        return sections(sourceTraits(ExtensionList.lookupSingleton(CodeupSCMSource.DescriptorImpl.class)), sections);
    }

    private static Collection<SCMTraitDescriptor<?>> sourceTraits(SourceForm descriptor) {
        Set<SCMTraitDescriptor<?>> all = new LinkedHashSet<>();
        all.addAll(SCMSourceTrait._for(descriptor, CodeupSCMSourceContext.class, null));
        all.addAll(SCMSourceTrait._for(descriptor, null, CodeupSCMBuilder.class));
        all.removeIf(GitBrowserSCMSourceTrait.DescriptorImpl.class::isInstance);
        return all;
    }

    private static List<NamedArrayList<? extends SCMTraitDescriptor<?>>> sections(
            Collection<SCMTraitDescriptor<?>> all, List<NamedArrayList<? extends SCMTraitDescriptor<?>>> sections) {
        List<SCMTraitDescriptor<?>> left = new ArrayList<>(all);
        NamedArrayList.select(
                left,
                Messages.CodeupTraits_withinRepository(),
                NamedArrayList.anyOf(
                        NamedArrayList.withAnnotation(Discovery.class), NamedArrayList.withAnnotation(Selection.class)),
                true,
                sections);
        NamedArrayList.select(left, Messages.CodeupTraits_git(), null, true, sections);
        return sections;
    }

    /** Form of a trait that only Codeup sources have. */
    @SuppressWarnings("rawtypes")
    abstract static class TraitDescriptor extends SCMSourceTraitDescriptor {

        private final Class<? extends SCMSourceContext> context;

        /**
         * @param context the type of context that the trait configures: that of git if the trait also counts where git
         *     discovers the heads
         */
        TraitDescriptor(@NonNull Class<? extends SCMSourceContext> context) {
            this.context = context;
        }

        @Override
        public Class<? extends SCMSourceContext> getContextClass() {
            return context;
        }

        @Override
        public Class<? extends SCMSource> getSourceClass() {
            return CodeupSCMSource.class;
        }
    }

    /** Trust in people who can push to the repository itself. Comes with a discovery trait and is never selected. */
    abstract static class OriginAuthorityDescriptor extends SCMHeadAuthorityDescriptor {

        @Override
        public boolean isApplicableToOrigin(Class<? extends SCMHeadOrigin> origin) {
            return SCMHeadOrigin.Default.class.isAssignableFrom(origin);
        }
    }
}
