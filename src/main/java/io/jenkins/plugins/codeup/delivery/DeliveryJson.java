package io.jenkins.plugins.codeup.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.api.http.LenientJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The fields of a delivery, or of a part of it, by the names that they go by. No text is longer than is of use. */
final class DeliveryJson {

    private static final int LONGEST_TEXT = 10_000;
    private static final int MOST_COMMITS = 200;
    private static final int MOST_PATHS = 5_000;
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Pattern ZERO = Pattern.compile("0{40}|0{64}");
    /** What git allows in the name of a ref, and no more. */
    private static final Pattern REF = Pattern.compile("(?!-)[^\\p{Cntrl}\\s~^:?*\\[\\\\]{1,1000}");

    private final JsonNode json;

    DeliveryJson(JsonNode json) {
        this.json = json;
    }

    @NonNull
    DeliveryJson at(@NonNull String name) {
        return new DeliveryJson(json.path(name));
    }

    boolean has(@NonNull String name) {
        return json.path(name).isObject();
    }

    @CheckForNull
    String text(@NonNull String... names) {
        String text = LenientJson.text(json, names);
        return text == null || text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
    }

    @CheckForNull
    String ref(@NonNull String name) {
        String ref = LenientJson.text(json, name);
        boolean good = ref != null
                && REF.matcher(ref).matches()
                && !ref.contains("..")
                && !ref.contains("@{")
                && !ref.contains("//")
                && !ref.startsWith("/")
                && !ref.endsWith("/")
                && !ref.startsWith("refs/heads/-");
        return good ? ref : null;
    }

    boolean isZero(@NonNull String name) {
        String text = LenientJson.text(json, name);
        return text != null && ZERO.matcher(text).matches();
    }

    /** The first of the fields that is a hash, and not of nothing. */
    @CheckForNull
    String hash(@NonNull String... names) {
        for (String name : names) {
            String text = LenientJson.text(json, name);
            String hash = text == null || text.length() > 64 ? "" : text.toLowerCase(Locale.ROOT);
            if (HASH.matcher(hash).matches() && !ZERO.matcher(hash).matches()) {
                return hash;
            }
        }
        return null;
    }

    @CheckForNull
    DeliveredRepository repository() {
        JsonNode repository = json.path(has("repository") ? "repository" : "project");
        Long id = LenientJson.number(json, "project_id");
        if (!repository.isObject() && id == null) {
            return null;
        }
        List<String> urls = new ArrayList<>();
        for (String name : List.of(
                "url",
                "git_http_url",
                "git_ssh_url",
                "git_secondary_http_url",
                "git_secondary_ssh_url",
                "homepage",
                "http_url",
                "ssh_url",
                "web_url")) {
            String url = LenientJson.text(repository, name);
            if (url != null && !urls.contains(url)) {
                urls.add(url);
            }
        }
        DeliveryJson fields = new DeliveryJson(repository);
        return new DeliveredRepository(
                id != null ? id : LenientJson.number(json.path("object_attributes"), "target_project_id"),
                fields.text("name"),
                fields.text("homepage", "web_url"),
                urls);
    }

    @NonNull
    Sender sender() {
        DeliveryJson user = at("user");
        return has("user")
                ? new Sender(user.text("name"), user.text("username"), user.text("email"))
                : new Sender(text("user_name"), text("user_username"), text("user_email"));
    }

    @NonNull
    List<Commit> commits() {
        List<Commit> commits = new ArrayList<>();
        JsonNode all = json.path("commits");
        for (int i = Math.max(0, all.size() - MOST_COMMITS); i < all.size(); i++) {
            commits.add(new DeliveryJson(all.path(i)).commit());
        }
        return commits;
    }

    private Commit commit() {
        String message = text("message", "title");
        DeliveryJson author = at("author");
        List<String> paths = new ArrayList<>();
        for (String name : List.of("added", "modified", "removed")) {
            for (JsonNode path : json.path(name)) {
                if (path.isTextual() && paths.size() < MOST_PATHS) {
                    paths.add(path.asText());
                }
            }
        }
        return new Commit(hash("id"), message == null ? "" : message, author.text("name"), author.text("email"), paths);
    }

    /** Of a merge request's own object, in a delivery about it or about a comment on it. */
    @NonNull
    MergeRequestInfo mergeRequest() {
        String title = text("title");
        return new MergeRequestInfo(
                text("iid", "local_id", "id", "biz_id"),
                title == null ? "" : title,
                lower(text("state")),
                lower(text("action")),
                ref("source_branch"),
                ref("target_branch"),
                text("url"),
                has("last_commit") ? at("last_commit").commit() : null,
                at("source").urls(),
                at("target").urls());
    }

    private List<String> urls() {
        List<String> urls = new ArrayList<>();
        for (String name : List.of("http_url", "ssh_url", "web_url", "url")) {
            String url = LenientJson.text(json, name);
            if (url != null) {
                urls.add(url);
            }
        }
        return urls;
    }

    private static String lower(String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }
}
