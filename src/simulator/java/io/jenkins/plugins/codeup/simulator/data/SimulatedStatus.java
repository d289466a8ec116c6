package io.jenkins.plugins.codeup.simulator.data;

/** What was said of a commit; texts that were not stated are empty. */
public record SimulatedStatus(
        long repositoryId, String commit, String context, String state, String description, String targetUrl) {}
