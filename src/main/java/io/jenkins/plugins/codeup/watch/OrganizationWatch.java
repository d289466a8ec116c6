package io.jenkins.plugins.codeup.watch;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.ChangeReader.Change;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.client.Repository;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.client.WebhookOption;
import io.jenkins.plugins.codeup.watch.RepositoryCheck.Scope;
import io.jenkins.plugins.codeup.watch.WatchStore.OrganizationState;
import io.jenkins.plugins.codeup.watch.WatchedItems.Wish;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The watch of one organization. A round takes two calls that tell what changed, and checks those repositories; and, in turn,
 * some of the others. Rounds do not overlap. A round that fails leaves what is remembered, so that the next one finds the
 * same and more.
 */
final class OrganizationWatch {

    private static final Logger LOGGER = Logger.getLogger(OrganizationWatch.class.getName());

    /** Times in lists are to the second, and may lag: what is younger may change without another time. Tests change it. */
    static long unsettledMillis = TimeUnit.SECONDS.toMillis(10);

    /** So far back lists are read after a start. */
    private static final long OVERLAP_MILLIS = TimeUnit.MINUTES.toMillis(5);

    /** A list that is ordered by changes tells nothing new after so many that are as before. */
    private static final int UNCHANGED = 20;

    /** A webhook's delivery of what a check read may still be on its way for so long. */
    private static final long DELIVERED_LATE_MILLIS = TimeUnit.MINUTES.toMillis(2);

    private static final int FEW = 5;
    private static final String MERGE_REQUESTS = "changeRequests";

    private final OrganizationKey key;
    private final WatchStore store;
    private final ExecutorService checks;
    private final FolderWatch folders;
    private final WatchStatus status = new WatchStatus();
    /** What lists told last: times of repositories by number, and of merge requests by number of both. */
    private final Map<String, Long> told = new HashMap<>();

    /** When each repository was last checked whatever lists told, in milliseconds since 1970. */
    private final Map<Long, Long> turns = new ConcurrentHashMap<>();

    /** Those whose last check failed. */
    private final Set<Long> failed = ConcurrentHashMap.newKeySet();

    private final RepositoryNames names;

    private long lastRound;

    OrganizationWatch(
            @NonNull OrganizationKey key,
            @NonNull WatchStore store,
            @NonNull ExecutorService checks,
            @NonNull FolderWatch folders) {
        this.key = key;
        this.store = store;
        this.checks = checks;
        this.folders = folders;
        this.names = new RepositoryNames(key, status);
    }

    @NonNull
    WatchStatus status() {
        return status;
    }

    @NonNull
    WatchStore store() {
        return store;
    }

    /**
     * @param named as an item names it
     * @return the repository's number, or null if it was not found yet
     */
    @CheckForNull
    Long id(@NonNull String named) {
        Long number = RepositoryRef.parse(named).id();
        return number != null ? number : store.organization().ids().get(named);
    }

    /**
     * One round.
     *
     * @param wishes of the items that want events of the organization's repositories
     * @param turn the time within which each repository is checked
     */
    void run(@NonNull CodeupClient client, @NonNull List<Wish> wishes, @NonNull Duration turn)
            throws IOException, InterruptedException {
        status.setPushesOnly(!client.changes().tellsMergeRequests());
        Round round = new Round(client, System.currentTimeMillis());
        try {
            round.resolve(wishes, turn);
            round.readActivities();
            round.readMergeRequests();
            round.addTurns(turn);
            round.check();
            status.succeeded(round.begun, round.wanted.size());
        } catch (CodeupException e) {
            status.failed(e);
            throw e;
        }
    }

    /** What one round knows. */
    private final class Round {

        private final CodeupClient client;
        private final long begun;
        private final OrganizationState before = store.organization();
        private Map<String, Long> ids = before.ids();
        private final Map<Long, List<Wish>> wanted = new LinkedHashMap<>();
        private final Map<Long, Repository> listed = new HashMap<>();
        private final Map<Long, Long> activities = new HashMap<>();
        private final Map<Long, List<Change>> changes = new HashMap<>();
        private final Set<Long> complete = new HashSet<>();
        private long activityUntil = before.activityUntil();
        private long changesUntil = before.mergeRequestsUntil();

        Round(CodeupClient client, long begun) {
            this.client = client;
            this.begun = begun;
        }

