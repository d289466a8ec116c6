package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import io.jenkins.plugins.codeup.delivery.MergeRequestInfo;
import java.util.LinkedHashSet;
import java.util.Set;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadObserver;
import jenkins.scm.api.SCMHeadOrigin;
import jenkins.scm.api.mixin.ChangeRequestCheckoutStrategy;

/** Which heads a delivery about a merge request is about. */
final class DeliveredMergeRequest {

    private DeliveredMergeRequest() {}

    /**
     * @param info what a delivery tells of a merge request
     * @return what is built of it where the traits want that; known by number and name alone, the rest is Codeup's to say
     */
    @NonNull
    static Set<SCMHead> heads(@NonNull MergeRequestInfo info, @NonNull CodeupSCMSource source) {
        Set<SCMHead> heads = new LinkedHashSet<>();
        String id = info.id();
        if (id == null || !id.matches("[0-9]{1,18}")) {
            return heads;
        }
        long number = Long.parseLong(id);
        CodeupSCMSourceContext context =
                new CodeupSCMSourceContext(null, SCMHeadObserver.none(), null).withTraits(source.getTraits());
        Set<ChangeRequestCheckoutStrategy> strategies = context.strategies(info.fromFork());
        for (ChangeRequestCheckoutStrategy strategy : strategies) {
            SCMHead head = new MergeRequestSCMHead(
                    MergeRequestHeads.name(number, strategy, strategies.size() > 1),
                    number,
                    Util.fixNull(info.target()),
                    strategy,
                    info.fromFork() ? new SCMHeadOrigin.Fork("") : SCMHeadOrigin.DEFAULT,
                    Util.fixNull(info.source()),
                    RepositoryPlace.unknown());
            if (context.prefilters().stream().noneMatch(filter -> filter.isExcluded(source, head))) {
                heads.add(head);
            }
        }
        return heads;
    }
}
