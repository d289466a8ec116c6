package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.connection.RootUrl;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** From what an item says to hooks in repositories: which repositories, over which connections. */
final class HookWishes {

    private static final Pattern HOST = Pattern.compile("(?:[a-z+]+://)?(?:[^/@]*@)?(?<host>[^/:@]+)[:/].*");
    private static final String OFFICIAL = "codeup.aliyun.com";

    private HookWishes() {}

    /**
     * @return none where no connection that hooks follow jobs over fits
     * @throws IllegalArgumentException if what the item names does not exist or fit; the message says what
     * @throws IllegalStateException if the URL of this Jenkins is not known
     */
    @NonNull
    static List<HookWish> of(@NonNull HookChoice choice, @NonNull ItemWebhook hook) {
        List<HookWish> wishes = new ArrayList<>();
        for (RepositoryRef repository : repositories(choice)) {
            CodeupConnection connection = connection(choice.connection(), repository);
            if (connection != null && connection.managesWebhooks()) {
                String organization = repository.organizationId() == null
                        ? connection.getOrganizationId()
                        : repository.organizationId();
                wishes.add(new HookWish(
                        new RepositoryKey(connection.getName(), repository.identity(organization)),
                        hook.url(RootUrl.of(connection)),
                        choice.options()));
            }
        }
        return wishes;
    }

    private static List<RepositoryRef> repositories(HookChoice choice) {
        if (choice.repository() != null) {
            return List.of(RepositoryRef.parse(choice.repository()));
        }
        return choice.urls().stream()
                .filter(HookWishes::isAtCodeup)
                .map(RepositoryRef::parse)
                .distinct()
                .toList();
    }

    /** At the official host, at that of an organization, or at an instance that a connection is to. */
    static boolean isAtCodeup(String url) {
        Matcher matcher = HOST.matcher(url.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return false;
        }
        String host = matcher.group("host");
        return host.equals(OFFICIAL)
                || host.endsWith("." + OFFICIAL)
                || CodeupConfiguration.get().getConnections().stream()
                        .anyMatch(connection -> connection.getEndpoint() != null
                                && host.equals(
                                        URI.create(connection.getEndpoint()).getHost()));
    }

    /** The one that was chosen; else that of the repository's organization; else the default, if it is for any. */
    @CheckForNull
    private static CodeupConnection connection(String chosen, RepositoryRef repository) {
        CodeupConfiguration all = CodeupConfiguration.get();
        String organization = repository.organizationId();
        if (chosen != null || organization == null) {
            return all.connection(chosen);
        }
        return all.getConnections().stream()
                .filter(connection -> organization.equals(connection.getOrganizationId()))
                .findFirst()
                .orElseGet(() -> all.connection(null).getOrganizationId() == null ? all.connection(null) : null);
    }
}
