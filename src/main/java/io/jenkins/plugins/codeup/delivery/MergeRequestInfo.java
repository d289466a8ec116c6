package io.jenkins.plugins.codeup.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.RepositoryUrl;
import java.util.List;
import java.util.Objects;

/**
 * A merge request as a delivery shows it. Only the branches, the state and the action can be relied on.
 *
 * @param id its number within the repository or else among all, or null
 * @param title never null
 * @param state {@code opened}, {@code closed}, {@code reopened} or {@code merged}, or null
 * @param action {@code open}, {@code close}, {@code reopen}, {@code merge} or {@code update}, or null
 * @param source the branch that is to be merged, or null
 * @param target the branch that it is to be merged into, or null
 * @param url its page, http or https, or null
 * @param lastCommit the newest commit of the source branch, or null
 * @param sourceUrls the URLs of the repository that the source branch is in; may be empty
 * @param targetUrls the URLs of the repository that it is to be merged into; may be empty
 */
public record MergeRequestInfo(
        @CheckForNull String id,
        @NonNull String title,
        @CheckForNull String state,
        @CheckForNull String action,
        @CheckForNull String source,
        @CheckForNull String target,
        @CheckForNull String url,
        @CheckForNull Commit lastCommit,
        @NonNull List<String> sourceUrls,
        @NonNull List<String> targetUrls) {

    public MergeRequestInfo {
        sourceUrls = List.copyOf(sourceUrls);
        targetUrls = List.copyOf(targetUrls);
    }

    /**
     * @return whether the source branch is in another repository, whose owners may be strangers
     */
    public boolean fromFork() {
        List<RepositoryUrl> targets = parsed(targetUrls);
        List<RepositoryUrl> sources = parsed(sourceUrls);
        return !targets.isEmpty()
                && !sources.isEmpty()
                && sources.stream().noneMatch(source -> source.isAmong(targets));
    }

    private static List<RepositoryUrl> parsed(List<String> urls) {
        return urls.stream().map(RepositoryUrl::parse).filter(Objects::nonNull).toList();
    }
}
