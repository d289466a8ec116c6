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

    /** Why tests do not cover more of a class, in the words of the document. */
    private static final Map<String, String> REASONS = Map.of(
            "delivery.EventKey", "only tests with Jenkins use it",
            "delivery.FilterSteps", "only tests with Jenkins use it");

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
