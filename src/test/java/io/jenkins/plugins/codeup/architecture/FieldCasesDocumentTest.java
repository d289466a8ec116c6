package io.jenkins.plugins.codeup.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * Writes {@code docs/cases.md}: the cases of {@code cases.txt}, each with the tests that have its id in {@link FieldCase}.
 * A case without a test fails, and so does a test of a case that is not in the list.
 */
class FieldCasesDocumentTest {

    private static final Path DOCUMENT = ProjectFiles.ROOT.resolve("docs/cases.md");
    private static final Set<String> TESTS = Set.of(Test.class.getName(), ParameterizedTest.class.getName());

    private static final String HEAD = """
            # Cases

            Deliveries, answers, settings and sequences of events that went wrong somewhere, with what is right. They come from
            Codeup's documents, from programs that work with Codeup, from bug reports of sibling plugins, and from trials of this
            plugin. `FieldCasesDocumentTest` writes this file from the tests: each case has at least one that fails where the
            case goes wrong. A test names its cases by the annotation `FieldCase`; the list of cases is `cases.txt` beside that
            test. After a change, write the file again and read the difference:

                mvn test -Dtest=FieldCasesDocumentTest -Dcases.rewrite=true

            %d cases, %d tests.
            """;

    /** One line of the list. */
    private record Case(String kind, String id, String what, String right) {}

    @Test
    void eachCaseHasATestAndTheDocumentNamesIt() throws IOException {
        assumeTrue(BuildWithoutJenkinsTest.isPluginBuild(), "this is the build without the Jenkins half's tests");
        List<Case> cases = cases();
        Map<String, SortedSet<String>> tests = tests();
        Set<String> ids = new TreeSet<>(cases.stream().map(Case::id).toList());
        assertEquals(ids.size(), cases.size(), "an id is used twice");
        assertEquals(ids, new TreeSet<>(tests.keySet()), "cases of the list, and cases of the tests");
        String document = document(cases, tests);
        if (Boolean.getBoolean("cases.rewrite")) {
            Files.writeString(DOCUMENT, document);
        }
        assertEquals(Files.exists(DOCUMENT) ? Files.readString(DOCUMENT) : "", document, "see the head of " + DOCUMENT);
    }

    private static List<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        String kind = "";
        for (String line : text("cases.txt").lines().toList()) {
            if (line.startsWith("# ")) {
                kind = line.substring(2);
            } else if (!line.isBlank()) {
                String[] cells = line.split(" \\| ");
                assertEquals(3, cells.length, line);
                cases.add(new Case(kind, cells[0].trim(), cells[1].trim(), cells[2].trim()));
            }
        }
        return cases;
    }

    private static String text(String name) throws IOException {
        try (InputStream file = FieldCasesDocumentTest.class.getResourceAsStream(name)) {
            assertNotNull(file, name);
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The annotated tests of each case, as class and method. */
    private static Map<String, SortedSet<String>> tests() {
        Map<String, SortedSet<String>> tests = new LinkedHashMap<>();
        new ClassFileImporter()
                        .withImportOption(new ImportOption.OnlyIncludeTests())
                        .importPackages("io.jenkins.plugins.codeup")
                        .stream()
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> method.isAnnotatedWith(FieldCase.class))
                        .forEach(method -> {
                            assertEquals(
                                    1,
                                    method.getAnnotations().stream()
                                            .filter(one -> TESTS.contains(
                                                    one.getRawType().getName()))
                                            .count(),
                                    method.getFullName() + " is no test");
                            for (String id :
                                    method.getAnnotationOfType(FieldCase.class).value()) {
                                tests.computeIfAbsent(id, key -> new TreeSet<>())
                                        .add(name(method));
                            }
                        });
        return tests;
    }

    private static String name(JavaMethod method) {
        return "`" + method.getOwner().getSimpleName() + "." + method.getName() + "`";
    }

    private static String document(List<Case> cases, Map<String, SortedSet<String>> tests) {
        long number = tests.values().stream().flatMap(Set::stream).distinct().count();
        StringBuilder text = new StringBuilder(HEAD.formatted(cases.size(), number));
        cases.stream()
                .collect(Collectors.groupingBy(Case::kind, LinkedHashMap::new, Collectors.toList()))
                .forEach((kind, some) -> {
                    text.append("\n## ").append(kind).append("\n\n| id | case | right | test |\n|---|---|---|---|\n");
                    some.forEach(one -> text.append("| %s | %s | %s | %s |%n"
                            .formatted(one.id(), one.what(), one.right(), String.join(", ", tests.get(one.id())))));
                });
        return text.toString().replace("\r\n", "\n");
    }
}
