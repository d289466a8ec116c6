package io.jenkins.plugins.codeup.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.ConfigurationContext;
import io.jenkins.plugins.casc.ConfiguratorRegistry;
import io.jenkins.plugins.casc.misc.Util;
import io.jenkins.plugins.codeup.client.aliyun.SignatureMethod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Connections imported from and exported to YAML. */
@WithJenkins
class ConfigurationAsCodeTest {

    private static final Path EXAMPLE = Path.of("docs", "examples", "configuration-as-code", "jenkins.yaml");

    @Test
    void connectionsAreReadFromTheExample(JenkinsRule jenkins) throws Exception {
        ConfigurationAsCode.get().configure(EXAMPLE.toUri().toString());

        List<CodeupConnection> connections = CodeupConfiguration.get().getConnections();
        CodeupConnection official = new CodeupConnection("codeup.aliyun.com");
        official.setApi(CodeupApi.ALIYUN);
        official.setOrganizationId("60811b5eed6e867404f60000");
        official.setCredentialsId("codeup-key");
        CodeupConnection region = new CodeupConnection("region");
        region.setApi(CodeupApi.YUNXIAO_REGION);
        region.setEndpoint("https://codeup.example.com");
        region.setWebhookRootUrl("https://ci.example.com/jenkins/");
        region.setTotalTimeoutSeconds(120);
        region.setMaxConcurrentCalls(4);
        region.setRequestTimeoutSeconds(30);
        region.setConnectTimeoutSeconds(5);
        region.setCredentialsId("codeup-token");
        region.setManageWebhooks(false);
        assertEquals(2, connections.size());
        jenkins.assertEqualDataBoundBeans(official, connections.get(0));
        jenkins.assertEqualDataBoundBeans(region, connections.get(1));
        assertEquals(2_048, CodeupConfiguration.get().getMaxDeliveryKilobytes());
        assertEquals(180, CodeupConfiguration.get().getCheckIntervalMinutes());
    }

    @Test
    void guidesShowThatExample() throws Exception {
        for (String guide : new String[] {"guide.md", "guide.zh_CN.md"}) {
            String text = Files.readString(Path.of("docs", guide));
            assertTrue(text.contains("```yaml\n" + Files.readString(EXAMPLE) + "```\n"), guide);
        }
    }

    @Test
    void exportedConfigurationCanBeReadAgain(JenkinsRule jenkins, @TempDir Path folder) throws Exception {
        CodeupConnection connection = new CodeupConnection("first");
        connection.setApi(CodeupApi.ALIYUN);
        connection.setEndpoint("https://codeup.example.com");
        connection.setOrganizationId("60811b5eed6e867404f60000");
        connection.setSignature(SignatureMethod.ACS3);
        connection.setWebhookRootUrl("https://ci.example.com/jenkins/");
        connection.setTotalTimeoutSeconds(90);
        connection.setMaxConcurrentCalls(3);
        connection.setRequestTimeoutSeconds(31);
        connection.setConnectTimeoutSeconds(6);
        connection.setManageWebhooks(false);
        connection.setCredentialsId("key");
        connection.setAllowJobs(true);
        connection.setAllowSources(true);
        connection.setAllowStatuses(true);
        connection.setAccessTokenCredentialsId("access-token");
        connection.setSecurityTokenCredentialsId("sts-token");
        connection.setTokenExpires("2027-01-31");
        connection.setEvents(EventSource.BOTH);
        connection.setWatchMinutes(15);
        CodeupConfiguration.get().setCheckIntervalMinutes(30);
        CodeupConfiguration.get().setConnections(List.of(connection, new CodeupConnection("second")));
        CodeupConfiguration.get().setMaxDeliveryKilobytes(4_096);

        ConfigurationContext context = new ConfigurationContext(ConfiguratorRegistry.get());
        String exported = Util.toYamlString(Util.getUnclassifiedRoot(context).get("codeup"));
        CodeupConfiguration.get().setConnections(List.of());
        CodeupConfiguration.get().setMaxDeliveryKilobytes(0);
        CodeupConfiguration.get().setCheckIntervalMinutes(0);
        Path file = folder.resolve("jenkins.yaml");
        Files.writeString(file, "unclassified:\n  codeup:\n" + exported.indent(4));
        ConfigurationAsCode.get().configure(file.toUri().toString());

        List<CodeupConnection> connections = CodeupConfiguration.get().getConnections();
        assertEquals(2, connections.size(), exported);
        assertEquals(30, CodeupConfiguration.get().getCheckIntervalMinutes());
        jenkins.assertEqualDataBoundBeans(connection, connections.get(0));
        jenkins.assertEqualDataBoundBeans(new CodeupConnection("second"), connections.get(1));
        assertEquals(4_096, CodeupConfiguration.get().getMaxDeliveryKilobytes());
    }
}
