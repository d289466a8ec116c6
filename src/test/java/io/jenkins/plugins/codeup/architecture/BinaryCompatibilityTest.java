package io.jenkins.plugins.codeup.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What other plugins and scripts can compile against stays as it is: all that is public or protected and not
 * {@code @Restricted}. It is in {@code api.txt} beside this class. A line may be added, by {@code mvn test
 * -Dtest=BinaryCompatibilityTest -Dapi.rewrite=true}; after the first release none may go.
 */
class BinaryCompatibilityTest {

    private static final String PLUGIN = "io.jenkins.plugins.codeup";
    private static final String RESTRICTED = "org.kohsuke.accmod.Restricted";
    private static final Path STORED =
            ProjectFiles.ROOT.resolve("src/test/resources/io/jenkins/plugins/codeup/architecture/api.txt");
    /** Of the Codeup half, which nobody but this plugin is to use. */
    private static final Set<String> OWN = Set.of("client", "webhook", "delivery");

    @Test
    void nothingGoesThatOthersMayUse() throws IOException {
        assumeTrue(BuildWithoutJenkinsTest.isPluginBuild(), "this is the build without the Jenkins half");
        Set<String> now = new TreeSet<>();
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages(PLUGIN).stream()
                        .filter(BinaryCompatibilityTest::isOpen)
                        .forEach(type -> now.addAll(signatures(type)));
        assertTrue(now.stream().anyMatch(line -> line.contains("CodeupTrigger")) || now.size() > 50, now::toString);
        if (Boolean.getBoolean("api.rewrite")) {
            Files.writeString(STORED, String.join("\n", now) + "\n");
        }
        Set<String> gone = new TreeSet<>(Files.readAllLines(STORED));
        gone.removeAll(now);
        assertEquals(Set.of(), gone);
    }

    private static boolean isOpen(JavaClass type) {
        String room = type.getPackageName()
                .substring(PLUGIN.length())
                .replaceFirst("^\\.", "")
                .replaceFirst("\\..*", "");
        for (Optional<JavaClass> one = Optional.of(type);
                one.isPresent();
                one = one.get().getEnclosingClass()) {
            if (!isVisible(one.get().getModifiers()) || one.get().isAnnotatedWith(RESTRICTED)) {
                return false;
            }
        }
        return !OWN.contains(room)
                && !type.isAnonymousClass()
                && !type.getSimpleName().equals("Messages");
    }

    private static boolean isVisible(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static Set<String> signatures(JavaClass type) {
        return Stream.concat(
                        Stream.of(type.getName()),
                        // with those that a superclass of the plugin has, wherever they are declared
                        Stream.concat(type.getConstructors().stream(), type.getAllMethods().stream())
                                .filter(unit -> unit.getOwner().getPackageName().startsWith(PLUGIN))
                                .filter(unit -> isVisible(unit.getModifiers()))
                                .filter(unit -> !unit.getModifiers().contains(JavaModifier.SYNTHETIC))
                                .filter(unit -> !unit.isAnnotatedWith(RESTRICTED))
                                .map(unit -> signature(type, unit)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String signature(JavaClass type, JavaCodeUnit unit) {
        return type.getName() + "#" + unit.getName()
                + unit.getRawParameterTypes().stream()
                        .map(JavaClass::getName)
                        .collect(Collectors.joining(", ", "(", ")"))
                + ": " + unit.getRawReturnType().getName();
    }
}