        /** Finds the repositories that items want; those of which nothing is remembered are read for the first time. */
        void resolve(List<Wish> wishes, Duration turn) throws IOException, InterruptedException {
            names.begin(client, before.ids(), begun + turn.toMillis());
            for (Wish wish : wishes) {
                Long id = names.id(wish);
                if (id != null) {
                    wanted.computeIfAbsent(id, none -> new ArrayList<>()).add(wish);
                }
            }
            listed.putAll(names.found());
            ids = names.ids(wanted.keySet());
            store.put(new OrganizationState(before.activityUntil(), before.mergeRequestsUntil(), ids));
            store.retain(wanted.keySet());
            for (Long id : wanted.keySet()) {
                if (store.repository(id) == null || failed.contains(id)) {
                    complete.add(id);
                }
            }
        }

        /** The first call: which repositories changed since the last round. */
        void readActivities() throws CodeupException, InterruptedException {
            int[] unchanged = {0};
            List<Repository> news = new ArrayList<>();
            client.changes().listActivities(activity -> {
                Repository repository = activity.repository();
                Long at = activity.at() == null ? null : activity.at().toEpochMilli();
                listed.put(repository.id(), repository);
                boolean same = Objects.equals(told.put("repository " + repository.id(), at), at);
                RepositoryState state = store.repository(repository.id());
                if (wanted.containsKey(repository.id())
                        && state != null
                        && (at == null ? !same : !at.equals(state.activity()))) {
                    activities.put(repository.id(), at);
                    same = false;
                }
                if (!same) {
                    news.add(repository);
                }
                unchanged[0] = same ? unchanged[0] + 1 : 0;
                activityUntil = Math.max(activityUntil, at == null ? 0 : at);
                return goesOn(before.activityUntil(), at, unchanged[0]);
            });
            if (before.activityUntil() > 0) {
                folders.round(news);
            }
        }

        /** The second call: which merge requests changed, if any item wants to know. */
        void readMergeRequests() throws CodeupException, InterruptedException {
            boolean any = wanted.values().stream().flatMap(List::stream).anyMatch(Wish::wantsMergeRequests);
            if (!any || status.isPushesOnly()) {
                return;
            }
            try {
                listMergeRequests();
                status.problem(MERGE_REQUESTS, null);
            } catch (CodeupException e) {
                if (!isOfOne(e)) {
                    throw e;
                }
                // without the right to merge requests pushes are still found
                LOGGER.log(Level.WARNING, "The merge requests of " + key + " are not watched", e);
                status.problem(MERGE_REQUESTS, e);
            }
        }

        private void listMergeRequests() throws CodeupException, InterruptedException {
            int[] unchanged = {0};
            client.changes().listChanges(null, change -> {
                Long at = change.updatedAt() == null ? null : change.updatedAt().toEpochMilli();
                long id = change.repositoryId();
                String name = "merge request " + id + " " + change.request().number();
                boolean same = Objects.equals(told.put(name, at), at);
                RepositoryState state = store.repository(id);
                if (wanted.containsKey(id) && state != null && state.mergeRequests() != null) {
                    RepositoryState.Known known =
                            state.mergeRequests().get(change.request().number());
                    boolean old = known == null && at != null && at < state.changesUntil();
                    if (!old && (known == null || at == null || !at.equals(known.updated()))) {
                        changes.computeIfAbsent(id, none -> new ArrayList<>()).add(change);
                        same = false;
                    }
                }
                unchanged[0] = same ? unchanged[0] + 1 : 0;
                changesUntil = Math.max(changesUntil, at == null ? 0 : at);
                return goesOn(before.mergeRequestsUntil(), at, unchanged[0]);
            });
        }

        /** Whether the next element of a list may be news. The first time nothing is. */
        private boolean goesOn(long until, @CheckForNull Long at, int unchanged) {
            return until > 0 && unchanged < UNCHANGED && (at == null || at >= until - OVERLAP_MILLIS);
        }

        /** Those that were not checked for the time of a turn; after an outage not all of them at once. */
        void addTurns(Duration turn) {
            turns.keySet().retainAll(wanted.keySet());
            int number = 0;
            for (Long id : wanted.keySet()) {
                // at first they are spread over the time of a turn
                turns.putIfAbsent(id, begun - turn.toMillis() * number++ / wanted.size());
            }
            long since = lastRound == 0 ? turn.toMillis() : begun - lastRound;
            long most = 2 * (wanted.size() * since / turn.toMillis() + FEW);
            wanted.keySet().stream()
                    .filter(id -> !complete.contains(id) && turns.get(id) <= begun - turn.toMillis())
                    .sorted(Comparator.comparingLong(turns::get))
                    .limit(most)
                    .toList()
                    .forEach(complete::add);
        }

