package io.jenkins.plugins.codeup.simulator;

/** The simulated Codeup as a program of its own: for a Jenkins to click on, until it is stopped. */
public final class SimulatorMain {

    static final String ORGANIZATION = "60811b5eed6e867404f60000";

    private SimulatorMain() {}

    /**
     * @param arguments the port to listen at
     */
    public static void main(String[] arguments) throws InterruptedException {
        try (CodeupSimulator codeup = CodeupSimulator.start(Integer.parseInt(arguments[0]))
                .withOrganization(ORGANIZATION)
                .withRepository(1000001, "team/app")
                .withRepository(1000002, "team/library")
                .withAccessKey("demo-key-id", "demo-key-secret")) {
            System.out.println("A simulated Codeup listens at " + codeup.endpoint());
            Thread.currentThread().join();
        }
    }
}
