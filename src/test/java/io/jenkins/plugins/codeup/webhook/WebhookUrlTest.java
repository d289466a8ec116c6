package io.jenkins.plugins.codeup.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.jenkins.plugins.codeup.architecture.FieldCase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookUrlTest {

    private static final String URL = "https://ci.example.com/codeup/a%20b?job=x&run=1";

    @ParameterizedTest
    @ValueSource(
            strings = {
                URL,
                "HTTPS://CI.Example.COM/codeup/a%20b?job=x&run=1",
                "https://ci.example.com:443/codeup/a%20b?job=x&run=1",
                "https://ci.example.com:/codeup/a%20b?job=x&run=1",
                "https://ci.example.com/codeup/a%20b/?job=x&run=1",
                "https://ci.example.com/codeup/a b?job=x&run=1",
                "https://ci.example.com/%63odeup/a%20b?j%6fb=x&run=1",
                " https://ci.example.com/codeup/a%20b?job=x&&run=1 ",
                "https://ci.example.com/codeup/a%20b?job=x&run=1#top"
            })
    @FieldCase("H02")
    void isTheSame(String other) {
        assertEquals(WebhookUrl.normalised(URL), WebhookUrl.normalised(other));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://ci.example.com/codeup/a%20b?job=x&run=1",
                "https://ci.example.com:8443/codeup/a%20b?job=x&run=1",
                "https://ci.example.org/codeup/a%20b?job=x&run=1",
                "https://ci.example.com/Codeup/a%20b?job=x&run=1",
                "https://ci.example.com/codeup/a+b?job=x&run=1",
                "https://ci.example.com/codeup/a%20b?job=X&run=1",
                "https://ci.example.com/codeup/a%20b?job=x",
                "https://ci.example.com/codeup/a%20b?job=x&run=1&token=t",
                "https://ci.example.com/codeup/a%20b?job=x&run=1&token",
                "https://user@ci.example.com/codeup/a%20b?job=x&run=1",
                "https://ci.example.com/codeup/a%2520b?job=x&run=1"
            })
    void isAnother(String other) {
        assertNotEquals(WebhookUrl.normalised(URL), WebhookUrl.normalised(other));
    }

    @ParameterizedTest
    @CsvSource({
        "http://h:80/, http://h",
        "https://[2001:DB8::1]:443/x, https://[2001:db8::1]/x",
        "https://[2001:db8:0:0:0:0:0:1]/x, https://[2001:db8::1]/x",
        "https://h/a%2fb, https://h/a%2Fb",
        "https://h/%7euser, https://h/~user",
        "https://h/%e4%bb%a3, https://h/代",
        "https://代码.example.com/x, https://XN--mnq551h.example.com/x",
        "https://CI_server.example.com/x/, https://ci_server.example.com/x",
        "https://ci.example.com/buildByToken/build?job=my job&token=T, https://ci.example.com/buildByToken/build?job=my%20job&token=T",
        "not a url, not a url",
        "relative/path, relative/path"
    })
    @FieldCase({"H03", "H05", "K01"})
    void isTheSameEither(String one, String other) {
        assertEquals(WebhookUrl.normalised(one), WebhookUrl.normalised(other));
    }

    /** Case H01: at other plugins' URLs the token says which job is meant. */
    @ParameterizedTest
    @CsvSource({
        "https://ci.example.com/generic-webhook-trigger/invoke?token=job-a, "
                + "https://ci.example.com/generic-webhook-trigger/invoke?token=job-b",
        "https://h?token=a, https://h",
        "https://ci_server.example.com/invoke?token=a, https://ci_server.example.com/invoke?token=b"
    })
    @FieldCase("H01")
    void anotherTokenIsAnotherTarget(String one, String other) {
        assertNotEquals(WebhookUrl.normalised(one), WebhookUrl.normalised(other));
    }

    @ParameterizedTest
    @CsvSource({
        "https://ci/build?job=a&token=T, https://ci/****",
        "https://user:pass@ci/x, https://ci/****",
        "https://user:pass@ci/codeup-webhook/0123456789abcdef0123456789abcdef, https://ci/****",
        "https://user:pa@ss@ci, https://ci/****",
        "https://hooks.slack.com/services/T/B/SECRET, https://hooks.slack.com/****",
        "https://open.feishu.cn/open-apis/bot/v2/hook/SECRET, https://open.feishu.cn/****",
        "https://h?sig=S, https://h/****",
        "https://h?%74oken=S, https://h/****",
        "https://h;token=S, https://h/****",
        "https://h#token=S, https://h/****",
        "https://h:8443/x, https://h:8443/****",
        "SECRET, ****",
        "https://ci, https://ci",
        "http://ci/, http://ci/",
        "https://ci/jenkins/codeup-webhook/0123456789abcdef0123456789abcdef, https://ci/jenkins/codeup-webhook/0123456789abcdef0123456789abcdef",
        "https://ci/codeup-webhook/0123456789abcdef0123456789abcdef?token=S, https://ci/****",
        "https://ci/codeup-webhook/0123456789abcdef0123456789abcdefSECRET, https://ci/****"
    })
    void isShownWithSchemeAndHostOnlyUnlessItIsAJobsAddress(String url, String shown) {
        assertEquals(shown, WebhookUrl.masked(url));
    }
}