        void check() throws IOException, InterruptedException {
            Set<Long> due = new HashSet<>(complete);
            due.addAll(activities.keySet());
            due.addAll(changes.keySet());
            List<Callable<CodeupException>> tasks = new ArrayList<>();
            due.forEach(id -> tasks.add(() -> checkOne(id)));
            CodeupException problem = null;
            for (Future<CodeupException> done : checks.invokeAll(tasks)) {
                CodeupException failure = get(done);
                problem = failure == null ? problem : failure;
            }
            lastRound = begun;
            store.put(new OrganizationState(
                    problem == null ? Math.max(1, activityUntil) : before.activityUntil(),
                    problem == null ? Math.max(1, changesUntil) : before.mergeRequestsUntil(),
                    ids));
            if (problem != null) {
                throw problem;
            }
        }

        private CodeupException get(Future<CodeupException> done) throws IOException, InterruptedException {
            try {
                return done.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof InterruptedException interrupted) {
                    throw interrupted;
                }
                if (e.getCause() instanceof IOException failure) {
                    throw failure;
                }
                throw new IllegalStateException(e.getCause());
            }
        }

        /**
         * @return the failure if Codeup fails for others, too
         */
        private CodeupException checkOne(long id) throws IOException, InterruptedException {
            try {
                boolean first = store.repository(id) == null;
                RepositoryState state = state(id);
                Long at = activities.getOrDefault(id, state.activity());
                boolean all = complete.contains(id);
                List<Change> changed = changes.getOrDefault(id, List.of());
                Scope scope = new Scope(
                        at == null || at > begun - unsettledMillis ? null : at,
                        all || activities.containsKey(id),
                        all ? null : changed,
                        begun - unsettledMillis);
                RepositoryCheck.Result result = new RepositoryCheck(client, state, options(id)).run(scope);
                if (Deliverer.deliver(state, result, wanted.get(id))) {
                    store.put(result.after());
                    wanted.get(id)
                            .forEach(wish -> TwoWays.get().seen(wish.webhookId(), id, begun - DELIVERED_LATE_MILLIS));
                    failed.remove(id);
                    status.problem(String.valueOf(id), result.problem());
                } else {
                    failed.add(id);
                }
                // those that are read for the first time together stay spread over the time of a turn
                if (all && !first) {
                    turns.put(id, begun);
                }
                return null;
            } catch (CodeupException e) {
                failed.add(id);
                if (!isOfOne(e)) {
                    return e;
                }
                LOGGER.log(Level.WARNING, "Repository " + id + " of " + key + " can't be watched", e);
                status.problem(String.valueOf(id), e);
                if (e.kind() == Kind.NOT_FOUND) {
                    failed.remove(id);
                    turns.put(id, begun);
                }
                return null;
            }
        }

        /** As remembered, with the path and the URLs of now. */
        private RepositoryState state(long id) throws IOException, InterruptedException {
            RepositoryState state = store.repository(id);
            Repository shown = listed.get(id);
            boolean moved = state != null && shown != null && !Objects.equals(shown.path(), state.path());
            if (state != null && !moved && !(complete.contains(id) && isOfFolder(id))) {
                return state;
            }
            Repository now = shown != null && shown.httpUrl() != null && state == null
                    ? shown
                    : client.getRepository(new RepositoryRef(id, null));
            if (state == null) {
                return RepositoryState.of(now);
            }
            RepositoryState after = state.at(now);
            if (!Objects.equals(after.path(), state.path()) || after.archived() != state.archived()) {
                folders.moved(wanted.get(id).stream().map(Wish::item).toList());
            }
            return after;
        }

        private boolean isOfFolder(long id) {
            return wanted.get(id).stream().anyMatch(wish -> FolderWatch.isOfFolder(wish.item()));
        }

        private Set<WebhookOption> options(long id) {
            Set<WebhookOption> options = EnumSet.noneOf(WebhookOption.class);
            for (WebhookOption option : WebhookOption.values()) {
                if (wanted.get(id).stream().anyMatch(wish -> wish.wants(option))) {
                    options.add(option);
                }
            }
            if (status.isPushesOnly()) {
                options.removeAll(Wish.MERGE_REQUESTS);
            }
            return options;
        }
    }

    /** Whether the failure is about one repository, and others would not fail alike. */
    static boolean isOfOne(CodeupException e) {
        return e.kind() == Kind.NOT_FOUND || e.kind() == Kind.FORBIDDEN || e.kind() == Kind.REJECTED;
    }
}
