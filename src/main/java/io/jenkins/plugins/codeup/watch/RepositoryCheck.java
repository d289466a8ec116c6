package io.jenkins.plugins.codeup.watch;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.ChangeReader;
import io.jenkins.plugins.codeup.client.ChangeReader.Change;
import io.jenkins.plugins.codeup.client.ChangeReader.Head;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.WebhookOption;
import io.jenkins.plugins.codeup.delivery.DeliveryEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One check of a repository: reads its branches, tags and merge requests, and finds the events that lead there from what is
 * remembered. What is read for the first time, or was not wanted before, has no events.
 */
final class RepositoryCheck {

    private final CodeupClient client;
    private final RepositoryState before;
    private final Set<WebhookOption> wanted;
    private final EventBodies bodies;
    private final List<Event> events = new ArrayList<>();

    /**
     * An event that was found.
     *
     * @param option what an item has to want to get it
     */
    record Event(
            @NonNull DeliveryEvent kind,
            @NonNull WebhookOption option,
            @NonNull byte[] body) {}

    /**
     * What a check reads.
     *
     * @param activity the {@code lastActivityAt} to remember, or null
     * @param heads whether branches and tags are read; else only those that were never read
     * @param changed the merge requests that changed, or null to have them asked for
     * @param settled the time until which Codeup certainly tells changes, in milliseconds since 1970
     */
    record Scope(
            @CheckForNull Long activity,
            boolean heads,
            @CheckForNull List<Change> changed,
            long settled) {}

    /**
     * What a check found.
     *
     * @param after the state to remember when the events are delivered
     * @param problem why merge requests could not be read though the rest could, or null
     */
    record Result(
            @NonNull RepositoryState after,
            @NonNull List<Event> events,
            @CheckForNull CodeupException problem) {}

    /**
     * @param wanted the events that any item wants
     */
    RepositoryCheck(@NonNull CodeupClient client, @NonNull RepositoryState before, @NonNull Set<WebhookOption> wanted) {
        this.client = client;
        this.before = before;
        this.wanted = wanted;
        this.bodies = new EventBodies(before);
    }

    @NonNull
    Result run(@NonNull Scope scope) throws CodeupException, InterruptedException {
        Map<String, String> branches = null;
        if (wanted.contains(WebhookOption.PUSH_EVENTS)) {
            branches = scope.heads || before.branches() == null ? branches() : before.branches();
        }
        Map<String, String> tags = null;
        if (wanted.contains(WebhookOption.TAG_PUSH_EVENTS)) {
            tags = scope.heads || before.tags() == null ? tags() : before.tags();
        }
        RepositoryState after = before.withHeads(scope.activity, branches, tags);
        if (wanted.contains(WebhookOption.MERGE_REQUESTS_EVENTS) || wanted.contains(WebhookOption.NOTE_EVENTS)) {
            MergeRequestCheck mergeRequests = new MergeRequestCheck(client, after, wanted, scope.settled);
            try {
                after = mergeRequests.run(scope.changed);
                events.addAll(mergeRequests.events());
            } catch (CodeupException e) {
                if (e.kind() != CodeupException.Kind.FORBIDDEN) {
                    throw e;
                }
                return new Result(after, List.copyOf(events), e);
            }
        } else {
            after = after.withMergeRequests(null, 0, null);
        }
        return new Result(after, List.copyOf(events), null);
    }

    private Map<String, String> branches() throws CodeupException, InterruptedException {
        List<Head> read = client.changes().branches(before.id(), null);
        return heads(read, before.branches(), DeliveryEvent.PUSH, WebhookOption.PUSH_EVENTS, "refs/heads/");
    }

    private Map<String, String> tags() throws CodeupException, InterruptedException {
        List<Head> read = client.changes().tags(before.id(), null);
        return heads(read, before.tags(), DeliveryEvent.TAG_PUSH, WebhookOption.TAG_PUSH_EVENTS, "refs/tags/");
    }

    private Map<String, String> heads(
            List<Head> read,
            @CheckForNull Map<String, String> known,
            DeliveryEvent event,
            WebhookOption option,
            String prefix)
            throws CodeupException, InterruptedException {
        Map<String, String> now = new TreeMap<>();
        for (Head head : read) {
            now.put(head.name(), head.commit());
            String was = known == null ? null : known.get(head.name());
            if (known != null && !head.commit().equals(was)) {
                events.add(new Event(event, option, bodies.push(event, prefix + head.name(), was, head)));
            }
        }
        for (Map.Entry<String, String> old :
                known == null ? Map.<String, String>of().entrySet() : known.entrySet()) {
            if (now.containsKey(old.getKey())) {
                continue;
            }
            if (isThere(event, old.getKey())) {
                // left out, as the pages of the list moved while they were read: the next check tells its commit
                now.put(old.getKey(), old.getValue());
            } else {
                events.add(new Event(event, option, bodies.push(event, prefix + old.getKey(), old.getValue(), null)));
            }
        }
        return now;
    }

    private boolean isThere(DeliveryEvent event, String name) throws CodeupException, InterruptedException {
        ChangeReader reader = client.changes();
        List<Head> found =
                event == DeliveryEvent.PUSH ? reader.branches(before.id(), name) : reader.tags(before.id(), name);
        return found.stream().anyMatch(head -> head.name().equals(name));
    }
}
