package io.jenkins.plugins.codeup.webhook.ladder;

import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.simulator.Door;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How it ended.
 *
 * @param failure null where it went well
 * @param before the hooks to the place at the beginning; likewise after
 * @param wanted the hooks that there should be
 * @param met the attempts at calls of the place's method
 * @param calls all attempts at calls
 * @param again how the same failed once the fault was over, or null
 * @param afterAgain the hooks then
 */
record Result(
        Door door,
        Place place,
        Rung rung,
        CodeupException failure,
        List<HookSettings> before,
        List<HookSettings> after,
        List<HookSettings> wanted,
        int met,
        int calls,
        List<Duration> waits,
        CodeupException again,
        List<HookSettings> afterAgain) {

    boolean asWanted() {
        return after.equals(wanted);
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
        if (asWanted()) {
            return wanted.isEmpty() ? "none, as wanted" : "one, as wanted";
        }
        if (after.equals(before)) {
            return after.isEmpty() ? "none" : "the one before, unchanged";
        }
        return after.containsAll(before) && after.containsAll(wanted) && after.size() == 2
                ? "the one before and the new one"
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
