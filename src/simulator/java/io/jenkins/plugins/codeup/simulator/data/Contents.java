package io.jenkins.plugins.codeup.simulator.data;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is in the repositories: sources and merge requests. Each method is one atomic step. */
public final class Contents {

    private final Map<Long, Sources> sources = new HashMap<>();
    private final List<SimulatedMergeRequest> mergeRequests = new ArrayList<>();
    /** Those of each merge request, in the order of {@link #mergeRequests}. */
    private final List<List<Patch>> patches = new ArrayList<>();

    /** The user ids of who opened them, in the same order. */
    private final List<String> authors = new ArrayList<>();

    /** When each was opened and when it changed last, in the same order. */
    private final List<Instant> opened = new ArrayList<>();

    private final List<Instant> updated = new ArrayList<>();

    private String actor = SimulatedMember.SOMEONE;

    public synchronized void put(long repositoryId, Sources of) {
        sources.put(repositoryId, of);
    }

    public synchronized Sources sources(long repositoryId) {
        return sources.getOrDefault(repositoryId, Sources.EMPTY);
    }

    /**
     * @param from the repository of the source
     * @param pushed the commit of one that is made by a push, else null
     */
    public synchronized SimulatedMergeRequest open(
            long repositoryId, long from, String source, String pushed, String target) {
        long number = mergeRequests(repositoryId).size() + 1L;
        var made = new SimulatedMergeRequest(number, repositoryId, from, source, pushed, target, "opened", false);
        mergeRequests.add(made);
        authors.add(actor);
        opened.add(Instant.now());
        updated.add(Instant.now());
        patches.add(new ArrayList<>());
        patches(made);
        return made;
    }

    /**
     * @param userId who does what is done from now on
     */
    public synchronized void setActor(String userId) {
        actor = userId;
    }

    public synchronized String actor() {
        return actor;
    }

    /** The user id of who opened it. */
    public synchronized String author(SimulatedMergeRequest one) {
        return authors.get(mergeRequests.indexOf(one));
    }

    /** The newest commit of the source; empty if its branch was deleted. */
    public synchronized Optional<String> sourceCommit(SimulatedMergeRequest one) {
        return one.isMadeByPush()
                ? Optional.of(one.pushed())
                : sources(one.sourceRepositoryId())
                        .branch(one.source())
                        .map(ref -> ref.commit().id());
    }

    /** All versions of both sides that were ever asked for, oldest first. */
    public synchronized List<Patch> patches(SimulatedMergeRequest one) {
        List<Patch> known = patches.get(mergeRequests.indexOf(one));
        sources(one.repositoryId())
                .branch(one.target())
                .ifPresent(ref -> addPatch(known, ref.commit().id(), false));
        sourceCommit(one).ifPresent(commit -> addPatch(known, commit, true));
        return List.copyOf(known);
    }

    private static void addPatch(List<Patch> known, String commit, boolean source) {
        Patch last = null;
        for (Patch patch : known) {
            last = patch.source() == source ? patch : last;
        }
        if (last == null || !last.commit().equals(commit)) {
            known.add(new Patch(known.size() + 1, commit, source));
        }
    }

    /** The repository's merge requests of any state, oldest first. */
    public synchronized List<SimulatedMergeRequest> mergeRequests(long repositoryId) {
        return mergeRequests.stream()
                .filter(one -> one.repositoryId() == repositoryId)
                .toList();
    }

    /** Those of several repositories, in the order in which they were opened. */
    public synchronized List<SimulatedMergeRequest> mergeRequests(Set<Long> repositoryIds) {
        return mergeRequests.stream()
                .filter(one -> repositoryIds.contains(one.repositoryId()))
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
                        && !one.isMadeByPush()
                        && one.sourceRepositoryId() == sourceRepositoryId
                        && one.source().equals(source))
                .toList();
    }

    public synchronized void replace(SimulatedMergeRequest before, SimulatedMergeRequest after) {
        mergeRequests.set(mergeRequests.indexOf(before), after);
        touch(after);
    }

    /** Something about it changed: also that it was pushed to or commented on, which is assumed. */
    public synchronized void touch(SimulatedMergeRequest one) {
        updated.set(mergeRequests.indexOf(one), Instant.now());
    }

    public synchronized Instant openedAt(SimulatedMergeRequest one) {
        return opened.get(mergeRequests.indexOf(one));
    }

    public synchronized Instant updatedAt(SimulatedMergeRequest one) {
        return updated.get(mergeRequests.indexOf(one));
    }
}
