package io.jenkins.plugins.codeup.delivery;

import static io.jenkins.plugins.codeup.delivery.DeliveryJson.MAX_TEXT;
import static io.jenkins.plugins.codeup.delivery.DeliveryJson.hash;
import static io.jenkins.plugins.codeup.delivery.DeliveryJson.orEmpty;
import static io.jenkins.plugins.codeup.delivery.DeliveryJson.text;
import static io.jenkins.plugins.codeup.delivery.DeliveryJson.time;

import com.fasterxml.jackson.databind.JsonNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.http.CodeupJson;
import java.util.ArrayList;
import java.util.List;

/** Reads the commits of a delivery, a limited number with a limited number of changed files each. */
final class CommitReader {

    private static final int MAX_COMMITS = 200;
    /** Per commit. */
    private static final int MAX_PATHS = 5_000;

    private static final int MAX_PATH = 1_000;

    /** The fields of a commit that list changed files. */
    private static final List<String> PATHS = List.of("added", "modified", "removed");

    private CommitReader() {}

    /**
     * @param newest the id of the newest commit, or null; of too many commits, it is among those that are read
     */
    @NonNull
    static List<Delivery.Commit> ofPush(@NonNull JsonNode json, @CheckForNull String newest) {
        List<Delivery.Commit> commits = new ArrayList<>();
        JsonNode all = json.path("commits");
        boolean withPaths = listsAllPaths(json, all);
        int last = all.size() - 1;
        boolean newestLast = newest != null && newest.equals(hash(all.path(last), "id"));
        int from = newestLast ? Math.max(0, all.size() - MAX_COMMITS) : 0;
        for (int i = from; i < Math.min(all.size(), from + MAX_COMMITS); i++) {
            commits.add(commit(all.path(i), withPaths));
        }
        return commits;
    }

    /** An incomplete list of changed files is ignored: the file that a filter looks for may be missing. */
    private static boolean listsAllPaths(JsonNode json, JsonNode commits) {
        Long total = CodeupJson.number(json, "total_commits_count");
        boolean all = commits.size() <= MAX_COMMITS && (total == null || total <= commits.size());
        for (JsonNode commit : commits) {
            int paths =
                    PATHS.stream().mapToInt(name -> commit.path(name).size()).sum();
            all &= paths <= MAX_PATHS && PATHS.stream().anyMatch(commit::has);
            for (String name : PATHS) {
                for (JsonNode path : commit.path(name)) {
                    all &= path.asText().length() <= MAX_PATH;
                }
            }
        }
        return all;
    }

    @NonNull
    static Delivery.Commit one(@NonNull JsonNode json) {
        return commit(json, true);
    }

    private static Delivery.Commit commit(JsonNode json, boolean withPaths) {
        List<String> paths = new ArrayList<>();
        for (String name : withPaths ? PATHS : List.<String>of()) {
            for (JsonNode path : json.path(name)) {
                if (path.isTextual() && paths.size() < MAX_PATHS) {
                    paths.add(path.asText());
                }
            }
        }
        return new Delivery.Commit(
                hash(json, "id"), orEmpty(text(MAX_TEXT, json, "message", "title")), paths, time(json, "timestamp"));
    }
}
