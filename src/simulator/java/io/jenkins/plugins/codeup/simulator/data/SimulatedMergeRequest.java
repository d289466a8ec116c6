package io.jenkins.plugins.codeup.simulator.data;

/**
 * A merge request.
 *
 * @param number which one of its repository's it is
 * @param repositoryId the repository that it is to be merged into
 * @param sourceRepositoryId the repository that its source branch or commit is in
 * @param source the source branch; empty for one made by a push without a branch
 * @param pushed the commit of one made by a push (COMMAND_LINE in the API), null for one of a branch (WEB)
 * @param state {@code opened}, {@code closed} or {@code merged}
 * @param draft whether it is work in progress
 */
public record SimulatedMergeRequest(
        long number,
        long repositoryId,
        long sourceRepositoryId,
        String source,
        String pushed,
        String target,
        String state,
        boolean draft) {

    public SimulatedMergeRequest in(String newState) {
        return new SimulatedMergeRequest(
                number, repositoryId, sourceRepositoryId, source, pushed, target, newState, draft);
    }

    public SimulatedMergeRequest asDraft(boolean nowDraft) {
        return new SimulatedMergeRequest(
                number, repositoryId, sourceRepositoryId, source, pushed, target, state, nowDraft);
    }

    public SimulatedMergeRequest into(String newTarget) {
        return new SimulatedMergeRequest(
                number, repositoryId, sourceRepositoryId, source, pushed, newTarget, state, draft);
    }

    /** One that was made by a push and is pushed again. */
    public SimulatedMergeRequest at(String commit) {
        return new SimulatedMergeRequest(
                number, repositoryId, sourceRepositoryId, source, commit, target, state, draft);
    }

    public boolean isMadeByPush() {
        return pushed != null;
    }

    public String title() {
        return "Merge " + (source.isEmpty() ? pushed : source);
    }
}
