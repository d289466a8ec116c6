package io.jenkins.plugins.codeup.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.client.RepositoryUrl;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
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

    private static final Pattern ORGANIZATION_ID = Pattern.compile("(?i)[0-9a-f]{24}");

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
     * @return a text of bounded length that tells this repository from others; empty if the delivery names none
     */
    @NonNull
    public String key() {
        if (id != null) {
            return id.toString();
        }
        String named = parse(urls).stream()
                .map(url -> (url.host() + "/" + url.path()).toLowerCase(Locale.ROOT))
                .findFirst()
                .orElse(name == null ? "" : name);
        return named.isEmpty() ? "" : DuplicateDetector.hash(named);
    }

    /**
     * @return whether the delivery has the repository's id or a URL of it
     */
    boolean isIdentified() {
        return id != null || !parse(urls).isEmpty();
    }

    /**
     * @return whether both are the same repository: by their ids if both have one, and by their URLs if both have some;
     *     false if neither tells
     */
    boolean isSame(@NonNull DeliveredRepository other) {
        boolean ids = id != null && other.id != null;
        List<RepositoryUrl> own = parse(urls);
        List<RepositoryUrl> others = parse(other.urls);
        if (own.isEmpty() || others.isEmpty()) {
            return ids && id.equals(other.id);
        }
        return (!ids || id.equals(other.id)) && own.stream().anyMatch(url -> url.isAmong(others));
    }

    /**
     * @param url a clone URL of any form, or null
     * @return whether it is a URL of this repository, with the organization's id or its own path; false if it is not a
     *     repository URL
     */
    public boolean isAt(@CheckForNull String url) {
        RepositoryUrl expected = RepositoryUrl.parse(url);
        if (expected == null) {
            return false;
        }
        List<RepositoryUrl> known = parse(urls);
        return expected.isAmong(known)
                || known.stream()
                        .anyMatch(one -> one.host().equals(expected.host())
                                && Objects.equals(one.port(), expected.port())
                                && sameOrganization(expected.path(), one.path()));
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
        return !url && parse(urls).stream().anyMatch(one -> isPath(path, one.path()));
    }

    /**
     * @param named a path with or without the organization in front
     * @param path a path with the organization in front: its id, or a path of its own
     */
    private static boolean isPath(String named, String path) {
        return path.equalsIgnoreCase(named)
                || withoutFirst(path).equalsIgnoreCase(named)
                || sameOrganization(named, path);
    }

    /** Whether the paths differ only in that one has the organization's id and the other the organization's own path. */
    private static boolean sameOrganization(String one, String other) {
        return !withoutFirst(one).isEmpty()
                && withoutFirst(one).equalsIgnoreCase(withoutFirst(other))
                && startsWithId(one) != startsWithId(other);
    }

    private static boolean startsWithId(String path) {
        return ORGANIZATION_ID
                .matcher(path.substring(0, Math.max(0, path.indexOf('/'))))
                .matches();
    }

    private static String withoutFirst(String path) {
        return path.substring(path.indexOf('/') + 1 == 0 ? path.length() : path.indexOf('/') + 1);
    }

    /**
     * @return those of the URLs that are repository URLs
     */
    @NonNull
    static List<RepositoryUrl> parse(@NonNull List<String> urls) {
        return urls.stream().map(RepositoryUrl::parse).filter(Objects::nonNull).toList();
    }
}
