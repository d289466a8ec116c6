package io.jenkins.plugins.codeup.discovery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Action;
import io.jenkins.plugins.codeup.api.MergeRequest;
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

    @NonNull
    static List<Action> ofRef(@NonNull RepositoryPlace place, @NonNull SCMHead head, boolean primary) {
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

    @NonNull
    static List<Action> ofMergeRequest(@NonNull MergeRequest one) {
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
