package io.jenkins.plugins.codeup.webhook.ladder;

import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.simulator.Door;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Result of a climb.
 *
 * @param failure null if it succeeded
 * @param before the webhooks with the target URL at the beginning
 * @param after the same in the end
 * @param desired the webhooks that there should be
 * @param met the attempts at calls of the target call's method
 * @param calls all attempts at calls
 * @param again the failure of a second run without the fault, or null
 * @param afterAgain the webhooks after that run
 */
record Result(
        Door door,
        TargetCall target,
        Rung rung,
        CodeupException failure,
        List<HookSettings> before,
        List<HookSettings> after,
        List<HookSettings> desired,
        int met,
        int calls,
        List<Duration> waits,
        CodeupException again,
        List<HookSettings> afterAgain) {

    boolean isDesired() {
        return after.equals(desired);
    }

    Duration waited() {
        return waits.stream().reduce(Duration.ZERO, Duration::plus);
    }

    /** A row of the table. */
    String row() {
        return "| " + rung.words + " | " + (failure == null ? "done" : "error " + failure.kind()) + " | " + state()
                + " | " + met + " | " + calls + " | " + waiting() + " |";
    }

    private String state() {
        if (isDesired()) {
            return desired.isEmpty() ? "none, up to date" : "one, up to date";
        }
        if (after.equals(before)) {
            return after.isEmpty() ? "none" : "the old one, unchanged";
        }
        return after.containsAll(before) && after.containsAll(desired) && after.size() == 2
                ? "the old one and the new one"
                : "WRONG: " + after;
    }

    private String waiting() {
        String each = waits.stream().map(Result::seconds).collect(Collectors.joining(" + "));
        return waits.isEmpty() ? "none" : waits.size() == 1 ? each + " s" : each + " = " + seconds(waited()) + " s";
    }

    private static String seconds(Duration time) {
        return String.valueOf(time.toMillis() / 1000.0).replaceFirst("\\.0$", "");
    }
}
