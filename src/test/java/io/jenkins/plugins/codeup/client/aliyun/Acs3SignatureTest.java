package io.jenkins.plugins.codeup.client.aliyun;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.codeup.client.http.ApiRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class Acs3SignatureTest {

    private static final Instant TIME = Instant.parse("2023-10-26T10:22:32Z");
    private static final String NONCE = "3156853299f313e23d1673dc12e1703d";

    @Test
    void signsTheExampleInAlibabaCloudsDocument() throws Exception {
        ApiRequest runInstances = new ApiRequest(
                "RunInstances",
                "POST",
                "/",
                new TreeMap<>(Map.of(
                        "ImageId", "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd", "RegionId", "cn-shanghai")),
                null);
        SortedMap<String, String> headers = new TreeMap<>(
                Map.of("x-acs-action", "RunInstances", "x-acs-version", "2014-05-26", "x-acs-signature-nonce", NONCE));
        assertSigned(
                runInstances,
                headers,
                "ecs.cn-shanghai.aliyuncs.com",
                "7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259",
                "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0");
    }

    @Test
    void signsTheDocumentedRequestWithItsBody() throws Exception {
        assertSigned(
                DocumentedRequest.REQUEST,
                DocumentedRequest.headers("application/json; charset=utf-8", NONCE),
                "codeup.cn-hangzhou.aliyuncs.com",
                "bafe7c9487e8118a32b796b78eee23288833e11f2fa4d2c0f12e184f8eb4bb91",
                "042e06864c6e6cf13ead70a10b37f5000802f61c83fa7755c866a985793ff3e7");
    }

    private static void assertSigned(
            ApiRequest request, SortedMap<String, String> headers, String host, String canonicalHash, String signature)
            throws Exception {
        SignatureMethod.ACS3.sign(headers, request, host, DocumentedRequest.KEY, TIME);
        SortedMap<String, String> signed = SignatureMethod.acs3SignedHeaders(headers, host);
        String canonical = SignatureMethod.acs3CanonicalRequest(signed, request);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8));
        assertEquals(canonicalHash, HexFormat.of().formatHex(hash));
        assertEquals("2023-10-26T10:22:32Z", headers.get("x-acs-date"));
        assertEquals(
                "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=" + String.join(";", signed.keySet())
                        + ",Signature=" + signature,
                headers.get("authorization"));
    }
}
