package io.jenkins.plugins.codeup.simulator.data;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** All organizations, their repositories and the repositories' hooks. Each method is one atomic step. */
public final class Repositories {

    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);

    private final Set<String> organizations = new LinkedHashSet<>();
    private final SortedMap<Long, SimulatedRepository> repositories = new TreeMap<>();
    private final SortedMap<Long, SortedMap<Long, SimulatedHook>> hooks = new TreeMap<>();
    private long lastHookId = 100;

    public synchronized void addOrganization(String id) {
        organizations.add(id);
    }

    public synchronized void addRepository(SimulatedRepository repository) {
        organizations.add(repository.organizationId());
        repositories.put(repository.id(), repository);
    }

    public synchronized void removeRepository(long id) {
        repositories.remove(id);
        hooks.remove(id);
    }

    public synchronized List<String> organizations() {
        return List.copyOf(organizations);
    }

    public synchronized List<SimulatedRepository> inOrganization(String organizationId) {
        return repositories.values().stream()
                .filter(repository -> repository.organizationId().equals(organizationId))
                .toList();
    }

    /**
     * @param identity the number, or the path with or without the organization in front
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

    public synchronized Optional<SimulatedRepository> find(long id) {
        return Optional.ofNullable(repositories.get(id));
    }

    /**
     * @return the repository's hooks, oldest first
     */
    public synchronized List<SimulatedHook> hooks(long repositoryId) {
        return List.copyOf(of(repositoryId).values());
    }

    public synchronized SimulatedHook addHook(long repositoryId, HookSettings settings, Clock clock) {
        OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), CHINA);
        SimulatedHook hook = new SimulatedHook(++lastHookId, repositoryId, now, settings);
        of(repositoryId).put(hook.id(), hook);
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
        updated.ifPresent(hook -> of(repositoryId).put(hook.id(), hook));
        return updated;
    }

    /**
     * @return the hook as it was; empty if the repository has none of that id
     */
    public synchronized Optional<SimulatedHook> removeHook(long repositoryId, long hookId) {
        Optional<SimulatedHook> found = hook(repositoryId, hookId);
        found.ifPresent(hook -> of(repositoryId).remove(hook.id()));
        return found;
    }

    private SortedMap<Long, SimulatedHook> of(long repositoryId) {
        return hooks.computeIfAbsent(repositoryId, id -> new TreeMap<>());
    }
}
