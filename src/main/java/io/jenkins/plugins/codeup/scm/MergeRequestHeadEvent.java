package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.MergeRequestInfo;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import jenkins.branch.MultiBranchProject;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMSource;

/** Something about a merge request: it alone is looked at, where the source's traits want it. */
final class MergeRequestHeadEvent extends RepositoryHeadEvent {

    private final MergeRequestInfo info;

    MergeRequestHeadEvent(@NonNull MultiBranchProject<?, ?> project, @NonNull Delivery.MergeRequest request) {
        super(type(Objects.requireNonNullElse(request.info().action(), "")), project, request);
        this.info = request.info();
    }

    private static Type type(String action) {
        return switch (action) {
            case "open", "reopen" -> Type.CREATED;
            case "close", "merge" -> Type.REMOVED;
            default -> Type.UPDATED;
        };
    }

    /** A source that is git alone knows of no merge requests. */
    @Override
    boolean isAbout(SCMSource source) {
        return source instanceof CodeupSCMSource && super.isAbout(source);
    }

    @Override
    public Map<SCMHead, SCMRevision> heads(SCMSource source) {
        Map<SCMHead, SCMRevision> heads = new HashMap<>();
        if (isAbout(source)) {
            // what is to be built of it the source asks Codeup: the delivery does not show the target's commit
            ((CodeupSCMSource) source).mergeRequestHeads(info).forEach(head -> heads.put(head, null));
        }
        return heads;
    }

    @Override
    String headName() {
        return "!" + Objects.requireNonNullElse(info.id(), "");
    }
}
