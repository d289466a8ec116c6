package io.jenkins.plugins.codeup.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.ExtensionList;
import hudson.XmlFile;
import hudson.model.Saveable;
import hudson.model.listeners.SaveableListener;
import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.client.aliyun.SignatureMethod;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import jenkins.model.Jenkins;
import jenkins.model.JenkinsLocationConfiguration;
import org.htmlunit.html.DomElement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** Global configuration: form, limits, choice of a connection. */
class CodeupConfigurationTest {

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.unconnected();

    private final JenkinsRule jenkins = codeup.jenkins();

    /** One page for three expectations: to show and submit it takes seconds. */
    @Test
    @FieldCase("B17")
    void submittedSystemPageKeepsEveryFieldIsSavedOnceAndLeavesNoMomentWithoutConnections() throws Exception {
        CodeupConnection first = new CodeupConnection("first");
        first.setApi(CodeupApi.ALIYUN);
        first.setEndpoint("https://codeup.example.com");
        first.setOrganizationId("60811b5eed6e867404f60000");
        first.setSignature(SignatureMethod.ACS3);
        first.setWebhookRootUrl("https://hooks.example.com/jenkins/");
        first.setTotalTimeoutSeconds(90);
        first.setRequestTimeoutSeconds(30);
        first.setConnectTimeoutSeconds(5);
        first.setManageWebhooks(false);
        first.setCredentialsId("key");
        first.setAccessTokenCredentialsId("access-token");
        first.setSecurityTokenCredentialsId("sts-token");
        first.setTokenExpires("2027-01-31");
        first.setEvents(EventSource.BOTH);
        first.setWatchMinutes(15);
        CodeupConnection second = new CodeupConnection("second");
        CodeupConfiguration.get().setConnections(List.of(first, second));
        CodeupConfiguration.get().setMaxDeliveryKilobytes(2_048);
        CodeupConfiguration.get().setCheckIntervalMinutes(17);
        AtomicInteger saves = new AtomicInteger();
        SaveableListener listener = new SaveableListener() {
            @Override
            public void onChange(Saveable saved, XmlFile file) {
                if (saved instanceof CodeupConfiguration) {
                    saves.incrementAndGet();
                }
            }
        };
        ExtensionList.lookup(SaveableListener.class).add(0, listener);
        AtomicBoolean saved = new AtomicBoolean();
        CompletableFuture<Boolean> always = CompletableFuture.supplyAsync(() -> {
            boolean two = true;
            while (!saved.get()) {
                two &= CodeupConfiguration.get().getConnections().size() == 2;
                LockSupport.parkNanos(1_000);
            }
            return two;
        });

        jenkins.configRoundtrip();

        saved.set(true);
        ExtensionList.lookup(SaveableListener.class).remove(listener);
        assertEquals(1, saves.get());
        assertTrue(always.get(), "two connections at any moment");
        List<CodeupConnection> after = CodeupConfiguration.get().getConnections();
        assertEquals(2, after.size());
        jenkins.assertEqualDataBoundBeans(first, after.get(0));
        jenkins.assertEqualDataBoundBeans(second, after.get(1));
        assertEquals(2_048, CodeupConfiguration.get().getMaxDeliveryKilobytes());
        assertEquals(17, CodeupConfiguration.get().getCheckIntervalMinutes());
    }

    @Test
    void maximumDeliverySizeStaysWithinItsRange() {
        CodeupConfiguration configuration = CodeupConfiguration.get();
        assertEquals(1_024, configuration.getMaxDeliveryKilobytes());
        configuration.setMaxDeliveryKilobytes(1);
        assertEquals(16, configuration.getMaxDeliveryKilobytes());
        configuration.setMaxDeliveryKilobytes(Integer.MAX_VALUE);
        assertEquals(20_480, configuration.getMaxDeliveryKilobytes());
        configuration.setMaxDeliveryKilobytes(0);
        assertEquals(1_024, configuration.getMaxDeliveryKilobytes());
    }

    @Test
    void limitsOfAConnectionStayWithinTheirRangesAndZeroMeansTheDefault() {
        CodeupConnection connection = new CodeupConnection("a");
        connection.setTotalTimeoutSeconds(1_000);
        connection.setRequestTimeoutSeconds(-1);
        connection.setMaxConcurrentCalls(1_000);
        assertEquals(600, connection.getTotalTimeoutSeconds());
        assertEquals(1, connection.getRequestTimeoutSeconds());
        assertEquals(100, connection.getMaxConcurrentCalls());
        connection.setTotalTimeoutSeconds(0);
        connection.setRequestTimeoutSeconds(0);
        connection.setMaxConcurrentCalls(0);
        assertEquals(60, connection.getTotalTimeoutSeconds());
        assertEquals(20, connection.getRequestTimeoutSeconds());
        assertEquals(8, connection.getMaxConcurrentCalls());
    }

