package io.jenkins.plugins.codeup.trigger;

import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.simulator.data.SimulatedMergeRequest;
import io.jenkins.plugins.codeup.simulator.data.SimulatedRepository;
import io.jenkins.plugins.codeup.simulator.delivery.DeliveryBodies;

/** What people do with one merge request, and the delivery that Codeup makes of each step. */
final class MergeRequestLife {

    private final DeliveryBodies bodies;
    private SimulatedMergeRequest now;
    private String commit = hash(1);
    private int pushes = 1;

    MergeRequestLife(long number, DeliveryBodies.Generation generation) {
        SimulatedRepository repository =
                new SimulatedRepository(SimulatedCodeup.REPOSITORY_ID, SimulatedCodeup.ORGANIZATION, "team/app");
        bodies = new DeliveryBodies(repository, repository, generation);
        now = new SimulatedMergeRequest(number, repository.id(), repository.id(), "dev", null, "main", "opened", false);
    }

    private static String hash(int number) {
        return "%040x".formatted(0xabc000 + number);
    }

    /** The newest commit of its source branch. */
    String commit() {
        return commit;
    }

    boolean isDraft() {
        return now.draft();
    }

    String open(boolean draft) {
        now = now.asDraft(draft);
        return tell("open", false);
    }

    String push() {
        commit = hash(++pushes);
        return tell("update", true);
    }

    String draft(boolean draft) {
        now = now.asDraft(draft);
        return tell("update", false);
    }

    /** Title, text, labels or reviewers. */
    String edit() {
        return tell("update", false);
    }

    String retarget() {
        now = now.into(now.target().equals("main") ? "release/1" : "main");
        return tell("update", false);
    }

    String close() {
        now = now.in("closed");
        return tell("close", false);
    }

    String reopen() {
        now = now.in("opened");
        return tell("reopen", false);
    }

    String merge() {
        now = now.in("merged");
        return tell("merge", false);
    }

    private String tell(String action, boolean byPush) {
        return bodies.mergeRequest(now, action, commit, byPush);
    }
}
