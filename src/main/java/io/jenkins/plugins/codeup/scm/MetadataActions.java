package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Action;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.MergeRequest;
import java.util.ArrayList;
import java.util.List;
import jenkins.plugins.git.GitRemoteHeadRefAction;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.metadata.ContributorMetadataAction;
import jenkins.scm.api.metadata.ObjectMetadataAction;
import jenkins.scm.api.metadata.PrimaryInstanceMetadataAction;
import jenkins.scm.api.mixin.TagSCMHead;

/** What people see of repositories, branches and merge requests, and where it leads them. */
final class MetadataActions {

    private MetadataActions() {}

    /**
     * @param defaultBranch null where it is not known
     */
    @NonNull
    static List<Action> ofRepository(
            @NonNull RepositoryPlace place, @NonNull String remote, @CheckForNull String defaultBranch) {
        List<Action> actions = new ArrayList<>();
        actions.add(new ObjectMetadataAction(null, null, place.webUrl()));
        if (defaultBranch != null) {
            actions.add(new GitRemoteHeadRefAction(remote, defaultBranch));
        }
        return actions;
    }

    /**
     * @param source knows what was read of the repository before
     */
    @NonNull
    static List<Action> ofHead(
            @NonNull SCMHead head, @NonNull ApiRepository repository, @NonNull CodeupSCMSource source)
            throws CodeupException, InterruptedException {
        if (head instanceof MergeRequestSCMHead one) {
            MergeRequest known = source.remembered(one.number());
            return known != null
                    ? ofMergeRequest(known)
                    : repository
                            .mergeRequest(one.number())
                            .map(MetadataActions::ofMergeRequest)
                            .orElse(List.of());
        }
        return ofRef(repository.place(), head, source.isDefaultBranch(head.getName()));
    }

    private static List<Action> ofRef(RepositoryPlace place, SCMHead head, boolean primary) {
        List<Action> actions = new ArrayList<>();
        if (place.webUrl() != null) {
            String kind = head instanceof TagSCMHead ? "/tree/" : "/branch/";
            actions.add(new ObjectMetadataAction(null, null, place.webUrl() + kind + head.getName()));
        }
        if (primary) {
            actions.add(new PrimaryInstanceMetadataAction());
        }
        return actions;
    }

    private static List<Action> ofMergeRequest(MergeRequest one) {
        List<Action> actions = new ArrayList<>();
        actions.add(new ObjectMetadataAction(one.title(), null, web(one.webUrl())));
        MergeRequest.Author author = one.author();
        if (author != null) {
            actions.add(new ContributorMetadataAction(author.username(), author.name(), author.email()));
        }
        return actions;
    }

    /** An address that Codeup gives becomes a link only if it is one to a page. */
    private static String web(String url) {
        return url != null && url.matches("(?i)https?://.+") ? url : null;
    }
}
