package io.jenkins.plugins.codeup.trigger;

import io.jenkins.plugins.codeup.simulator.delivery.DeliveryBodies.Generation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A random life of one merge request, and the model of what a job must do at each step: which step starts a build, and which
 * running builds that aborts.
 */
final class MergeRequestSequence {

    /** What people can do next. */
    private enum Step {
        PUSH,
        READY,
        DRAFT,
        EDIT,
        RETARGET,
        CLOSE,
        REOPEN,
        MERGE,
        /** Somebody starts the newest build again, by hand. */
        BY_HAND,
        /** A build ends. */
        FINISH
    }

    /** A build that must be running. */
    record Running(int number, String commit, boolean byHand) {}

    /**
     * @param delivery the delivery, or null for what Codeup does not tell
     * @param builds whether a build begins
     * @param byHand whether somebody starts it
     * @param finished the number of the build that ends by itself, or 0
     * @param aborted the numbers of the builds that are aborted
     */
    record Expected(
            String step, String delivery, boolean builds, boolean byHand, int finished, List<Integer> aborted) {}

    private final Random random;
    private final boolean skipDrafts;
    private final boolean abort;
    private final boolean edits;
    private final MergeRequestLife life;
    private final List<Running> running = new ArrayList<>();
    private boolean open = true;
    private boolean over;
    /** Whether something happened to the draft that would have been built. */
    private boolean waits;

    private int builds;
    private String built;

    MergeRequestSequence(long number, Random random, boolean skipDrafts, boolean abort, boolean edits) {
        this.random = random;
        this.skipDrafts = skipDrafts;
        this.abort = abort;
        this.edits = edits;
        Generation generation = random.nextBoolean() ? Generation.NEW : Generation.OLD;
        life = new MergeRequestLife(number, generation);
    }

    boolean isOver() {
        return over;
    }

    List<Running> running() {
        return List.copyOf(running);
    }

    int builds() {
        return builds;
    }

    /** The newest commit. */
    String commit() {
        return life.commit();
    }

    Expected open() {
        boolean draft = random.nextInt(3) == 0;
        return event("open " + (draft ? "draft" : "ready"), life.open(draft), true);
    }

    Expected next() {
        Step step;
        do {
            step = Step.values()[random.nextInt(Step.values().length)];
        } while (!isPossible(step));
        return switch (step) {
            case PUSH -> event("push", life.push(), true);
            case READY -> event("ready", life.draft(false), edits);
            case DRAFT -> event("draft", life.draft(true), edits);
            case EDIT -> event("edit", life.edit(), edits);
            case RETARGET -> event("retarget", life.retarget(), edits);
            case CLOSE -> {
                open = false;
                waits = false;
                yield nothing("close", life.close());
            }
            case REOPEN -> {
                open = true;
                yield event("reopen", life.reopen(), true);
            }
            case MERGE -> {
                over = true;
                waits = false;
                yield nothing("merge", life.merge());
            }
            case BY_HAND -> {
                running.add(new Running(++builds, built, true));
                yield new Expected("by hand", null, true, true, 0, List.of());
            }
            case FINISH -> {
                Running ended = running.remove(random.nextInt(running.size()));
                yield new Expected("finish", null, false, false, ended.number, List.of());
            }
        };
    }

    private boolean isPossible(Step step) {
        return switch (step) {
            case REOPEN -> !open;
            case READY -> open && life.isDraft();
            case DRAFT -> open && !life.isDraft();
            case BY_HAND -> built != null && running.size() < 3;
            case FINISH -> !running.isEmpty();
            case CLOSE, MERGE -> open && random.nextInt(3) == 0;
            default -> open;
        };
    }

    private static Expected nothing(String step, String delivery) {
        return new Expected(step, delivery, false, false, 0, List.of());
    }

    /**
     * @param counts whether it is built if it is no draft
     */
    private Expected event(String step, String delivery, boolean counts) {
        if (life.isDraft() && skipDrafts) {
            waits |= counts;
            return nothing(step, delivery);
        }
        if (!counts && !waits) {
            return nothing(step, delivery);
        }
        waits = false;
        List<Integer> aborted = new ArrayList<>();
        if (abort) {
            running.removeIf(one -> !one.byHand && !one.commit.equals(life.commit()) && aborted.add(one.number));
        }
        built = life.commit();
        running.add(new Running(++builds, built, false));
        return new Expected(step, delivery, true, false, 0, aborted);
    }
}
