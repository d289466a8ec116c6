package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.WebhookOption;
import java.util.List;
import java.util.Map;

/**
 * What an item's configuration says of its hook.
 *
 * @param managed false where somebody sees to the hook by hand: then nothing is made, changed or removed
 * @param connection the name of the connection that was chosen, or null for the one that fits the repository
 * @param repository the repository that was named, or null for those of the item's sources
 * @param urls where the item's sources are, at Codeup or elsewhere
 * @param options what the hook shall tell of
 */
public record HookChoice(
        boolean managed,
        @CheckForNull String connection,
        @CheckForNull String repository,
        @NonNull List<String> urls,
        @NonNull Map<WebhookOption, Boolean> options) {

    public HookChoice {
        urls = List.copyOf(urls);
        options = Map.copyOf(options);
    }
}
