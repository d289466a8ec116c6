package io.jenkins.plugins.codeup.demo;

import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.data.Role;
import io.jenkins.plugins.codeup.simulator.git.GitSources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Program that runs a simulated Codeup for the demo in Jenkins, until it is stopped. */
public final class SimulatorMain {

    private static final String ORGANIZATION = "60811b5eed6e867404f60000";
    private static final long REVIEWED = 1000003;
    private static final String DEVELOPER = "5f00000000000000000000d1";

    private static final String JENKINSFILE = """
            node {
                checkout scm
                codeupCommitStatus('unit tests/{target}') { junit 'result.xml' }
                publishChecks name: 'Lint', title: 'one warning', summary: 'by the demo', conclusion: 'NEUTRAL',
                    annotations: [[path: 'price.txt', startLine: 1, endLine: 1, annotationLevel: 'WARNING',
                                   message: 'a price without a currency']]
                codeupComment text: 'Preview: https://preview.example.com/'
            }
            """;
    private static final String PASSED = """
            <testsuite name="prices"><testcase classname="PriceTest" name="isPositive"/>
            <testcase classname="PriceTest" name="isBelowTheLimit"/></testsuite>
            """;
    private static final String FAILED = """
            <testsuite name="prices"><testcase classname="PriceTest" name="isPositive"/>
            <testcase classname="PriceTest" name="isBelowTheLimit">
            <failure message="120 is more than 100">at PriceTest.java:12</failure></testcase></testsuite>
            """;

    private SimulatorMain() {}

    /**
     * @param arguments the port to listen on
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (CodeupSimulator codeup = start(Integer.parseInt(arguments[0]))) {
            System.out.println("A simulated Codeup listens on " + codeup.endpoint());
            System.out.println("The merge request: " + codeup.endpoint() + "/" + ORGANIZATION + "/reviews/shop/change/1");
            Thread.currentThread().join();
        }
    }

    /**
     * @param port 0 for any that is free
     * @return the Codeup of the demo
     */
    public static CodeupSimulator start(int port) {
        CodeupSimulator codeup = CodeupSimulator.start(port)
                .withOrganization(ORGANIZATION)
                .withRepository(1000001, "team/app")
                .withRepository(1000002, "team/library")
                .withRepository(REVIEWED, "reviews/shop")
                .withMember(REVIEWED, DEVELOPER, Role.DEVELOPER)
                .actAs(DEVELOPER)
                .withAccessKey("demo-key-id", "demo-key-secret")
                .withPersonalAccessToken("pt-demo");
        try {
            fill(codeup);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return codeup;
    }

    /** A merge request whose test fails, in a git repository that is gone when the demo ends. */
    private static void fill(CodeupSimulator codeup) throws IOException {
        Path directory = Files.createTempDirectory("codeup-demo");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
        codeup.sources().withCloneAccount("demo", "demo-clone-password");
        GitSources git = codeup.sources().host(REVIEWED, directory);
        git.commit("main", "Jenkinsfile", JENKINSFILE);
        git.commit("main", "price.txt", "90");
        git.commit("main", "result.xml", PASSED);
        git.commit("raise-price", "price.txt", "120");
        git.commit("raise-price", "result.xml", FAILED);
        codeup.sources().openMergeRequest(REVIEWED, REVIEWED, "raise-price", "main");
    }

    private static void delete(Path directory) {
        try (var files = Files.walk(directory)) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            System.err.println("Left: " + directory);
        }
    }
}
