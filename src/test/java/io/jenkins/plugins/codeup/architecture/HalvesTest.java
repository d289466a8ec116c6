package io.jenkins.plugins.codeup.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Imports run from the Jenkins half to the Codeup half, never back; and within the Codeup half one way as well. */
class HalvesTest {

    private static final String CODEUP = "io.jenkins.plugins.codeup.";
    private static final String[] CODEUP_HALF = {CODEUP + "client..", CODEUP + "webhook..", CODEUP + "delivery.."};
    private static final String SIMULATOR = CODEUP + "simulator..";

    /** All that the Codeup half is made of; no Jenkins type is among them. */
    private static final String[] LIBRARIES = {
        "java..",
        "javax.crypto..",
        "javax.net.ssl..",
        "javax.xml.stream..",
        "com.fasterxml.jackson..",
        "dev.failsafe..",
        "edu.umd.cs.findbugs.annotations..",
        "org.apache.hc.."
    };

    private static final Pattern TESTS = Pattern.compile(".*Test(\\$.*)?\\.class");

    static {
        // names are enough for these rules; reading all of the JDK they meet takes seconds
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    }

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(CODEUP + "client", CODEUP + "registration", CODEUP + "delivery");
    private static final JavaClasses SIMULATED = new ClassFileImporter()
            .withImportOption(location -> !location.matches(TESTS))
            .importPackages(CODEUP + "simulator");

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

    @Test
    void theApisKnowNothingOfWhatIsDoneWithThem() {
        noClasses()
                .that()
                .resideInAPackage(CODEUP + "client..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(CODEUP + "webhook..", CODEUP + "delivery..")
                .check(MAIN);
    }

    @Test
    void registrationWorksWithAnyApi() {
        noClasses()
                .that()
                .resideInAPackage(CODEUP + "webhook..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(CODEUP + "client.aliyun..", CODEUP + "client.yunxiao..", CODEUP + "delivery..")
                .check(MAIN);
    }

    @Test
    void theTwoApisKnowNothingOfEachOther() {
        noClasses()
                .that()
                .resideInAPackage(CODEUP + "client.aliyun..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(CODEUP + "client.yunxiao..")
                .check(MAIN);
        noClasses()
                .that()
                .resideInAnyPackage(CODEUP + "client.yunxiao..", CODEUP + "client.http..", CODEUP + "client")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(CODEUP + "client.aliyun..")
                .check(MAIN);
    }

    private static String[] concat(String[] some, String... more) {
        return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
    }
}
