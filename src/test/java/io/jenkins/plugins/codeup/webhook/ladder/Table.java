package io.jenkins.plugins.codeup.webhook.ladder;

import io.jenkins.plugins.codeup.client.http.RetryPolicy;
import io.jenkins.plugins.codeup.simulator.Door;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the results as Markdown. */
final class Table {

    private static final String HEAD = """
            # The fault ladder

            Each fault at each call, on real sockets against the simulated Codeup of `src/simulator`: which webhooks there
            were in the end, how many calls were made, and how long the client waited. `FaultLadderTest` compares this file
            with what it finds. After a change of behaviour, write the file again and read the difference:

                cd without-jenkins && mvn test -Dtest=FaultLadderTest -Dfault-ladder.rewrite=true

            - A reconciliation has a total timeout of %d s for all calls and waits, and a call has %d attempts. Waits are random
              up to a bound; here each is as long as its bound.
            - *Webhooks* are those with the target URL. *Its calls* are the attempts at calls with the same method as the one
              that meets the fault; *all calls* are all attempts.
            - A fault meets one attempt, unless the row says more or the call is rejected: redirect, clock, token.
            - A list that lags behind shows for that long what was before the write. An answered write is believed. Where the
              answer to a create was lost and the list lags past the total timeout, nobody knows whether it was made: then
              the second webhook is deleted again, and there is an error.
            - After each row the same was run again without the fault, and reached the desired state in all %d cases.
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
            TargetCall.of(door)
                    .forEach(target -> text.append(table(
                            target,
                            results.stream()
                                    .filter(result -> result.door() == door && result.target() == target)
                                    .toList())));
        }
        return text.toString();
    }

    private static String table(TargetCall target, List<Result> results) {
        return "\n### " + target.words.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + target.words.substring(1)
                + "\n\n| fault | result | webhooks | its calls | all calls | waits |\n|---|---|---|--:|--:|---|\n"
                + results.stream().map(Result::row).collect(Collectors.joining("\n"))
                + "\n";
    }
}
