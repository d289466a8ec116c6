package io.jenkins.plugins.codeup.simulator.data;

/**
 * A merge request.
 *
 * @param number which one of its repository's it is
 * @param repositoryId the repository that it is to be merged into
 * @param sourceRepositoryId the repository that its source branch is in
 * @param state {@code opened}, {@code closed} or {@code merged}
 */
public record SimulatedMergeRequest(
        long number, long repositoryId, long sourceRepositoryId, String source, String target, String state) {

    public SimulatedMergeRequest in(String newState) {
        return new SimulatedMergeRequest(number, repositoryId, sourceRepositoryId, source, target, newState);
    }

    public String title() {
        return "Merge " + source;
    }
}
