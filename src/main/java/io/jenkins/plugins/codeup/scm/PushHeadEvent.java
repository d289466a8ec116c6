package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.delivery.Delivery;
import java.util.Collections;
import java.util.Map;
import jenkins.branch.MultiBranchProject;
import jenkins.plugins.git.AbstractGitSCMSource;
import jenkins.plugins.git.GitBranchSCMHead;
import jenkins.plugins.git.GitBranchSCMRevision;
import jenkins.plugins.git.GitSCMSourceContext;
import jenkins.plugins.git.GitTagSCMHead;
import jenkins.plugins.git.GitTagSCMRevision;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadObserver;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMSource;

/** A push: exactly the branch or tag that was pushed is looked at, and only where the source's traits want it. */
final class PushHeadEvent extends RepositoryHeadEvent {

    private final SCMHead head;
    private final SCMRevision revision;

    PushHeadEvent(@NonNull MultiBranchProject<?, ?> project, @NonNull Delivery.Push push, @NonNull String name) {
        super(type(push.before(), push.deleted()), project, push);
        GitBranchSCMHead branch = new GitBranchSCMHead(name);
        this.head = branch;
        String commit = push.after();
        this.revision = commit == null ? null : new GitBranchSCMRevision(branch, commit);
    }

    PushHeadEvent(@NonNull MultiBranchProject<?, ?> project, @NonNull Delivery.TagPush push) {
        super(type(push.before(), push.deleted()), project, push);
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

    @Override
    public Map<SCMHead, SCMRevision> heads(SCMSource source) {
        if (!isAbout(source)) {
            return Map.of();
        }
        GitSCMSourceContext<?, ?> context = new GitSCMSourceContext<>(null, SCMHeadObserver.none());
        context.withTraits(((AbstractGitSCMSource) source).getTraits());
        boolean wanted = (head instanceof GitTagSCMHead ? context.wantTags() : context.wantBranches())
                && context.prefilters().stream().noneMatch(filter -> filter.isExcluded(source, head));
        return wanted ? Collections.singletonMap(head, revision) : Map.of();
    }

    @Override
    String headName() {
        return head.getName();
    }
}
