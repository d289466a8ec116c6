package io.jenkins.plugins.codeup.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.ChangeReader.Change;
import io.jenkins.plugins.codeup.client.ChangeReader.Head;
import io.jenkins.plugins.codeup.client.MergeRequest;
import io.jenkins.plugins.codeup.client.MergeRequestComments.Comment;
import io.jenkins.plugins.codeup.delivery.DeliveryEvent;
import java.time.Instant;

/**
 * Writes events of a repository in the form of Codeup's deliveries. Who caused an event is told where Codeup's API tells it:
 * the author of a comment with his id; for a push only the author of the newest commit, without an id, as nobody has checked
 * who that is.
 */
final class EventBodies {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NOTHING = "0".repeat(40);
    private static final String USER = "user";

    private final RepositoryState repository;

    EventBodies(@NonNull RepositoryState repository) {
        this.repository = repository;
    }

    /**
     * @param ref the whole ref
     * @param before the commit before, or null for a new branch or tag
     * @param after what it is now, or null if it was deleted
     */
    @NonNull
    byte[] push(
            @NonNull DeliveryEvent event, @NonNull String ref, @CheckForNull String before, @CheckForNull Head after) {
        String commit = after == null ? NOTHING : after.commit();
        ObjectNode body = JSON.createObjectNode()
                .put("object_kind", event.kind())
                .put("ref", ref)
                .put("before", before == null ? NOTHING : before)
                .put("after", commit)
                .put("checkout_sha", commit)
                .put("project_id", repository.id());
        if (after != null) {
            body.put("user_name", after.author()).put("user_email", after.email());
            ObjectNode newest = body.putArray("commits")
                    .addObject()
                    .put("id", commit)
                    .put("message", after.message())
                    .put("timestamp", text(after.time()));
            newest.putObject("author").put("name", after.author()).put("email", after.email());
        }
        body.set("repository", repository());
        return bytes(body);
    }

    /**
     * @param action {@code open}, {@code update}, {@code close}, {@code reopen} or {@code merge}
     * @param commit the newest commit of the source, or null
     * @param byPush whether an update is a push
     */
    @NonNull
    byte[] mergeRequest(@NonNull Change change, @NonNull String action, @CheckForNull String commit, boolean byPush) {
        ObjectNode body = mergeRequestEvent(change, DeliveryEvent.MERGE_REQUEST);
        MergeRequest.Author author = change.request().author();
        if (author != null) {
            body.putObject(USER)
                    .put("name", author.name())
                    .put("username", author.username())
                    .put("email", author.email())
                    .put("extern_uid", author.userId());
        }
        fill(body.putObject("object_attributes"), change, commit)
                .put("action", action)
                .put("is_update_by_push", byPush);
        return bytes(body);
    }

    /**
     * @param commit the newest commit of the merge request's source, or null
     */
    @NonNull
    byte[] comment(@NonNull Change change, @NonNull Comment comment, @CheckForNull String commit) {
        ObjectNode body = mergeRequestEvent(change, DeliveryEvent.NOTE);
        body.putObject(USER).put("name", comment.authorName()).put("extern_uid", comment.author());
        body.putObject("object_attributes")
                .put("id", comment.id())
                .put("note", comment.content())
                .put("noteable_type", "MergeRequest")
                .put("url", change.request().webUrl());
        fill(body.putObject("merge_request"), change, commit);
        return bytes(body);
    }

    private ObjectNode mergeRequestEvent(Change change, DeliveryEvent event) {
        ObjectNode body = JSON.createObjectNode()
                .put("object_kind", event.kind())
                .put("version", "new")
                .put("project_id", change.repositoryId());
        body.set("repository", repository());
        return body;
    }

    private ObjectNode fill(ObjectNode at, Change change, String commit) {
        MergeRequest one = change.request();
        at.put("local_id", one.number())
                .put("project_id", change.repositoryId())
                .put("title", one.title())
                .put("state", change.state())
                .put("source_branch", one.source().branch())
                .put("target_branch", one.target())
                .put("source_project_id", one.source().repositoryId())
                .put("target_project_id", change.repositoryId())
                .put("source_type", one.source().pushed() ? "COMMIT" : "BRANCH")
                .put("work_in_progress", Boolean.TRUE.equals(one.draft()))
                .put("url", one.webUrl())
                .put("created_at", text(change.createdAt()))
                .put("updated_at", text(change.updatedAt()));
        if (commit != null) {
            at.putObject("last_commit").put("id", commit);
        }
        return at;
    }

    private ObjectNode repository() {
        String path = repository.path();
        return JSON.createObjectNode()
                .put("name", path == null ? null : path.substring(path.lastIndexOf('/') + 1))
                .put("homepage", repository.webUrl())
                .put("url", repository.sshUrl())
                .put("git_http_url", repository.httpUrl())
                .put("git_ssh_url", repository.sshUrl());
    }

    private static String text(Instant time) {
        return time == null ? null : time.toString();
    }

    private static byte[] bytes(ObjectNode body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers is always JSON", e);
        }
    }
}
