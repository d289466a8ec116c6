package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Action;
import hudson.model.Actionable;
import hudson.model.TaskListener;
import io.jenkins.plugins.codeup.client.MergeRequest;
import io.jenkins.plugins.codeup.client.SourceReader.CommitText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jenkins.plugins.git.GitRemoteHeadRefAction;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.metadata.ContributorMetadataAction;
import jenkins.scm.api.metadata.ObjectMetadataAction;
import jenkins.scm.api.metadata.PrimaryInstanceMetadataAction;
import jenkins.scm.api.mixin.TagSCMHead;

/** Titles, authors and links of repositories, branches and merge requests, for the pages of their jobs. */
final class MetadataActions {

    private MetadataActions() {}

    /**
     * @param page the organization's, or null if it is not known yet
     * @param group the path of the folder's group, or null
     */
    @NonNull
    static List<Action> ofOrganization(@CheckForNull String page, @CheckForNull String group) {
        CodeupAvatar icon = new CodeupAvatar(null);
        return page == null
                ? List.of(icon)
                : List.of(icon, new ObjectMetadataAction(null, null, group == null ? page : page + "/" + group));
    }

    /**
     * @param remote the source's clone URL
     * @param defaultBranch null if unknown
     */
    @NonNull
    static List<Action> ofRepository(
            @NonNull RepositoryLocation location, @NonNull String remote, @CheckForNull String defaultBranch) {
        List<Action> actions = new ArrayList<>();
        actions.add(new ObjectMetadataAction(null, null, location.webUrl()));
        actions.add(new CodeupAvatar(location.avatarUrl()));
        if (defaultBranch != null) {
            actions.add(new GitRemoteHeadRefAction(remote, defaultBranch));
        }
        return actions;
    }

    /**
     * @param project the source's owner, or null
     * @param remote the source's clone URL
     * @return the default branch that the project's last scan stored with it; none before the first scan
     */
    @NonNull
    static List<String> storedDefaultBranches(@CheckForNull Object project, @NonNull String remote) {
        return project instanceof Actionable actionable
                ? actionable.getActions(GitRemoteHeadRefAction.class).stream()
                        .filter(action -> remote.equals(action.getRemote()))
                        .map(GitRemoteHeadRefAction::getName)
                        .toList()
                : List.of();
    }

    /**
     * @param source knows what the scan has read already; without a merge request no call is needed after a scan
     * @return null if the API reads no repositories and git has to
     */
    @CheckForNull
    static List<Action> ofHead(@NonNull SCMHead head, @NonNull CodeupSCMSource source, @NonNull TaskListener listener)
            throws IOException, InterruptedException {
        RepositoryLookup lookup = source.lookup();
        RepositoryLocation scanned = lookup.scannedLocation();
        if (scanned != null && !(head instanceof MergeRequestSCMHead)) {
            return ofRef(head, scanned, lookup);
        }
        ApiRepository repository = source.open(listener);
        if (repository == null) {
            return null;
        }
        if (head instanceof MergeRequestSCMHead one) {
            MergeRequest read = lookup.mergeRequest(one.number());
            Optional<MergeRequest> found = read != null ? Optional.of(read) : repository.mergeRequest(one.number());
            return found.map(MetadataActions::ofMergeRequest).orElse(List.of());
        }
        return ofRef(head, repository.location(), lookup);
    }

    private static List<Action> ofRef(SCMHead head, RepositoryLocation location, RepositoryLookup lookup) {
        List<Action> actions = new ArrayList<>();
        String web = location.webUrl();
        if (web != null) {
            String kind = head instanceof TagSCMHead ? "/tree/" : "/branch/";
            actions.add(new ObjectMetadataAction(null, null, web + kind + head.getName()));
        }
        SCMRevision revision = lookup.revision(head.getName());
        CommitText about = revision == null ? null : lookup.about(AutomaticBuilds.commit(revision));
        if (about != null && about.authorName() != null) {
            actions.add(new ContributorMetadataAction(about.authorName(), about.authorName(), about.authorEmail()));
        }
        if (lookup.isDefaultBranch(head.getName())) {
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
        HeadVariables.Details details = new HeadVariables.Details(one);
        if (!details.isEmpty()) {
            actions.add(details);
        }
        return actions;
    }

    /** Codeup's text becomes a link only if it is the URL of a web page, and not, for example, a script. */
    @CheckForNull
    static String web(@CheckForNull String url) {
        return url != null && url.matches("(?i)https?://.+") ? url : null;
    }
}
