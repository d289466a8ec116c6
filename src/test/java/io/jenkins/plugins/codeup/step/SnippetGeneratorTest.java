package io.jenkins.plugins.codeup.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import java.net.URL;
import java.util.List;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.jenkinsci.plugins.workflow.cps.Snippetizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** Pipeline Syntax generates calls that run. */
class SnippetGeneratorTest {

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.connected();

    private final JenkinsRule jenkins = codeup.jenkins();

    @Test
    void snippetIsOneFlatCallThatRuns() throws Exception {
        CreateWebhookStep step = new CreateWebhookStep("team/app");
        step.setCredentialsId("key");
        step.setTagPushEvents(true);
        step.setEnableSslVerification(false);
        String snippet = Snippetizer.object2Groovy(step);
        assertEquals(
                "codeupCreateWebhook credentialsId: 'key', enableSslVerification: false, repository: 'team/app',"
                        + " tagPushEvents: true",
                snippet);

        codeup.succeed(snippet);
        assertFalse(codeup.hookSettings().enableSslVerification());
    }

    @Test
    void formOmitsFieldsThatAreNotSet() throws Exception {
        String form = "{\"stapler-class\":\"" + CreateWebhookStep.class.getName() + "\",\"$class\":\""
                + CreateWebhookStep.class.getName() + "\",\"repository\":\"team/app\",\"credentialsId\":\"key\","
                + "\"connection\":\"\",\"organizationId\":\"\",\"url\":\"\",\"pushEvents\":\"\",\"tagPushEvents\":\"true\","
                + "\"noteEvents\":\"false\",\"mergeRequestsEvents\":\"\",\"enableSslVerification\":\"\","
                + "\"description\":\"\",\"secretCredentialsId\":\"\",\"accessTokenCredentialsId\":\"\","
                + "\"securityTokenCredentialsId\":\"\"}";
        WebRequest request = new WebRequest(new URL(jenkins.getURL(), Snippetizer.GENERATE_URL), HttpMethod.POST);
        var crumbs = jenkins.jenkins.getCrumbIssuer();
        request.setRequestParameters(List.of(
                new NameValuePair("json", form), new NameValuePair(crumbs.getCrumbRequestField(), crumbs.getCrumb())));

        assertEquals(
                "codeupCreateWebhook credentialsId: 'key', noteEvents: false, repository: 'team/app',"
                        + " tagPushEvents: true",
                jenkins.createWebClient()
                        .withJavaScriptEnabled(false)
                        .getPage(request)
                        .getWebResponse()
                        .getContentAsString()
                        .trim());
    }

    @Test
    void referencePageHasOneRequiredParameterAndHelpForEach() throws Exception {
        DescribableModel<CreateWebhookStep> model = DescribableModel.of(CreateWebhookStep.class);
        assertEquals("repository", model.getSoleRequiredParameter().getName());
        for (DescribableParameter parameter : model.getParameters()) {
            assertFalse(parameter.getHelp() == null, "no help for " + parameter.getName());
        }
    }
}
