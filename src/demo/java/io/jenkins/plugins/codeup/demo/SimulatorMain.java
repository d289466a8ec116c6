package io.jenkins.plugins.codeup.demo;

import io.jenkins.plugins.codeup.simulator.CodeupSimulator;

/** Program that runs a simulated Codeup for the demo in Jenkins, until it is stopped. */
public final class SimulatorMain {

    private static final String ORGANIZATION = "60811b5eed6e867404f60000";

    private SimulatorMain() {}

    /**
     * @param arguments the port to listen on
     */
    public static void main(String[] arguments) throws InterruptedException {
        try (CodeupSimulator codeup = CodeupSimulator.start(Integer.parseInt(arguments[0]))
                .withOrganization(ORGANIZATION)
                .withRepository(1000001, "team/app")
                .withRepository(1000002, "team/library")
                .withAccessKey("demo-key-id", "demo-key-secret")) {
            System.out.println("A simulated Codeup listens on " + codeup.endpoint());
            Thread.currentThread().join();
        }
    }
}
