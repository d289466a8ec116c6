package io.jenkins.plugins.codeup.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.http.LenientJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The fields of a delivery, or of a part of it, by the names that they go by. No text is longer than is of use. */
final class DeliveryJson {

    private static final int LONGEST_TEXT = 10_000;
    private static final int MOST_COMMITS = 200;
    private static final int MOST_PATHS = 5_000;
    private static final List<String> CHANGES = List.of("added", "modified", "removed");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Pattern ZERO = Pattern.compile("0{40}|0{64}");
    /** What git allows in the name of a ref, and no more. */
    private static final Pattern REF = Pattern.compile("(?!-)[^\\p{Cntrl}\\s~^:?*\\[\\\\]{1,1000}");

    /** An address to link to: none that a browser would run. */
    private static final Pattern PAGE = Pattern.compile("(?i)https?://[^\\s\\p{Cntrl}]+");

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
    String page(@NonNull String... names) {
        String text = text(names);
        return text != null && PAGE.matcher(text).matches() ? text : null;
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
                fields.page("homepage", "web_url"),
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
        boolean withPaths = showsAllPaths(all);
        for (int i = Math.max(0, all.size() - MOST_COMMITS); i < all.size(); i++) {
            commits.add(new DeliveryJson(all.path(i)).commit(withPaths));
        }
        return commits;
    }

    /** Some of the changed files are of no use: what decides may be among the others. */
    private boolean showsAllPaths(JsonNode commits) {
        Long total = LenientJson.number(json, "total_commits_count");
        boolean all = commits.size() <= MOST_COMMITS && (total == null || total <= commits.size());
        for (JsonNode commit : commits) {
            int paths =
                    CHANGES.stream().mapToInt(name -> commit.path(name).size()).sum();
            all &= paths <= MOST_PATHS && CHANGES.stream().anyMatch(commit::has);
        }
        return all;
    }

    private Commit commit(boolean withPaths) {
        String message = text("message", "title");
        DeliveryJson author = at("author");
        List<String> paths = new ArrayList<>();
        for (String name : withPaths ? CHANGES : List.<String>of()) {
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
                page("url"),
                has("last_commit") ? at("last_commit").commit(true) : null,
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
