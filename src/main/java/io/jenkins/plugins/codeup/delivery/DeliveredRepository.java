package io.jenkins.plugins.codeup.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.client.RepositoryUrl;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The repository of a delivery, comparable with repositories that users configured.
 *
 * @param id the repository's numeric id, or null
 * @param name the repository's name, or null
 * @param homepage the repository's page, http or https, or null
 * @param urls every URL that the delivery contains for it, custom domains included; may be empty
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
     * @return what to display: the page, else a URL, the name or the id; empty if the delivery contains none of them
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
     * @param url a clone URL of any form, or null
     * @return whether it is a URL of this repository; false if it is not a repository URL
     */
    public boolean isAt(@CheckForNull String url) {
        RepositoryUrl expected = RepositoryUrl.parse(url);
        return expected != null && expected.isAmong(parse(urls));
    }

    /**
     * @param text a repository as users configure it: numeric id, path or clone URL
     * @return whether it is this repository; false if the text is none of these
     */
    public boolean isNamed(@NonNull String text) {
        if (isAt(text)) {
            return true;
        }
        RepositoryRef named;
        try {
            named = RepositoryRef.parse(text);
        } catch (IllegalArgumentException invalid) {
            return false;
        }
        String path = named.path();
        if (path == null) {
            return Objects.equals(named.id(), id);
        }
        boolean url = text.contains(":");
        return !url && parse(urls).stream().anyMatch(one -> one.hasPath(path));
    }

    /**
     * @return those of the URLs that are repository URLs
     */
    @NonNull
    static List<RepositoryUrl> parse(@NonNull List<String> urls) {
        return urls.stream().map(RepositoryUrl::parse).filter(Objects::nonNull).toList();
    }
}
