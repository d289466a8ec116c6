package io.jenkins.plugins.codeup.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.client.aliyun.SignatureMethod;
import java.util.List;
import jenkins.model.JenkinsLocationConfiguration;
import org.htmlunit.html.DomElement;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The administrator's page. */
@WithJenkins
class CodeupConfigurationTest {

    @Test
    void systemPageKeepsEveryFieldOfEveryConnection(JenkinsRule jenkins) throws Exception {
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
        CodeupConnection second = new CodeupConnection("second");
        CodeupConfiguration.get().setConnections(List.of(first, second));
        CodeupConfiguration.get().setMaxDeliveryKilobytes(2_048);
        CodeupConfiguration.get().setCheckIntervalMinutes(17);

        jenkins.configRoundtrip();

        List<CodeupConnection> after = CodeupConfiguration.get().getConnections();
        assertEquals(2, after.size());
        jenkins.assertEqualDataBoundBeans(first, after.get(0));
        jenkins.assertEqualDataBoundBeans(second, after.get(1));
        assertEquals(2_048, CodeupConfiguration.get().getMaxDeliveryKilobytes());
        assertEquals(17, CodeupConfiguration.get().getCheckIntervalMinutes());
    }

    @Test
    void theLimitOfDeliveriesStaysWithinWhatServes(JenkinsRule jenkins) {
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
    void lastConnectionCanBeRemoved(JenkinsRule jenkins) throws Exception {
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
    void withoutAnyConnectionThereIsOneToTheOfficialHosts(JenkinsRule jenkins) {
        CodeupConnection official = CodeupConfiguration.get().connection(null);
        assertEquals(CodeupApi.AUTOMATIC, official.getApi());
        assertNull(official.getEndpoint());
    }

    @Test
    void firstConnectionIsTheDefaultAndAnUnknownNameIsAnErrorThatNamesTheKnown(JenkinsRule jenkins) {
        CodeupConfiguration.get().setConnections(List.of(new CodeupConnection("a"), new CodeupConnection("b")));
        assertEquals("a", CodeupConfiguration.get().connection("").getName());
        assertEquals("b", CodeupConfiguration.get().connection("b").getName());
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> CodeupConfiguration.get().connection("c"))
                .getMessage();
        assertTrue(message.startsWith("connection \"c\" is not configured."), message);
        assertTrue(message.endsWith("There are: a, b"), message);
    }

    @Test
    void hooksFollowJobsOnlyWhereTheConnectionHasCredentialsAndNobodySwitchedItOff(JenkinsRule jenkins) {
        CodeupConnection connection = new CodeupConnection("a");
        assertTrue(connection.isManageWebhooks());
        assertFalse(connection.managesWebhooks());
        connection.setCredentialsId("key");
        assertTrue(connection.managesWebhooks());
        connection.setManageWebhooks(false);
        assertFalse(connection.managesWebhooks());
    }

    @Test
    void rootUrlIsTheConnectionsOrElseJenkinssOrElseAnErrorThatSaysWhatToSet(JenkinsRule jenkins) {
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
