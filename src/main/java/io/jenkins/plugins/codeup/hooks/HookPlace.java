package io.jenkins.plugins.codeup.hooks;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.WebhookOption;
import java.util.Map;

/**
 * Where an item has a hook, or may have one, as it was about to be made.
 *
 * @param connection the name of the connection that it was made over
 * @param repository as in {@link RepositoryKey}
 * @param repositoryId the repository's number, or null while it is not known
 * @param url where the hook delivers to
 * @param options what it was made to tell of
 * @param webhookId the hook's Id, or null until it is known to be as wanted
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record HookPlace(
        @NonNull String connection,
        @NonNull String repository,
        @CheckForNull Long repositoryId,
        @NonNull String url,
        @NonNull Map<WebhookOption, Boolean> options,
        @CheckForNull Long webhookId) {

    static HookPlace about(@NonNull HookWish wish, @CheckForNull Long repositoryId) {
        return new HookPlace(
                wish.at().connection(), wish.at().repository(), repositoryId, wish.url(), wish.options(), null);
    }

    @NonNull
    RepositoryKey at() {
        return new RepositoryKey(connection, repository);
    }

    boolean isFor(@NonNull HookWish wish) {
        return at().equals(wish.at()) && url.equals(wish.url());
    }

    /** Whether the hook was last seen as this wish has it. */
    boolean fulfils(@NonNull HookWish wish) {
        return isFor(wish) && webhookId != null && options.equals(wish.options());
    }

    HookPlace done(long id, long hook) {
        return new HookPlace(connection, repository, id, url, options, hook);
    }

    HookPlace undone() {
        return new HookPlace(connection, repository, null, url, options, null);
    }
}
