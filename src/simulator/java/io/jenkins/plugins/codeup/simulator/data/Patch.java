package io.jenkins.plugins.codeup.simulator.data;

/**
 * A version of one side of a merge request (patch set).
 *
 * @param version counts from 1; both sides count together
 * @param commit the newest commit of that side
 * @param source whether it is the source's side, or the target's
 */
public record Patch(int version, String commit, boolean source) {}
