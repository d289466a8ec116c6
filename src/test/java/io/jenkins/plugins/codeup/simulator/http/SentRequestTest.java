package io.jenkins.plugins.codeup.simulator.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentRequestTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Authorization        | acs LTAI:c2VjcmV0PQ==                                                 | acs LTAI:****
            authorization        | ACS3-HMAC-SHA256 Credential=LTAI,SignedHeaders=host,Signature=06563a9 | ACS3-HMAC-SHA256 Credential=LTAI,SignedHeaders=host,Signature=****
            authorization        | Bearer secret                                                         | ****
            x-acs-security-token | CAIS                                                                  | ****
            X-Yunxiao-Token      | pt-1                                                                  | ****
            date                 | Thu, 22 Feb 2018 07:46:12 GMT                                         | Thu, 22 Feb 2018 07:46:12 GMT
            """)
    void hidesSecretHeaders(String name, String value, String shown) {
        assertEquals(shown, SentRequest.masked(name, value));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://h/p?AccessToken=abc&OrganizationId=o | https://h/p?AccessToken=****&OrganizationId=o
            https://h/p?OrganizationId=o&AccessToken=abc | https://h/p?OrganizationId=o&AccessToken=****
            {"url":"https://h?job=a&token=abc"}          | {"url":"https://h?job=a&token=****"}
            {"secret_token":"a\\"b","x":"y"}             | {"secret_token":"****","x":"y"}
            {"secret_token" : "ab"}                      | {"secret_token" : "****"}
            {"SecretToken":"ab"}                         | {"SecretToken":"****"}
            {"token":"ab"}                               | {"token":"****"}
            {"secret_token":""}                          | {"secret_token":""}
            {"secret_token":"cut off                     | {"secret_token":"****
            {"description":"no token"}                   | {"description":"no token"}
            """)
    void hidesTokensInUrlsAndFields(String text, String shown) {
        assertEquals(shown, SentRequest.masked(text));
    }

    @Test
    void printsARequestWithoutItsSecrets() {
        byte[] body = "{\"url\":\"https://h\",\"secret_token\":\"s3cret\"}".getBytes(StandardCharsets.UTF_8);
        assertEquals(
                "POST https://h/p?AccessToken=****\nauthorization: acs id:****\n\n"
                        + "{\"url\":\"https://h\",\"secret_token\":\"****\"}",
                new SentRequest("POST", "https://h/p?AccessToken=t", Map.of("authorization", "acs id:sig"), body)
                        .toString());
    }
}
