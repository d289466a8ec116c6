package io.jenkins.plugins.codeup.watch;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.ChangeReader;
import io.jenkins.plugins.codeup.client.ChangeReader.Change;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.MergeRequestComments;
import io.jenkins.plugins.codeup.client.MergeRequestComments.Comment;
import io.jenkins.plugins.codeup.client.SourceReader;
import io.jenkins.plugins.codeup.client.WebhookOption;
import io.jenkins.plugins.codeup.delivery.DeliveryEvent;
import io.jenkins.plugins.codeup.watch.RepositoryCheck.Event;
import io.jenkins.plugins.codeup.watch.RepositoryState.Known;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The part of a {@link RepositoryCheck} that is about merge requests and the comments on them. */
final class MergeRequestCheck {

    /** Closed merge requests are remembered so long, so that their last change is told once. */
    private static final long CLOSED_KEPT_MILLIS = TimeUnit.DAYS.toMillis(1);

    /** Of one merge request, the newest. */
    private static final int MAX_COMMENTS = 500;

    private final ChangeReader changes;
    private final SourceReader sources;
    private final MergeRequestComments comments;
    private final RepositoryState state;
    private final boolean wantsChanges;
    private final boolean wantsComments;
    private final long settled;
    private final EventBodies bodies;
    private final List<Event> events = new ArrayList<>();
    /** Whether this is the first time. */
    private final boolean first;

    /**
     * @param state with the heads of now
     * @param settled see {@link RepositoryCheck.Scope}
     */
    MergeRequestCheck(
            @NonNull CodeupClient client,
            @NonNull RepositoryState state,
            @NonNull Set<WebhookOption> wanted,
            long settled) {
        this.changes = client.changes();
        this.sources = Objects.requireNonNull(client.sources());
        this.comments = Objects.requireNonNull(client.comments());
        this.state = state;
        this.wantsChanges = wanted.contains(WebhookOption.MERGE_REQUESTS_EVENTS);
        this.wantsComments = wanted.contains(WebhookOption.NOTE_EVENTS);
        this.settled = settled;
        this.bodies = new EventBodies(state);
        this.first = state.mergeRequests() == null;
    }

    /**
     * @param changed those that changed, or null to have them asked for
     * @return the state with what was read
     */
    @NonNull
    RepositoryState run(@CheckForNull List<Change> changed) throws CodeupException, InterruptedException {
        Map<Long, Change> read = new LinkedHashMap<>();
        long until = state.changesUntil();
        for (Change change : changed == null || first ? ask() : changed) {
            read.put(change.request().number(), change);
            until = Math.max(until, millis(change.updatedAt()));
        }
        Map<Long, Known> now = new TreeMap<>(first ? Map.of() : state.mergeRequests());
        if (!first) {
            addPushed(now, read);
        }
        boolean all = changed == null || first;
        Map<Long, Change> open = first || all && wantsComments ? open() : Map.of();
        open.forEach(read::putIfAbsent);
        for (Change change : read.values()) {
            check(change, now);
        }
        long limit = System.currentTimeMillis() - CLOSED_KEPT_MILLIS;
        now.values().removeIf(one -> !one.isOpen() && one.updated() != null && one.updated() < limit);
        return state.withMergeRequests(now, until, wantsComments ? comments(read.values(), now) : null);
    }

    @NonNull
    List<Event> events() {
        return events;
    }

    /** Down to the newest that was seen before; the first time only that one. */
    private List<Change> ask() throws CodeupException, InterruptedException {
        List<Change> found = new ArrayList<>();
        changes.listChanges(state.id(), change -> {
            boolean seen = millis(change.updatedAt()) < state.changesUntil();
            if (!seen && (!first || found.isEmpty())) {
                found.add(change);
            }
            return !seen && !first;
        });
        return found;
    }

    private Map<Long, Change> open() throws CodeupException, InterruptedException {
        Map<Long, Change> open = new LinkedHashMap<>();
        sources.listOpenMergeRequests(state.id(), one -> {
            open.put(one.number(), new Change(state.id(), one, "opened", null, null));
            return true;
        });
        return open;
    }

    /** Codeup may not count a push to the source branch as a change of the merge request. */
    private void addPushed(Map<Long, Known> known, Map<Long, Change> read)
            throws CodeupException, InterruptedException {
        boolean missing =
                known.entrySet().stream().anyMatch(one -> isPushed(one.getValue()) && !read.containsKey(one.getKey()));
        if (missing) {
            open().forEach((number, change) -> {
                if (known.containsKey(number) && isPushed(known.get(number))) {
                    read.putIfAbsent(number, change);
                }
            });
        }
    }

