package io.jenkins.plugins.codeup.jenkins;

import hudson.model.Item;
import java.net.URL;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.junit.jupiter.api.Assertions;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/**
 * Users of a Jenkins and their requests: {@code admin} has all rights, {@code manager} may manage Jenkins and read
 * items, {@code developer} may configure items, {@code reader} may read them. Nobody else may do anything.
 */
public final class Users {

    private final JenkinsRule jenkins;

    private Users(JenkinsRule jenkins) {
        this.jenkins = jenkins;
    }

    /** Gives Jenkins these users. */
    public static Users of(JenkinsRule jenkins) {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Jenkins.MANAGE, Item.READ)
                .everywhere()
                .to("manager")
                .grant(Jenkins.READ, Item.READ, Item.CONFIGURE, Item.EXTENDED_READ)
                .everywhere()
                .to("developer")
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader"));
        return new Users(jenkins);
    }

    /**
     * A browser of the user, without scripts and without the page to log in, which take seconds. It does not throw
     * exceptions for errors.
     */
    public JenkinsRule.WebClient client(String user) {
        return jenkins.createWebClient()
                .withJavaScriptEnabled(false)
                .withThrowExceptionOnFailingStatusCode(false)
                .withBasicCredentials(user);
    }

    public WebResponse post(String user, String path) throws Exception {
        try (JenkinsRule.WebClient client = client(user)) {
            return post(client, path).getWebResponse();
        }
    }

    /** Posts with a crumb. */
    public static Page post(JenkinsRule.WebClient client, String path) throws Exception {
        return client.getPage(
                client.addCrumb(new WebRequest(new URL(client.getContextPath() + path), HttpMethod.POST)));
    }

    /**
     * @return the status of the answer
     */
    public int postWithoutCrumb(String user, String path) throws Exception {
        try (JenkinsRule.WebClient client = client(user)) {
            return client.getPage(new WebRequest(new URL(client.getContextPath() + path), HttpMethod.POST))
                    .getWebResponse()
                    .getStatusCode();
        }
    }

    /**
     * @return the status of the answer
     */
    public int get(String user, String path) throws Exception {
        try (JenkinsRule.WebClient client = client(user)) {
            return client.goTo(path, null).getWebResponse().getStatusCode();
        }
    }

    /** Fails if the path can be got: web methods that change something or use credentials are for POST only. */
    public void assertPostOnly(String user, String path) throws Exception {
        int status = get(user, path);
        Assertions.assertTrue(status == 404 || status == 405, "GET " + path + ": " + status);
    }

    /**
     * @return what the user sees of a page
     */
    public String text(String user, String path) throws Exception {
        try (JenkinsRule.WebClient client = client(user)) {
            return client.goTo(path).asNormalizedText();
        }
    }
}