    @Test
    @FieldCase("B6")
    void connectionStoredAsAnEmptyElementHasTheDefaultsOfTheForm() throws Exception {
        CodeupConnection loaded =
                (CodeupConnection) Jenkins.XSTREAM2.fromXML("<" + CodeupConnection.class.getName() + "/>");
        jenkins.assertEqualDataBoundBeans(new CodeupConnection(""), loaded);
        assertTrue(loaded.isManageWebhooks());
    }

    @Test
    void storedConnectionKeepsEveryField() throws Exception {
        CodeupConnection connection = new CodeupConnection("first");
        connection.setApi(CodeupApi.ALIYUN);
        connection.setManageWebhooks(false);
        connection.setTotalTimeoutSeconds(90);
        connection.setCredentialsId("key");
        String xml = Jenkins.XSTREAM2.toXML(connection);
        assertTrue(xml.contains("<manageWebhooks>false</manageWebhooks>"), xml);
        jenkins.assertEqualDataBoundBeans(connection, (CodeupConnection) Jenkins.XSTREAM2.fromXML(xml));
    }

    @Test
    void connectionForARepositoryIsTheNamedOneThenItsOrganizationsThenAnUnboundDefault() {
        RepositoryRef inA = RepositoryRef.parse("60811b5eed6e867404f6000a/team/app");
        RepositoryRef inB = RepositoryRef.parse("60811b5eed6e867404f6000b/team/app");
        CodeupConfiguration configuration = CodeupConfiguration.get();
        CodeupConnection unbound = new CodeupConnection("unbound");
        CodeupConnection a = new CodeupConnection("a");
        a.setOrganizationId("60811b5eed6e867404f6000a");
        configuration.setConnections(List.of(unbound, a));
        assertEquals("unbound", configuration.connectionFor("unbound", inA).getName());
        assertEquals("a", configuration.connectionFor(null, inA).getName());
        assertEquals("unbound", configuration.connectionFor(null, inB).getName());
        assertEquals(
                "unbound",
                configuration
                        .connectionFor(null, RepositoryRef.parse("team/app"))
                        .getName());

        configuration.setConnections(List.of(a));
        assertNull(configuration.connectionFor(null, inB), "the default is bound to another organization");
    }

    @Test
    void lastConnectionCanBeRemoved() throws Exception {
        CodeupConfiguration.get().setConnections(List.of(new CodeupConnection("only")));
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            var form = client.goTo("manage/configure").getFormByName("config");
            ((DomElement) form.querySelector("[name=connections] .repeatable-delete")).click();
            client.waitForBackgroundJavaScript(2000);
            jenkins.submit(form);
        }
        assertTrue(CodeupConfiguration.get().getConnections().isEmpty());
    }

    @Test
    void withoutAnyConnectionThereIsOneToTheOfficialHosts() {
        CodeupConnection official = CodeupConfiguration.get().connection(null);
        assertEquals(CodeupApi.AUTOMATIC, official.getApi());
        assertNull(official.getEndpoint());
    }

    @Test
    void firstConnectionIsTheDefaultAndAnUnknownNameIsAnErrorThatTellsNoOther() {
        CodeupConfiguration.get().setConnections(List.of(new CodeupConnection("a"), new CodeupConnection("b")));
        assertEquals("a", CodeupConfiguration.get().connection("").getName());
        assertEquals("b", CodeupConfiguration.get().connection("b").getName());
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> CodeupConfiguration.get().connection("c"))
                .getMessage();
        assertTrue(message.startsWith("connection \"c\" is not configured."), message);
        assertFalse(
                message.matches("(?s).*\\b(a|b)\\b connection.*|.*: a, b.*"), "names are for those who may see them");
    }

    @Test
    void webhooksAreManagedOnlyIfTheConnectionHasCredentialsAndItIsSwitchedOn() {
        CodeupConnection connection = new CodeupConnection("a");
        assertTrue(connection.isManageWebhooks());
        assertFalse(connection.managesWebhooks());
        connection.setCredentialsId("key");
        assertTrue(connection.managesWebhooks());
        connection.setManageWebhooks(false);
        assertFalse(connection.managesWebhooks());
    }

    @Test
    void rootUrlIsTheConnectionsThenJenkinssThenAnErrorThatSaysWhatToSet() {
        CodeupConnection connection = new CodeupConnection("a");
        JenkinsLocationConfiguration.get().setUrl("https://jenkins.example.com");
        assertEquals("https://jenkins.example.com/", RootUrl.of(connection));

        connection.setWebhookRootUrl("https://proxy.example.com/ci");
        assertEquals("https://proxy.example.com/ci/", RootUrl.of(connection));

        connection.setWebhookRootUrl(null);
        JenkinsLocationConfiguration.get().setUrl(null);
        String message = assertThrows(IllegalStateException.class, () -> RootUrl.of(connection))
                .getMessage();
        assertTrue(message.contains("Set \"Jenkins URL\" under Manage Jenkins, System"), message);
    }
}
