package io.jenkins.plugins.codeup.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.DeliveryFilter.Decision;
import io.jenkins.plugins.codeup.delivery.Fixtures;
import io.jenkins.plugins.codeup.trigger.MergeRequestSequence.Expected;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand random lives of merge requests: for each delivery of Codeup's the trigger decides as a model does whether there is
 * a build, and which running builds it makes useless. Another seed is tried each time; {@code -Dsequences.seed} repeats one.
 */
class MergeRequestSequencesTest {

    private static final int SEQUENCES = 1_000;
    private static final int STEPS = 14;

    @TempDir
    private Path directory;

    @Test
    void eachStepBuildsAndAbortsWhatTheModelSays() throws Exception {
        long seed = Long.getLong("sequences.seed", System.nanoTime());
        System.out.println("sequences.seed=" + seed);
        Random random = new Random(seed);
        int deliveries = 0;
        int builds = 0;
        int aborts = 0;
        for (int i = 0; i < SEQUENCES; i++) {
            Run run = new Run(seed, i, random);
            run.play();
            deliveries += run.deliveries;
            builds += run.sequence.builds();
            aborts += run.aborts;
        }
        assertTrue(
                deliveries > 4 * SEQUENCES && builds > SEQUENCES && aborts > SEQUENCES / 10,
                deliveries + " deliveries, " + builds + " builds, " + aborts + " aborts");
    }

    private final class Run {

        private final String where;
        private final CodeupTrigger trigger = new CodeupTrigger();
        private final MergeRequestSequence sequence;
        private final Path job;
        private final Map<Integer, CodeupBuildAction> running = new TreeMap<>();
        private final Map<Integer, Boolean> byHand = new TreeMap<>();
        private final List<String> steps = new ArrayList<>();
        private CodeupBuildAction last;
        private int builds;
        private int deliveries;
        private int aborts;

        Run(long seed, int number, Random random) throws Exception {
            where = "sequences.seed=" + seed + ", sequence " + number;
            trigger.setMergeRequestsEvents(true);
            trigger.setSkipDrafts(random.nextBoolean());
            trigger.setAbortOlderBuilds(random.nextBoolean());
            trigger.setBuildOnEdits(random.nextInt(4) == 0);
            job = Files.createDirectory(directory.resolve("job" + number));
            sequence = new MergeRequestSequence(
                    1 + random.nextInt(3),
                    random,
                    trigger.isSkipDrafts(),
                    trigger.isAbortOlderBuilds(),
                    trigger.isBuildOnEdits());
        }

        void play() {
            check(sequence.open());
            for (int i = 0; i < STEPS && !sequence.isOver(); i++) {
                check(sequence.next());
            }
        }

        private void check(Expected expected) {
            steps.add(expected.step());
            running.remove(expected.finished());
            List<Integer> aborted = new ArrayList<>();
            boolean built = expected.byHand();
            if (built) {
                running.put(++builds, last);
                byHand.put(builds, true);
            }
            if (expected.delivery() != null) {
                built = deliver(Fixtures.read(expected.delivery()), aborted);
            }
            assertEquals(expected.builds(), built, () -> where + ": " + steps);
            assertEquals(expected.aborted(), aborted, () -> where + ": " + steps);
        }

        private boolean deliver(Delivery delivery, List<Integer> aborted) {
            String id = Integer.toHexString(++deliveries);
            Decision decision = WaitingDrafts.in(job)
                    .decide(delivery, id, TriggerSettings.of(trigger).decisions(List.of()));
            if (decision.builds()) {
                last = new CodeupBuildAction(delivery, id);
                running.forEach((number, action) -> {
                    if (trigger.isAbortOlderBuilds()
                            && !byHand.containsKey(number)
                            && OlderBuilds.isOlder(action, last)) {
                        aborted.add(number);
                    }
                });
                running.keySet().removeAll(aborted);
                aborts += aborted.size();
                running.put(++builds, last);
            }
            return decision.builds();
        }
    }
}
