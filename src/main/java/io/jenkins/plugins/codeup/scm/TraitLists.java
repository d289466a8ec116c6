package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.ExtensionList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import jenkins.plugins.git.traits.GitBrowserSCMSourceTrait;
import jenkins.scm.api.trait.SCMNavigatorTrait;
import jenkins.scm.api.trait.SCMNavigatorTraitDescriptor;
import jenkins.scm.api.trait.SCMSourceTrait;
import jenkins.scm.api.trait.SCMTraitDescriptor;
import jenkins.scm.impl.form.NamedArrayList;
import jenkins.scm.impl.trait.Discovery;
import jenkins.scm.impl.trait.Selection;

/** Which traits the forms offer, by section, and which are there at first. */
final class TraitLists {

    private TraitLists() {}

    /** Branches, each once, and merge requests within the repository as they would be merged. */
    @NonNull
    static List<SCMSourceTrait> defaults() {
        return List.of(
                new BranchDiscoveryTrait(BranchDiscoveryTrait.Strategy.WITHOUT_MERGE_REQUEST),
                new OriginMergeRequestDiscoveryTrait(MergeRequestStrategy.MERGE));
    }

    @NonNull
    static List<NamedArrayList<? extends SCMTraitDescriptor<?>>> ofSource(
            @NonNull CodeupSCMSource.DescriptorImpl descriptor) {
        return sections(sourceTraits(descriptor), new ArrayList<>());
    }

    @NonNull
    static List<NamedArrayList<? extends SCMTraitDescriptor<?>>> ofNavigator(
            @NonNull CodeupSCMNavigator.DescriptorImpl descriptor) {
        List<NamedArrayList<? extends SCMTraitDescriptor<?>>> sections = new ArrayList<>();
        List<SCMTraitDescriptor<?>> repositories = new ArrayList<>(
                SCMNavigatorTrait._for(descriptor, CodeupSCMNavigatorContext.class, CodeupSCMSourceBuilder.class));
        NamedArrayList.select(
                repositories,
                Messages.TraitLists_repositories(),
                SCMNavigatorTraitDescriptor.class::isInstance,
                true,
                sections);
        return sections(sourceTraits(ExtensionList.lookupSingleton(CodeupSCMSource.DescriptorImpl.class)), sections);
    }

    private static Collection<SCMTraitDescriptor<?>> sourceTraits(CodeupSCMSource.DescriptorImpl descriptor) {
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
                Messages.TraitLists_withinRepository(),
                NamedArrayList.anyOf(
                        NamedArrayList.withAnnotation(Discovery.class), NamedArrayList.withAnnotation(Selection.class)),
                true,
                sections);
        NamedArrayList.select(left, Messages.TraitLists_git(), null, true, sections);
        return sections;
    }
}
