package io.jenkins.plugins.codeup.trigger.multibranch;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.scm.SCM;
import io.jenkins.plugins.codeup.delivery.DeliveredRepository;
import io.jenkins.plugins.codeup.delivery.Delivery;
import java.util.Collections;
import java.util.Map;
import jenkins.branch.MultiBranchProject;
import jenkins.plugins.git.GitBranchSCMHead;
import jenkins.plugins.git.GitBranchSCMRevision;
import jenkins.plugins.git.GitSCMSource;
import jenkins.plugins.git.GitSCMSourceContext;
import jenkins.plugins.git.GitTagSCMHead;
import jenkins.plugins.git.GitTagSCMRevision;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadEvent;
import jenkins.scm.api.SCMHeadObserver;
import jenkins.scm.api.SCMNavigator;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMSource;

/**
 * A push, told to the git sources of the project whose hook it came by: exactly the branch or tag that was pushed is
 * looked at, and only where the source's traits want it.
 */
final class PushHeadEvent extends SCMHeadEvent<Delivery> {

    private final String project;
    private final DeliveredRepository repository;
    private final SCMHead head;
    private final SCMRevision revision;

    PushHeadEvent(@NonNull MultiBranchProject<?, ?> project, @NonNull Delivery.Push push, @NonNull String name) {
        super(type(push.before(), push.deleted()), push, "Codeup");
        this.project = project.getFullName();
        this.repository = push.repository();
        GitBranchSCMHead branch = new GitBranchSCMHead(name);
        this.head = branch;
        String commit = push.after();
        this.revision = commit == null ? null : new GitBranchSCMRevision(branch, commit);
    }

    PushHeadEvent(@NonNull MultiBranchProject<?, ?> project, @NonNull Delivery.TagPush push) {
        super(type(push.before(), push.deleted()), push, "Codeup");
        this.project = project.getFullName();
        this.repository = push.repository();
        GitTagSCMHead tag = new GitTagSCMHead(push.tag(), getTimestamp());
        this.head = tag;
        String commit = push.after();
        this.revision = commit == null ? null : new GitTagSCMRevision(tag, commit);
    }

    private static Type type(String before, boolean deleted) {
        if (deleted) {
            return Type.REMOVED;
        }
        return before == null ? Type.CREATED : Type.UPDATED;
    }

    /** Whether a source of this project is what the push is about; another project has a hook of its own. */
    boolean isAbout(@NonNull SCMSource source) {
        return source instanceof GitSCMSource git
                && repository != null
                && source.getOwner() instanceof MultiBranchProject<?, ?> owner
                && owner.getFullName().equals(project)
                && repository.isAt(git.getRemote());
    }

    @Override
    public Map<SCMHead, SCMRevision> heads(SCMSource source) {
        if (!isAbout(source)) {
            return Map.of();
        }
        GitSCMSourceContext<?, ?> context = new GitSCMSourceContext<>(null, SCMHeadObserver.none());
        context.withTraits(((GitSCMSource) source).getTraits());
        boolean wanted = (head instanceof GitTagSCMHead ? context.wantTags() : context.wantBranches())
                && context.prefilters().stream().noneMatch(filter -> filter.isExcluded(source, head));
        return wanted ? Collections.singletonMap(head, revision) : Map.of();
    }

    @Override
    public String getSourceName() {
        String name = repository == null ? null : repository.name();
        return name == null ? "" : name;
    }

    @Override
    public String descriptionFor(SCMSource source) {
        return "Codeup: " + head.getName();
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
