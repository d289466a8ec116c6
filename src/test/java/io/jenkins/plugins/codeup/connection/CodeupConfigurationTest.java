package io.jenkins.plugins.codeup.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.api.aliyun.SignatureMethod;
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
        first.setHookRootUrl("https://hooks.example.com/jenkins/");
        first.setDeadlineSeconds(90);
        first.setRequestTimeoutSeconds(30);
        first.setConnectTimeoutSeconds(5);
        first.setManageHooks(false);
        first.setCredentialsId("key");
        first.setAccessTokenCredentialsId("access-token");
        first.setSecurityTokenCredentialsId("sts-token");
        CodeupConnection second = new CodeupConnection("second");
        CodeupConfiguration.get().setConnections(List.of(first, second));
        CodeupConfiguration.get().setDeliveryKilobytes(2_048);
        CodeupConfiguration.get().setLookEveryMinutes(17);

        jenkins.configRoundtrip();

        List<CodeupConnection> after = CodeupConfiguration.get().getConnections();
        assertEquals(2, after.size());
        jenkins.assertEqualDataBoundBeans(first, after.get(0));
        jenkins.assertEqualDataBoundBeans(second, after.get(1));
        assertEquals(2_048, CodeupConfiguration.get().getDeliveryKilobytes());
        assertEquals(17, CodeupConfiguration.get().getLookEveryMinutes());
    }

    @Test
    void theLimitOfDeliveriesStaysWithinWhatServes(JenkinsRule jenkins) {
        CodeupConfiguration configuration = CodeupConfiguration.get();
        assertEquals(1_024, configuration.getDeliveryKilobytes());
        configuration.setDeliveryKilobytes(1);
        assertEquals(16, configuration.getDeliveryKilobytes());
        configuration.setDeliveryKilobytes(Integer.MAX_VALUE);
        assertEquals(20_480, configuration.getDeliveryKilobytes());
        configuration.setDeliveryKilobytes(0);
        assertEquals(1_024, configuration.getDeliveryKilobytes());
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
        assertEquals(CodeupApi.BY_CREDENTIALS, official.getApi());
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
        assertTrue(connection.isManageHooks());
        assertFalse(connection.followsJobs());
        connection.setCredentialsId("key");
        assertTrue(connection.followsJobs());
        connection.setManageHooks(false);
        assertFalse(connection.followsJobs());
    }

    @Test
    void rootUrlIsTheConnectionsOrElseJenkinssOrElseAnErrorThatSaysWhatToSet(JenkinsRule jenkins) {
        CodeupConnection connection = new CodeupConnection("a");
        JenkinsLocationConfiguration.get().setUrl("https://jenkins.example.com");
        assertEquals("https://jenkins.example.com/", RootUrl.of(connection));

        connection.setHookRootUrl("https://proxy.example.com/ci");
        assertEquals("https://proxy.example.com/ci/", RootUrl.of(connection));

        connection.setHookRootUrl(null);
        JenkinsLocationConfiguration.get().setUrl(null);
        String message = assertThrows(IllegalStateException.class, () -> RootUrl.of(connection))
                .getMessage();
        assertTrue(message.contains("Set \"Jenkins URL\" under Manage Jenkins, System"), message);
    }
}
