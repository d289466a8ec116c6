package io.jenkins.plugins.codeup.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.ProxyConfiguration;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.simulator.PasswordProxy;
import io.jenkins.plugins.codeup.step.CreateWebhookBuilder;
import io.jenkins.plugins.codeup.step.CreateWebhookStep;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** Calls use Jenkins's proxy settings; a change applies from the next call. */
class ProxyTest {

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.connected();

    private final JenkinsRule jenkins = codeup.jenkins();
    private FreeStyleProject job;
    private int closedPort;

    @BeforeEach
    void connect() throws Exception {
        CreateWebhookStep call = new CreateWebhookStep("team/app");
        call.setCredentialsId("key");
        job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(new CreateWebhookBuilder(call));
        try (ServerSocket socket = new ServerSocket(0)) {
            closedPort = socket.getLocalPort();
        }
    }

    @Test
    void callsGoThroughTheProxyAndFollowItsSettings() throws Exception {
        jenkins.buildAndAssertSuccess(job);

        // nobody listens at the endpoint itself; the simulator takes what comes to it as to a proxy
        URI simulator = codeup.simulator().endpoint();
        CodeupConnection connection = codeup.connection();
        connection.setEndpoint("http://127.0.0.1:" + closedPort);
        connection.setTotalTimeoutSeconds(1);
        jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.jenkins.setProxy(new ProxyConfiguration(simulator.getHost(), simulator.getPort()));
        jenkins.buildAndAssertSuccess(job);
        assertEquals(1, codeup.simulator().hooks(SimulatedCodeup.REPOSITORY_ID).size());
    }

    @Test
    void hostsWithoutProxyAreCalledDirectly() throws Exception {
        jenkins.jenkins.setProxy(new ProxyConfiguration("127.0.0.1", closedPort, null, null, "127.0.0.1"));
        jenkins.buildAndAssertSuccess(job);
    }

    @Test
    void proxyThatAsksGetsUserAndPassword() throws Exception {
        try (PasswordProxy proxy = new PasswordProxy(codeup.simulator().endpoint())) {
            setProxy(proxy, PasswordProxy.PASSWORD);
            jenkins.buildAndAssertSuccess(job);
        }
        assertEquals(1, codeup.simulator().hooks(SimulatedCodeup.REPOSITORY_ID).size());
    }

    @Test
    void wrongProxyPasswordIsReported() throws Exception {
        try (PasswordProxy proxy = new PasswordProxy(codeup.simulator().endpoint())) {
            setProxy(proxy, "wrong-password");
            FreeStyleBuild refused = jenkins.buildAndAssertStatus(Result.FAILURE, job);
            jenkins.assertLogContains("The proxy wants a user name and password", refused);
            jenkins.assertLogNotContains("wrong-password", refused);
        }
        assertEquals(0, codeup.simulator().hooks(SimulatedCodeup.REPOSITORY_ID).size());
    }

    private void setProxy(PasswordProxy proxy, String password) throws IOException {
        int port = proxy.address().getPort();
        jenkins.jenkins.setProxy(new ProxyConfiguration("127.0.0.1", port, PasswordProxy.USER, password));
    }
}
