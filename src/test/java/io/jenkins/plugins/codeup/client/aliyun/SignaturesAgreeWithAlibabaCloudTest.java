package io.jenkins.plugins.codeup.client.aliyun;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.aliyun.openapiutil.Client;
import com.aliyun.tea.TeaRequest;
import io.jenkins.plugins.codeup.client.CodeupCredentials.AccessKey;
import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.client.http.ApiRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Alibaba Cloud's own library computes the same signatures for random requests, which are the same in each run. */
class SignaturesAgreeWithAlibabaCloudTest {

    private static final int REQUESTS = 500;
    private static final String HOST = "codeup.cn-hangzhou.aliyuncs.com";
    private static final String[] PIECES = {
        "a",
        "Z",
        "0",
        " ",
        "+",
        "*",
        "~",
        "/",
        "%",
        "%2F",
        "&",
        "=",
        "?",
        "#",
        "-",
        "_",
        ".",
        ":",
        "'",
        "(",
        "!",
        "代码库",
        "企业",
        "é",
        "\uD83D\uDE00"
    };

    private final Random random = new Random(20200414);

    @Test
    void roaSignaturesAreTheSame() throws Exception {
        for (int i = 0; i < REQUESTS; i++) {
            ApiRequest request = request();
            AccessKey key = key();
            SortedMap<String, String> headers = headers(request, key);
            SignatureMethod.ROA.sign(headers, request, HOST, key, time());
            String signed = headers.remove("authorization");
            String text = Client.getStringToSign(theirs(request, headers));
            assertEquals(
                    "acs " + key.id() + ":"
                            + Client.getROASignature(text, key.secret().reveal()),
                    signed,
                    request + " " + request.query());
        }
    }

    @Test
    void acs3SignaturesAreTheSame() throws Exception {
        for (int i = 0; i < REQUESTS; i++) {
            ApiRequest request = request();
            AccessKey key = key();
            SortedMap<String, String> headers = headers(request, key);
            SignatureMethod.ACS3.sign(headers, request, HOST, key, time());
            String signed = headers.remove("authorization");
            headers.put("host", HOST);
            byte[] body = request.body() == null ? new byte[0] : request.body();
            String payload = Client.hexEncode(Client.hash(body, "ACS3-HMAC-SHA256"));
            assertEquals(payload, headers.get("x-acs-content-sha256"));
            assertEquals(
                    Client.getAuthorization(
                            theirs(request, headers),
                            "ACS3-HMAC-SHA256",
                            payload,
                            key.id(),
                            key.secret().reveal()),
                    signed,
                    request + " " + request.query());
        }
    }

    private static TeaRequest theirs(ApiRequest request, SortedMap<String, String> headers) {
        TeaRequest theirs = TeaRequest.create();
        theirs.method = request.method();
        theirs.pathname = request.path();
        theirs.query = new HashMap<>(request.query());
        theirs.headers = new HashMap<>(headers);
        return theirs;
    }

    private ApiRequest request() {
        Map<String, String> query = new HashMap<>(Map.of("OrganizationId", "60811b5eed6e867404f6xxxx"));
        for (int parameters = random.nextInt(5); parameters > 0; parameters--) {
            query.put("P" + random.nextInt(20), text(random.nextInt(8)));
        }
        String method = new String[] {"GET", "POST", "DELETE", "PUT"}[random.nextInt(4)];
        byte[] body = random.nextBoolean() ? text(20).getBytes(StandardCharsets.UTF_8) : null;
        String path = "/api/v3/projects/" + random.nextInt(1_000_000) + "/hooks";
        return new ApiRequest("Operation", method, path, new TreeMap<>(query), body);
    }

    private AccessKey key() {
        SecretValue token = random.nextInt(3) == 0 ? SecretValue.of("CAIS" + random.nextLong() + "+/=") : null;
        return new AccessKey("LTAI" + random.nextInt(1000), SecretValue.of(text(30)), token, null);
    }

    private SortedMap<String, String> headers(ApiRequest request, AccessKey key) {
        SortedMap<String, String> headers = new TreeMap<>();
        headers.put("accept", "application/json");
        if (request.body() != null) {
            headers.put("content-type", random.nextBoolean() ? "application/json" : "application/json; charset=utf-8");
        }
        headers.put("x-acs-action", request.operation());
        headers.put("x-acs-version", "2020-04-14");
        headers.put("x-acs-signature-nonce", "nonce-" + random.nextLong());
        if (key.securityToken() != null) {
            headers.put("x-acs-accesskey-id", key.id());
            headers.put("x-acs-security-token", key.securityToken().reveal());
        }
        return headers;
    }

    private Instant time() {
        return Instant.ofEpochSecond(1_500_000_000L + random.nextInt(500_000_000));
    }

    private String text(int pieces) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pieces; i++) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }
}
