package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.Repository;
import jenkins.scm.api.trait.SCMSourceBuilder;

/** Makes of a repository that a folder found the source of its project. */
public class CodeupSCMSourceBuilder extends SCMSourceBuilder<CodeupSCMSourceBuilder, CodeupSCMSource> {

    private final CodeupSCMNavigator navigator;
    private final Repository repository;

    CodeupSCMSourceBuilder(
            @NonNull CodeupSCMNavigator navigator, @NonNull String projectName, @NonNull Repository repository) {
        super(CodeupSCMSource.class, projectName);
        this.navigator = navigator;
        this.repository = repository;
    }

    @Override
    public CodeupSCMSource build() {
        String path = repository.path();
        CodeupSCMSource source = new CodeupSCMSource(path == null ? String.valueOf(repository.id()) : path);
        source.setId(navigator.getId() + "::" + repository.id());
        source.setConnection(navigator.getConnection());
        source.setOrganizationId(navigator.getOrganizationId());
        source.setApiCredentialsId(navigator.getApiCredentialsId());
        source.setCheckoutCredentialsId(navigator.getCheckoutCredentialsId());
        source.setTraits(traits());
        source.setPlace(RepositoryPlace.of(repository));
        return source;
    }
}
