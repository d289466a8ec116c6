package io.jenkins.plugins.codeup.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

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
                "https://ci.example.com/codeup/a%20b/?job=x&run=1",
                "https://ci.example.com/%63odeup/a%20b?j%6fb=x&run=1",
                " https://ci.example.com/codeup/a%20b?job=x&&run=1 ",
                "https://ci.example.com/codeup/a%20b?job=x&run=1&token=t",
                "https://ci.example.com/codeup/a%20b?token=t&job=x&run=1",
                "https://ci.example.com/codeup/a%20b?job=x&token&run=1"
            })
    void isTheSameTarget(String other) {
        assertEquals(WebhookUrl.target(URL), WebhookUrl.target(other));
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
                "https://ci.example.com/codeup/a%20b?job=x&run=1&tokens=t",
                "https://user@ci.example.com/codeup/a%20b?job=x&run=1",
                "https://ci.example.com/codeup/a%2520b?job=x&run=1"
            })
    void isAnotherTarget(String other) {
        assertNotEquals(WebhookUrl.target(URL), WebhookUrl.target(other));
    }

    @ParameterizedTest
    @CsvSource({
        "http://h:80/, http://h",
        "https://[2001:DB8::1]:443/x, https://[2001:db8::1]/x",
        "https://h/a%2fb, https://h/a%2Fb",
        "https://h/%7euser, https://h/~user",
        "https://h/%e4%bb%a3, https://h/代",
        "not a url, not a url",
        "relative/path, relative/path"
    })
    void isTheSameEither(String one, String other) {
        assertEquals(WebhookUrl.target(one), WebhookUrl.target(other));
    }

    @ParameterizedTest
    @CsvSource({"https://h?token=a, https://h?token=b", "https://h?token=a, https://h"})
    void anotherTokenIsTheSameTargetButAnotherUrl(String one, String other) {
        assertEquals(WebhookUrl.target(one), WebhookUrl.target(other));
        assertNotEquals(WebhookUrl.normalised(one), WebhookUrl.normalised(other));
    }

    @ParameterizedTest
    @CsvSource({
        "https://ci/build?job=a&token=T, https://ci/build?job=a&token=****",
        "https://user:pass@ci/x, https://****@ci/x",
        "https://ci/x?job=a, https://ci/x?job=a"
    })
    void isShownWithoutSecrets(String url, String shown) {
        assertEquals(shown, WebhookUrl.masked(url));
    }
}