    private boolean isPushed(Known one) {
        Map<String, String> branches = state.branches();
        boolean own = one.isOpen() && one.source() != null && Objects.equals(one.from(), state.id());
        String head = own && branches != null ? branches.get(one.source()) : null;
        return head != null && !head.equals(one.commit());
    }

    private void check(Change change, Map<Long, Known> known) throws CodeupException, InterruptedException {
        long number = change.request().number();
        Known was = known.get(number);
        boolean over = !change.request().open();
        if (was == null && over && (first || millis(change.updatedAt()) <= state.changesUntil())) {
            // closed before the watch began
            return;
        }
        if (was != null && isUnchanged(change, was) && !isPushed(was)) {
            return;
        }
        String commit =
                over ? null : sources.findSourceCommit(state.id(), number).orElse(null);
        Known is = Known.of(change, commit == null && was != null ? was.commit() : commit, settled);
        if (!first) {
            tell(change, was, is);
        }
        known.put(number, is);
    }

    /** Where the list has no time, or none that is settled, a push is not excluded. */
    private boolean isUnchanged(Change change, Known was) {
        Known is = Known.of(change, was.commit(), settled);
        return change.updatedAt() == null
                ? was.isOpen() && is.hasSameWords(was)
                : was.updated() != null && is.equals(was);
    }

    private void tell(Change change, @CheckForNull Known was, Known is) {
        if (was == null) {
            // one that was closed long ago is not remembered
            boolean again = change.createdAt() != null && millis(change.createdAt()) < state.changesUntil();
            add(change, is.isOpen() ? again ? "reopen" : "open" : closing(is), is, false);
        } else if (was.isOpen() != is.isOpen()) {
            add(change, is.isOpen() ? "reopen" : closing(is), is, false);
        } else if (is.isOpen() && !Objects.equals(was.commit(), is.commit())) {
            add(change, "update", is, true);
        } else if (is.isOpen() && !was.hasSameWords(is)) {
            add(change, "update", is, false);
        }
    }

    private static String closing(Known is) {
        return is.state().equals("merged") ? "merge" : "close";
    }

    private void add(Change change, String action, Known is, boolean byPush) {
        if (wantsChanges) {
            byte[] body = bodies.mergeRequest(change, action, is.commit(), byPush);
            events.add(new Event(DeliveryEvent.MERGE_REQUEST, WebhookOption.MERGE_REQUESTS_EVENTS, body));
        }
    }

    /**
     * Finds new comments on the open ones that were read. That of which no comment was read yet has none that is new, unless
     * it is new itself.
     */
    private Map<Long, Set<String>> comments(Collection<Change> read, Map<Long, Known> known)
            throws CodeupException, InterruptedException {
        Map<Long, Set<String>> before = state.comments();
        Map<Long, Known> knownBefore = state.mergeRequests();
        Map<Long, Set<String>> now = new TreeMap<>(before == null ? Map.of() : before);
        for (Change change : read) {
            long number = change.request().number();
            if (!change.request().open()) {
                continue;
            }
            List<Comment> all = comments.list(state.id(), number);
            boolean told = now.containsKey(number)
                    || before != null && knownBefore != null && !knownBefore.containsKey(number);
            Set<String> seen = now.getOrDefault(number, Set.of());
            Known is = known.get(number);
            for (Comment comment : told ? all : List.<Comment>of()) {
                // what this plugin itself wrote starts nothing, so nobody needs to know
                if (!seen.contains(comment.id()) && !MergeRequestComments.isOwn(comment.content())) {
                    byte[] body = bodies.comment(change, comment, is == null ? null : is.commit());
                    events.add(new Event(DeliveryEvent.NOTE, WebhookOption.NOTE_EVENTS, body));
                }
            }
            Set<String> ids = new LinkedHashSet<>();
            all.stream().skip(Math.max(0, all.size() - MAX_COMMENTS)).forEach(one -> ids.add(one.id()));
            now.put(number, ids);
        }
        now.keySet().removeIf(number -> {
            Known is = known.get(number);
            return is == null || !is.isOpen();
        });
        return now;
    }

    private static long millis(@CheckForNull Instant time) {
        return time == null ? 0 : time.toEpochMilli();
    }
}
