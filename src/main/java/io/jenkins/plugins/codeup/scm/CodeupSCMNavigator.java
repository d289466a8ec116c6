package io.jenkins.plugins.codeup.scm;

import hudson.Extension;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.Action;
import hudson.model.Item;
import hudson.model.TaskListener;
import io.jenkins.plugins.codeup.client.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jenkins.scm.api.SCMNavigator;
import jenkins.scm.api.SCMNavigatorDescriptor;
import jenkins.scm.api.SCMNavigatorEvent;
import jenkins.scm.api.SCMNavigatorOwner;
import jenkins.scm.api.SCMSourceObserver;
import jenkins.scm.api.metadata.ObjectMetadataAction;
import jenkins.scm.api.trait.SCMTrait;
import jenkins.scm.api.trait.SCMTraitDescriptor;
import jenkins.scm.impl.form.NamedArrayList;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** The repositories of an organization of Codeup, or of one of its groups, as the projects of an organization folder. */
public class CodeupSCMNavigator extends CodeupSCMNavigatorSettings {

    static final String ICON = "symbol-codeup plugin-codeup";

    private String webUrl;

    @DataBoundConstructor
    public CodeupSCMNavigator() {
        // all fields have defaults
    }

    @Override
    protected String id() {
        return String.join(
                "::", Util.fixNull(getConnection()), Util.fixNull(getOrganizationId()), Util.fixNull(getGroup()));
    }

    @Override
    public void visitSources(SCMSourceObserver observer) throws IOException, InterruptedException {
        Collection<Repository> repositories = repositories(observer.getContext(), observer.getListener());
        repositories.stream()
                .findFirst()
                .ifPresent(one -> webUrl = RepositoryPlace.of(one).organizationUrl());
        new OrganizationScan(this, observer).run(repositories);
    }

    /** All are read before any is looked at: half a list must not pass for a whole one. */
    private Collection<Repository> repositories(Item owner, TaskListener listener)
            throws IOException, InterruptedException {
        Map<Long, Repository> all = new LinkedHashMap<>();
        discovery().client(owner, listener).listRepositories(getSearch(), repository -> {
            all.put(repository.id(), repository);
            return true;
        });
        return all.values();
    }

    @Override
    protected List<Action> retrieveActions(SCMNavigatorOwner owner, SCMNavigatorEvent event, TaskListener listener) {
        String page = webUrl == null || getGroup() == null ? webUrl : webUrl + "/" + getGroup();
        return page == null ? List.of() : List.of(new ObjectMetadataAction(null, null, page));
    }

    /** Form of a folder. */
    @Extension
    @Symbol("codeup")
    public static class DescriptorImpl extends SCMNavigatorDescriptor implements DiscoveryForm {

        @Override
        public String getDisplayName() {
            return Messages.CodeupSCMNavigator_displayName();
        }

        @Override
        public String getDescription() {
            return Messages.CodeupSCMNavigator_description();
        }

        @Override
        public String getIconClassName() {
            return ICON;
        }

        @Override
        public String getPronoun() {
            return Messages.CodeupSCMNavigator_pronoun();
        }

        @Override
        public SCMNavigator newInstance(@CheckForNull String name) {
            CodeupSCMNavigator navigator = new CodeupSCMNavigator();
            navigator.setTraits(getTraitsDefaults());
            return navigator;
        }

        @NonNull
        @Override
        public List<SCMTrait<? extends SCMTrait<?>>> getTraitsDefaults() {
            return new ArrayList<>(TraitLists.defaults());
        }

        public List<NamedArrayList<? extends SCMTraitDescriptor<?>>> getTraitsDescriptorLists() {
            return TraitLists.ofNavigator(this);
        }
    }
}
