package io.jenkins.plugins.codeup.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.client.RepositoryUrl;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The repository that a delivery is about.
 *
 * @param id its number, or null
 * @param name its name, or null
 * @param homepage its page, http or https, or null
 * @param urls every URL that the delivery has for it, those of custom domains included; may be empty
 */
public record DeliveredRepository(
        @CheckForNull Long id,
        @CheckForNull String name,
        @CheckForNull String homepage,
        @NonNull List<String> urls) {

    public DeliveredRepository {
        urls = List.copyOf(urls);
    }

    /**
     * @return what people know it by: its page, or else a URL, its name or its number; empty if it has none of these
     */
    @NonNull
    public String shown() {
        return Stream.of(Stream.ofNullable(homepage), urls.stream(), Stream.ofNullable(name), Stream.ofNullable(id))
                .flatMap(names -> names)
                .map(Object::toString)
                .findFirst()
                .orElse("");
    }

    /**
     * @param url a clone URL of any form
     * @return whether it is this repository's
     */
    public boolean isAt(@CheckForNull String url) {
        RepositoryUrl wanted = RepositoryUrl.parse(url);
        return wanted != null && wanted.isAmong(parsed());
    }

    private List<RepositoryUrl> parsed() {
        return urls.stream().map(RepositoryUrl::parse).filter(Objects::nonNull).toList();
    }

    /**
     * @param text the repository as a user names it: number, path or clone URL
     * @return whether that is this one; not where it names none
     */
    public boolean isNamed(@NonNull String text) {
        if (isAt(text)) {
            return true;
        }
        RepositoryRef named;
        try {
            named = RepositoryRef.parse(text);
        } catch (IllegalArgumentException namesNone) {
            return false;
        }
        String path = named.path();
        if (path == null) {
            return Objects.equals(named.id(), id);
        }
        boolean url = text.contains(":");
        return !url && parsed().stream().anyMatch(one -> one.hasPath(path));
    }
}
