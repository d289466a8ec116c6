package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.scm.SCM;
import io.jenkins.plugins.codeup.delivery.DeliveredRepository;
import io.jenkins.plugins.codeup.delivery.Delivery;
import jenkins.branch.MultiBranchProject;
import jenkins.plugins.git.AbstractGitSCMSource;
import jenkins.plugins.git.GitSCMSource;
import jenkins.scm.api.SCMHeadEvent;
import jenkins.scm.api.SCMNavigator;
import jenkins.scm.api.SCMSource;

/** A delivery, told to the sources of the project whose hook it came by; another project has a hook of its own. */
abstract class RepositoryHeadEvent extends SCMHeadEvent<Delivery> {

    private final String project;
    private final DeliveredRepository repository;

    RepositoryHeadEvent(@NonNull Type type, @NonNull MultiBranchProject<?, ?> project, @NonNull Delivery delivery) {
        super(type, delivery, "Codeup");
        this.project = project.getFullName();
        this.repository = delivery.repository();
    }

    /** Whether a source of this project is what the delivery is about. */
    boolean isAbout(@NonNull SCMSource source) {
        return (source instanceof GitSCMSource || source instanceof CodeupSCMSource)
                && repository != null
                && source.getOwner() instanceof MultiBranchProject<?, ?> owner
                && owner.getFullName().equals(project)
                && repository.isAt(((AbstractGitSCMSource) source).getRemote());
    }

    /**
     * @return the name of the branch, tag or merge request
     */
    @NonNull
    abstract String headName();

    @Override
    public String getSourceName() {
        String name = repository == null ? null : repository.name();
        return name == null ? "" : name;
    }

    @Override
    public String descriptionFor(SCMSource source) {
        return "Codeup: " + headName();
    }

    @Override
    public boolean isMatch(SCMNavigator navigator) {
        return false;
    }

    @Override
    public boolean isMatch(SCM scm) {
        return false;
    }
}
