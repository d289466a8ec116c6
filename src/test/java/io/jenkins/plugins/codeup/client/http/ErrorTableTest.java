package io.jenkins.plugins.codeup.client.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.architecture.ProjectFiles;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guide's table of errors has the error codes that the client knows, and no others. */
class ErrorTableTest {

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern STATUS = Pattern.compile("\\b([45]\\d\\d)\\b");

    /** A status that no known code has, so that only the code decides. */
    private static final int UNKNOWN_STATUS = 499;

    @ParameterizedTest
    @ValueSource(strings = {"guide.md", "guide.zh_CN.md"})
    void hasEachCodeThatTheClientKnows(String guide) throws IOException {
        Set<String> missing = new HashSet<>();
        ApiAnswer.BY_CODE.forEach(known -> missing.add(known.getKey()));
        rows(guide)
                .flatMap(ErrorTableTest::codes)
                .map(ApiAnswer::known)
                .forEach(known -> missing.remove(known.getKey()));
        assertEquals(Set.of(), missing);
    }

    @ParameterizedTest
    @ValueSource(strings = {"guide.md", "guide.zh_CN.md"})
    void hasOneKindOfErrorARow(String guide) throws IOException {
        rows(guide).forEach(row -> {
            Set<Kind> kinds = new HashSet<>();
            codes(row).forEach(code -> {
                assertNotNull(ApiAnswer.known(code), code);
                kinds.add(ApiAnswer.kindOf(UNKNOWN_STATUS, code));
            });
            STATUS.matcher(row)
                    .results()
                    .map(status -> Integer.parseInt(status.group()))
                    .filter(status -> status != 407)
                    .forEach(status -> kinds.add(ApiAnswer.kindOf(status, null)));
            assertTrue(kinds.size() <= 1, () -> row + ": " + kinds);
        });
    }

    @Test
    void isTheSameInBothLanguages() throws IOException {
        assertEquals(codesByRow("guide.md"), codesByRow("guide.zh_CN.md"));
    }

    private static List<List<String>> codesByRow(String guide) throws IOException {
        return rows(guide).map(row -> codes(row).toList()).toList();
    }

    private static Stream<String> codes(String row) {
        return CODE.matcher(row).results().map(code -> code.group(1).replace("…", ""));
    }

    /** The first column of the table below the heading, without the table's own heading. */
    private static Stream<String> rows(String guide) throws IOException {
        String text = Files.readString(ProjectFiles.ROOT.resolve("docs").resolve(guide));
        MatchResult section = Pattern.compile("(?ms)^## Codeup('s errors| 的错误)$(.*?)^## ")
                .matcher(text)
                .results()
                .findFirst()
                .orElseThrow();
        List<String> rows = section.group(2)
                .lines()
                .filter(line -> line.startsWith("| "))
                .map(line -> line.split(" \\| ")[0])
                .toList();
        return rows.stream().skip(1);
    }
}
