package io.jenkins.plugins.codeup.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Imports run one way: from the Jenkins half to the Codeup half, never back, and from each package only to those below.
 */
class HalvesTest {

    private static final String PLUGIN = "io.jenkins.plugins.codeup.";
    private static final String[] CODEUP_HALF = packages(List.of("client", "webhook", "delivery"));
    private static final String SIMULATOR = PLUGIN + "simulator..";

    /**
     * The plugin's packages, each floor above those that it may use. Packages of one floor don't use each other. So there
     * can be no circle.
     */
    private static final List<List<String>> FLOORS = List.of(
            List.of("client"),
            List.of("webhook", "delivery"),
            List.of("connection"),
            List.of("endpoint"),
            List.of("trigger"),
            List.of("scm"),
            List.of("hooks"),
            List.of("feedback", "watch"),
            List.of("step"));

    /** All libraries of the Codeup half; Jenkins is not among them. */
    private static final String[] LIBRARIES = {
        "java..",
        "javax.crypto..",
        "javax.net.ssl..",
        "javax.xml.stream..",
        "com.fasterxml.jackson..",
        "edu.umd.cs.findbugs.annotations..",
        "org.apache.hc.."
    };

    private static final Pattern TESTS = Pattern.compile(".*Test(\\$.*)?\\.class");

    static {
        // names are enough for these rules; reading all of the JDK that they meet takes seconds
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    }

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(PLUGIN.substring(0, PLUGIN.length() - 1));
    private static final JavaClasses SIMULATED = new ClassFileImporter()
            .withImportOption(location -> !location.matches(TESTS))
            .importPackages(PLUGIN + "simulator");

    @Test
    void theCodeupHalfKnowsNothingOfJenkins() {
        classes()
                .that()
                .resideInAnyPackage(CODEUP_HALF)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(concat(LIBRARIES, CODEUP_HALF))
                .check(MAIN);
    }

    @Test
    void theSimulatorKnowsNothingOfJenkins() {
        classes()
                .that()
                .resideInAPackage(SIMULATOR)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(concat(concat(LIBRARIES, CODEUP_HALF), SIMULATOR, "com.sun.net.httpserver.."))
                .check(SIMULATED);
    }

    @ParameterizedTest
    @MethodSource("floorsOfTheCodeupHalf")
    void aPackageOfTheCodeupHalfUsesOnlyThoseBelow(String name) {
        usesOnlyThoseBelow(name);
    }

    static Stream<String> floorsOfTheCodeupHalf() {
        return FLOORS.subList(0, 2).stream().flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("floorsOfTheJenkinsHalf")
    void aPackageOfTheJenkinsHalfUsesOnlyThoseBelow(String name) {
        assumeTrue(BuildWithoutJenkinsTest.isPluginBuild(), "this is the build without the Jenkins half");
        usesOnlyThoseBelow(name);
    }

    static Stream<String> floorsOfTheJenkinsHalf() {
        return FLOORS.subList(2, FLOORS.size()).stream().flatMap(List::stream);
    }

    private static void usesOnlyThoseBelow(String name) {
        List<String> others = FLOORS.stream()
                .dropWhile(floor -> !floor.contains(name))
                .flatMap(List::stream)
                .filter(other -> !other.equals(name))
                .toList();
        if (others.isEmpty()) {
            return;
        }
        noClasses()
                .that()
                .resideInAPackage(PLUGIN + name + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages(others))
                // a package of a later issue
                .allowEmptyShould(true)
                .check(MAIN);
    }

    /** A new package must be given its floor above. */
    @Test
    void everyClassIsOnAFloor() {
        classes()
                .should()
                .resideInAnyPackage(
                        packages(FLOORS.stream().flatMap(List::stream).toList()))
                .check(MAIN);
    }

    @Test
    void reconciliationWorksWithAnyApi() {
        noClasses()
                .that()
                .resideInAPackage(PLUGIN + "webhook..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(PLUGIN + "client.aliyun..", PLUGIN + "client.yunxiao..")
                .check(MAIN);
    }

    @Test
    void theTwoApisKnowNothingOfEachOther() {
        noClasses()
                .that()
                .resideInAPackage(PLUGIN + "client.aliyun..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(PLUGIN + "client.yunxiao..")
                .check(MAIN);
        noClasses()
                .that()
                .resideInAnyPackage(PLUGIN + "client.yunxiao..", PLUGIN + "client.http..", PLUGIN + "client")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(PLUGIN + "client.aliyun..")
                .check(MAIN);
    }

    private static String[] packages(List<String> names) {
        return names.stream().map(name -> PLUGIN + name + "..").toArray(String[]::new);
    }

    private static String[] concat(String[] some, String... more) {
        return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
    }
}
