package io.jenkins.plugins.codeup.simulator.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is in the repositories: sources, merge requests, and what was said of commits. Each method is one atomic step. */
public final class Contents {

    private final Map<Long, Sources> sources = new HashMap<>();
    private final List<SimulatedMergeRequest> mergeRequests = new ArrayList<>();
    private final List<SimulatedStatus> statuses = new ArrayList<>();

    public synchronized void put(long repositoryId, Sources of) {
        sources.put(repositoryId, of);
    }

    public synchronized Sources sources(long repositoryId) {
        return sources.getOrDefault(repositoryId, Sources.EMPTY);
    }

    public synchronized SimulatedMergeRequest open(long repositoryId, long from, String source, String target) {
        long number = mergeRequests(repositoryId).size() + 1L;
        var made = new SimulatedMergeRequest(number, repositoryId, from, source, target, "opened");
        mergeRequests.add(made);
        return made;
    }

    /** The repository's merge requests of any state, oldest first. */
    public synchronized List<SimulatedMergeRequest> mergeRequests(long repositoryId) {
        return mergeRequests.stream()
                .filter(one -> one.repositoryId() == repositoryId)
                .toList();
    }

    public synchronized Optional<SimulatedMergeRequest> mergeRequest(long repositoryId, long number) {
        return mergeRequests(repositoryId).stream()
                .filter(one -> one.number() == number)
                .findFirst();
    }

    /** Those that are open and would merge a branch of a repository, into whichever. */
    public synchronized List<SimulatedMergeRequest> openFrom(long sourceRepositoryId, String source) {
        return mergeRequests.stream()
                .filter(one -> one.state().equals("opened")
                        && one.sourceRepositoryId() == sourceRepositoryId
                        && one.source().equals(source))
                .toList();
    }

    public synchronized void replace(SimulatedMergeRequest before, SimulatedMergeRequest after) {
        mergeRequests.set(mergeRequests.indexOf(before), after);
    }

    public synchronized void add(SimulatedStatus status) {
        statuses.add(status);
    }

    /** In the order in which they were said. */
    public synchronized List<SimulatedStatus> statuses() {
        return List.copyOf(statuses);
    }
}
