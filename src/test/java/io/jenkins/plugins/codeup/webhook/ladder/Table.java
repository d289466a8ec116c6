package io.jenkins.plugins.codeup.webhook.ladder;

import io.jenkins.plugins.codeup.client.http.RetryPolicy;
import io.jenkins.plugins.codeup.simulator.Door;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the results for people. */
final class Table {

    private static final String HEAD = """
            # The fault ladder

            Each fault at each call, on real sockets against the simulated Codeup of `src/simulator`: what hooks there were
            in the end, how many calls it took, and how long was waited. `FaultLadderTest` makes this file and fails where
            it says otherwise; after a change of behaviour, write it anew and read the difference:

                cd without-jenkins && mvn test -Dtest=FaultLadderTest -Dfault-ladder.rewrite=true

            - An undertaking has a deadline of %d s, all calls and waits together, and a call %d attempts. Waits are random
              up to a bound; here each is as long as it may be.
            - *Hooks* are those to the URL that is meant. *Its calls* are the attempts at calls of the same method as the one
              that meets the fault; *all calls* those of the whole undertaking. What Java's HTTP client sends a second time
              by itself after a broken connection, which it does with a GET only, counts once.
            - A fault lasts one attempt unless it says more, or is a refusal: redirect, clock, token.
            - After each row the same was asked for once more without the fault, and ended as wanted in all %d.
            """;

    private static final Map<Door, String> NAMES =
            Map.of(Door.ALIYUN, "OpenAPI, version 2020-04-14", Door.YUNXIAO, "Yunxiao API");

    private Table() {}

    static String of(List<Result> results) {
        RetryPolicy settings = RetryPolicy.DEFAULT;
        StringBuilder text = new StringBuilder(
                HEAD.formatted(settings.totalTimeout().toSeconds(), settings.attempts(), results.size()));
        for (Door door : List.of(Door.ALIYUN, Door.YUNXIAO)) {
            text.append("\n## ").append(NAMES.get(door)).append('\n');
            Place.of(door)
                    .forEach(place -> text.append(table(
                            place,
                            results.stream()
                                    .filter(result -> result.door() == door && result.place() == place)
                                    .toList())));
        }
        return text.toString();
    }

    private static String table(Place place, List<Result> results) {
        return "\n### " + place.words.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + place.words.substring(1)
                + "\n\n| fault | result | hooks | its calls | all calls | waits |\n|---|---|---|--:|--:|---|\n"
                + results.stream().map(Result::row).collect(Collectors.joining("\n"))
                + "\n";
    }
}
