package io.jenkins.plugins.codeup.simulator.data;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** All organizations, their repositories and the repositories' hooks. Each method is one atomic step. */
public final class Repositories {

    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);

    /** The path that each organization's repositories begin with, by the organization's id. */
    private final Map<String, String> organizations = new LinkedHashMap<>();

    private final SortedMap<Long, SimulatedRepository> repositories = new TreeMap<>();
    private final SortedMap<Long, SortedMap<Long, SimulatedHook>> hooks = new TreeMap<>();
    private final Map<Long, List<Change>> changes = new HashMap<>();
    private final Map<Long, SortedMap<String, SimulatedMember>> members = new HashMap<>();
    /** The first part of paths below the organization that is a person's own, and no group. */
    private final Set<String> people = new TreeSet<>();

    /** When each repository's {@code lastActivityAt} last moved. */
    private final Map<Long, Instant> activities = new HashMap<>();

    /** Whether it moves at pushes, which no document says. */
    private boolean activityMoves = true;

    private ReplicaLag lag = ReplicaLag.NONE;
    private long lastHookId = 100;

    /**
     * A change of a hook, in the order of changes.
     *
     * @param write null for one by hand, which every list shows at once
     * @param hook the hook since then, or null if it was deleted
     */
    private record Change(ReplicaLag.Write write, long at, long hookId, SimulatedHook hook) {}

    /**
     * @param path the organization's own path, or its id
     */
    public synchronized void addOrganization(String id, String path) {
        organizations.put(id, path);
    }

    public synchronized void addRepository(long id, String organizationId, String path) {
        addRepository(new SimulatedRepository(
                id, organizationId, organizations.getOrDefault(organizationId, organizationId), path));
    }

    private void addRepository(SimulatedRepository repository) {
        organizations.putIfAbsent(repository.organizationId(), repository.namespace());
        activities.putIfAbsent(repository.id(), Instant.now());
        repositories.put(repository.id(), repository);
    }

    public synchronized void move(long id, String path, boolean archived) {
        addRepository(find(id).orElseThrow().movedTo(path, archived));
    }

    /** From now on the page and the clone URL are at another host. */
    public synchronized void host(long id, String host) {
        addRepository(find(id).orElseThrow().hostedAt(host));
    }

    /** Takes the place of an earlier membership of the same user. */
    public synchronized void setMember(long repositoryId, SimulatedMember member) {
        members.computeIfAbsent(repositoryId, id -> new TreeMap<>()).put(member.userId(), member);
    }

    /** By their ids. */
    public synchronized List<SimulatedMember> members(long repositoryId) {
        return List.copyOf(members.getOrDefault(repositoryId, new TreeMap<>()).values());
    }

    /** From now on pushes leave {@code lastActivityAt} as it is, or move it again. */
    public synchronized void moveActivity(boolean atPushes) {
        activityMoves = atPushes;
    }

    /** Somebody pushed to the repository. */
    public synchronized void touch(long id) {
        if (activityMoves) {
            activities.put(id, Instant.now());
        }
    }

    public synchronized Instant activity(long id) {
        return activities.getOrDefault(id, Instant.EPOCH);
    }

    public synchronized void setPersonal(String namespace) {
        people.add(namespace);
    }

    /** The full paths of the organization's groups that have repositories, those below others too. */
    public synchronized List<String> groups(String organizationId) {
        Set<String> groups = new TreeSet<>();
        for (SimulatedRepository repository : inOrganization(organizationId)) {
            String path = repository.path();
            boolean personal = people.contains(path.replaceFirst("/.*", ""));
            for (int end = path.indexOf('/'); end > 0 && !personal; end = path.indexOf('/', end + 1)) {
                groups.add(repository.namespace() + "/" + path.substring(0, end));
            }
        }
        return List.copyOf(groups);
    }

    public synchronized void setLag(ReplicaLag chosen) {
        lag = chosen;
    }

    public synchronized void removeRepository(long id) {
        repositories.remove(id);
        hooks.remove(id);
        changes.remove(id);
    }

    public synchronized List<String> organizations() {
        return List.copyOf(organizations.keySet());
    }

    public synchronized List<SimulatedRepository> inOrganization(String organizationId) {
        return repositories.values().stream()
                .filter(repository -> repository.organizationId().equals(organizationId))
                .toList();
    }

    /**
     * @param identity the number, or the path with the organization in front: its own path if it has one, never its id then
     *     (seen in traffic); without the organization it is found too, which is assumed of the Region edition
     */
    public synchronized Optional<SimulatedRepository> find(String organizationId, String identity) {
        if (identity.matches("[0-9]{1,18}")) {
            return Optional.ofNullable(repositories.get(Long.valueOf(identity)))
                    .filter(repository -> repository.organizationId().equals(organizationId));
        }
        return inOrganization(organizationId).stream()
                .filter(repository -> identity.equals(repository.fullPath()) || identity.equals(repository.path()))
                .findFirst();
    }

    public synchronized Optional<SimulatedRepository> findByFullPath(String fullPath) {
        return repositories.values().stream()
                .filter(repository -> repository.fullPath().equals(fullPath))
                .findFirst();
    }

    public synchronized Optional<SimulatedRepository> find(long id) {
        return Optional.ofNullable(repositories.get(id));
    }

    /**
     * @return the repository's hooks as they are, oldest first
     */
    public synchronized List<SimulatedHook> hooks(long repositoryId) {
        return List.copyOf(of(repositoryId).values());
    }

    /**
     * @return the repository's hooks as a list shows them, which may lag behind, oldest first
     */
    public synchronized List<SimulatedHook> listedHooks(long repositoryId) {
        if (lag.isNone()) {
            return hooks(repositoryId);
        }
        SortedMap<Long, SimulatedHook> shown = new TreeMap<>();
        for (Change change : changes.getOrDefault(repositoryId, List.of())) {
            if (change.write() != null && !lag.shows(change.write(), change.at())) {
                continue;
            }
            if (change.hook() == null) {
                shown.remove(change.hookId());
            } else {
                shown.put(change.hookId(), change.hook());
            }
        }
        return List.copyOf(shown.values());
    }

    /**
     * @param write null if it is done by hand
     */
    public synchronized SimulatedHook addHook(
            long repositoryId, HookSettings settings, Clock clock, ReplicaLag.Write write) {
        OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), CHINA);
        SimulatedHook hook = new SimulatedHook(++lastHookId, repositoryId, now, settings);
        put(write, hook);
        return hook;
    }

    public synchronized Optional<SimulatedHook> hook(long repositoryId, long hookId) {
        return Optional.ofNullable(of(repositoryId).get(hookId));
    }

    /**
     * @return the hook as it is now; empty if the repository has none of that id
     */
    public synchronized Optional<SimulatedHook> updateHook(long repositoryId, long hookId, HookSettings settings) {
        Optional<SimulatedHook> updated = hook(repositoryId, hookId)
                .map(hook -> new SimulatedHook(hook.id(), repositoryId, hook.createdAt(), settings));
        updated.ifPresent(hook -> put(ReplicaLag.Write.UPDATE, hook));
        return updated;
    }

    /**
     * @param write null if it is done by hand
     * @return the hook as it was; empty if the repository has none of that id
     */
    public synchronized Optional<SimulatedHook> removeHook(long repositoryId, long hookId, ReplicaLag.Write write) {
        Optional<SimulatedHook> found = hook(repositoryId, hookId);
        found.ifPresent(hook -> {
            of(repositoryId).remove(hook.id());
            remember(repositoryId, new Change(write, lag.now(), hookId, null));
        });
        return found;
    }

    private void put(ReplicaLag.Write write, SimulatedHook hook) {
        of(hook.repositoryId()).put(hook.id(), hook);
        remember(hook.repositoryId(), new Change(write, lag.now(), hook.id(), hook));
    }

    private void remember(long repositoryId, Change change) {
        changes.computeIfAbsent(repositoryId, id -> new ArrayList<>()).add(change);
    }

    private SortedMap<Long, SimulatedHook> of(long repositoryId) {
        return hooks.computeIfAbsent(repositoryId, id -> new TreeMap<>());
    }
}
