package io.jenkins.plugins.codeup.simulator.data;

import java.time.OffsetDateTime;

/**
 * A hook of a repository.
 *
 * @param id unique among all hooks, and higher than that of any older one
 */
public record SimulatedHook(long id, long repositoryId, OffsetDateTime createdAt, HookSettings settings) {}
