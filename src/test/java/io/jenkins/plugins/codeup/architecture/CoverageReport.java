package io.jenkins.plugins.codeup.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.codeup.benchmarks.BenchmarksFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Writes {@code docs/coverage.md} from what JaCoCo measured in a run of all tests: {@code mvn test -Dtest=CoverageReport
 * -Dcoverage.csv=target/site/jacoco/jacoco.csv}. Fails if a class of which much is not covered has no reason here.
 */
@EnabledIfSystemProperty(named = "coverage.csv", matches = ".+")
class CoverageReport {

    private static final String PACKAGE = "io.jenkins.plugins.codeup";

    /** Classes with fewer lines that are not covered need no reason. */
    private static final int FEW_LINES = 8;

    private static final String DISK = "a disk that fails";
    private static final String AFTER_A_KILL =
            "what a killed Jenkins leaves, found by the next one; tests kill that, too, before it can tell JaCoCo";

    /** Why tests do not cover more of a class, in the words of the document. */
    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("connection.ConnectionProbe", "rights of which Codeup gives some and not others"),
            Map.entry("connection.ConnectionTest", "rights of which Codeup gives some and not others; interruptions"),
            Map.entry("connection.EnteredCredentials", "stores that refuse credentials, ids that are taken"),
            Map.entry("delivery.EventKey", "only tests with Jenkins use it"),
            Map.entry("delivery.FilterSteps", "only tests with Jenkins use it"),
            Map.entry("endpoint.DeliveryBuilds", AFTER_A_KILL),
            Map.entry("endpoint.DeliveryLog", DISK + "; builds that are looked for after a kill"),
            Map.entry("endpoint.DeliveryRecovery", AFTER_A_KILL),
            Map.entry("endpoint.Journal", DISK),
            Map.entry("feedback.CheckResult", "checks that a kill or a move leaves open"),
            Map.entry("feedback.CodeupChecks", "states that no publisher of the tests has"),
            Map.entry(
                    "feedback.CommandHandler", "more commands than can wait, roles that can't be read, interruptions"),
            Map.entry("feedback.CommentResult", "comments on builds that a kill ends or whose job is moved"),
            Map.entry("feedback.CommitStatusStep", "a crash between the end of its block and the next step"),
            Map.entry("feedback.GivenCommand", "replies that Codeup does not take"),
            Map.entry("feedback.Outbox", DISK + "; interruptions"),
            Map.entry("hooks.DeliveriesPage", "a body that is too large to be sent again, a missing root URL"),
            Map.entry("hooks.ItemComparison", DISK),
            Map.entry("hooks.RepositoryQueue", "checks that are spread over hours, retries after minutes"),
            Map.entry("hooks.WebhookManager", "the check that comes every few hours; interruptions"),
            Map.entry("hooks.WebhookStore", DISK),
            Map.entry(
                    "scm.AutomaticBuilds",
                    "changed files that neither Codeup nor git tells; drafts that can't be asked for"),
            Map.entry("scm.CodeupBrowser", "change logs outside of a job, repositories without a URL"),
            Map.entry("scm.FolderScan", "interruptions; archived repositories that Codeup lists all the same"),
            Map.entry("trigger.PushedMergeRequests", "calls that fail, merge requests without a commit"),
            Map.entry("watch.MergeRequestCheck", "merge requests that Codeup does not list as changed"),
            Map.entry("watch.OrganizationWatch", "calls that fail in the middle of a round; interruptions"),
            Map.entry("watch.RepositoryNames", "repositories that are gone, or named by the organization's other name"),
            Map.entry("watch.TwoWays", DISK),
            Map.entry("watch.WatchStore", DISK));

    private static final String TEXT = """
            Written by `CoverageReport` on %s, from a run of %s. To measure and write it again:

                mvn -Penable-jacoco verify
                mvn test -Dtest=CoverageReport -Dcoverage.csv=target/site/jacoco/jacoco.csv

            JaCoCo counts lines and branches of `src/main/java` that any test runs, also in a Jenkins of a process of its own
            unless the test kills it; not what the build generates.

            | Package | Lines | Covered | Branches | Covered |
            |---|--:|--:|--:|--:|
            %s
            ## Not covered

            Classes with %d or more lines that no test runs:

            | Class | Lines | Not covered | Why |
            |---|--:|--:|---|
            %s""";

    /**
     * @param missed lines, and likewise branches, that no test ran
     */
    private record Count(int missed, int covered, int branchesMissed, int branchesCovered) {

        static final Count NOTHING = new Count(0, 0, 0, 0);

        Count plus(Count other) {
            return new Count(
                    missed + other.missed,
                    covered + other.covered,
                    branchesMissed + other.branchesMissed,
                    branchesCovered + other.branchesCovered);
        }

        int lines() {
            return missed + covered;
        }

        String cells() {
            return "%,d | %s | %,d | %s"
                    .formatted(
                            lines(),
                            percent(covered, lines()),
                            branchesMissed + branchesCovered,
                            percent(branchesCovered, branchesMissed + branchesCovered));
        }

        private static String percent(int part, int whole) {
            return whole == 0 ? "" : "%.1f %%".formatted(100.0 * part / whole);
        }
    }

    @Test
    void write() throws IOException {
        Map<String, Count> packages = new TreeMap<>();
        Map<String, Count> classes = new TreeMap<>();
        Path csv = ProjectFiles.ROOT.resolve(System.getProperty("coverage.csv"));
        List<String> lines = Files.readAllLines(csv);
        List<String> header = Arrays.asList(lines.get(0).split(","));
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.replaceFirst("^\"[^\"]*\"", "").split(","); // the project's name may have a comma
            String name = cells[header.indexOf("PACKAGE")];
            if (name.startsWith(PACKAGE)) {
                Count count = new Count(
                        number(header, cells, "LINE_MISSED"),
                        number(header, cells, "LINE_COVERED"),
                        number(header, cells, "BRANCH_MISSED"),
                        number(header, cells, "BRANCH_COVERED"));
                String inProject = name.substring(PACKAGE.length()).replaceFirst("^\\.", "");
                packages.merge(inProject, count, Count::plus);
                // nested types count as their file's
                String type = cells[header.indexOf("CLASS")].replaceFirst("\\..*", "");
                classes.merge(inProject + "." + type, count, Count::plus);
            }
        }
        List<String> withoutReason = write(packages, classes);
        assertEquals(List.of(), withoutReason, "much of these is not covered, and no reason is known");
    }

    private static int number(List<String> header, String[] cells, String column) {
        return Integer.parseInt(cells[header.indexOf(column)]);
    }

    private static List<String> write(Map<String, Count> packages, Map<String, Count> classes) throws IOException {
        StringBuilder table = new StringBuilder();
        packages.forEach((name, count) ->
                table.append("| `%s` | %s |%n".formatted(name.isEmpty() ? "codeup" : name, count.cells())));
        Count all = packages.values().stream().reduce(Count.NOTHING, Count::plus);
        table.append("| all | %s |%n".formatted(all.cells()));
        List<String> withoutReason = new ArrayList<>();
        StringBuilder rest = new StringBuilder();
        classes.entrySet().stream()
                .filter(one -> one.getValue().missed() >= FEW_LINES)
                .sorted(Map.Entry.comparingByValue(
                        Comparator.comparing(Count::missed).reversed()))
                .forEach(one -> {
                    String reason = REASONS.getOrDefault(one.getKey(), "");
                    if (reason.isEmpty()) {
                        withoutReason.add(one.getKey());
                    }
                    rest.append("| `%s` | %d | %d | %s |%n"
                            .formatted(
                                    one.getKey(),
                                    one.getValue().lines(),
                                    one.getValue().missed(),
                                    reason));
                });
        Path file = ProjectFiles.ROOT.resolve("docs/coverage.md");
        if (Files.notExists(file)) {
            Files.writeString(file, "# Coverage by tests\n");
        }
        BenchmarksFile.write(file, "coverage", TEXT.formatted(LocalDate.now(), tests(), table, FEW_LINES, rest));
        return withoutReason;
    }

    private static String tests() {
        return System.getProperty("coverage.csv").startsWith("without-jenkins")
                ? "the tests that need no Jenkins, and of the packages that know nothing of it"
                : "all tests";
    }
}
