package io.jenkins.plugins.codeup.client.aliyun;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoaSignatureTest {

    private static final String NONCE = "550e8400-e29b-41d4-a716-446655440000";

    @ParameterizedTest
    @CsvSource({
        "accessKeySecret, stringtosign, 9/j11e+L9jW8mC9eUA23Wn3c0fs=",
        "access_key_secret, 123456, BeAYlq/e5iWAoTNmzf8jbcBxdq0="
    })
    void signsAsAlibabaCloudsLibrariesDo(String secret, String text, String signature) {
        assertEquals(signature, SignatureMethod.roaSignature(secret, text));
    }

    @Test
    void signsSeveralLines() {
        String text = "GET\napplication/octet-stream\n\n\n2018-12-04T03:55:31Z\n"
                + "x-acs-signature-method:HMAC-SHA1\nx-acs-signature-version:1.0\n/";
        assertEquals("HKCpm41tJg6b3EYdtGMbNuwALZU=", SignatureMethod.roaSignature("access_key_secret", text));
    }

    @Test
    void signsTheDocumentedRequestWithItsBody() {
        SortedMap<String, String> headers = DocumentedRequest.headers("application/json", NONCE);
        SignatureMethod.ROA.sign(
                headers,
                DocumentedRequest.REQUEST,
                "codeup.cn-hangzhou.aliyuncs.com",
                DocumentedRequest.KEY,
                Instant.parse("2018-02-22T07:46:12Z"));
        assertEquals("Thu, 22 Feb 2018 07:46:12 GMT", headers.get("date"));
        assertEquals("m3jttQrpkQQyyxECa4qP5Q==", headers.get("content-md5"));
        assertEquals("acs YourAccessKeyId:w6j2kcvxb8tK8p8tQFgPOJuFjq0=", headers.get("authorization"));
    }

    @Test
    void leavesTheLineOfAMissingHeaderEmpty() {
        SortedMap<String, String> headers = DocumentedRequest.headers("application/json", NONCE);
        headers.put("date", "Thu, 22 Feb 2018 07:46:12 GMT");
        headers.put("x-acs-signature-method", "HMAC-SHA1");
        headers.put("x-acs-signature-version", "1.0");
        String withoutMd5 = SignatureMethod.roaStringToSign(headers, DocumentedRequest.REQUEST);
        assertEquals("rANsrDDoKmMlfJRtAxhSxsHngzw=", SignatureMethod.roaSignature("YourAccessKeySecret", withoutMd5));
    }

    @Test
    void writesTheDayOfTheMonthWithTwoDigits() {
        SortedMap<String, String> headers = DocumentedRequest.headers("application/json", NONCE);
        SignatureMethod.ROA.sign(
                headers, DocumentedRequest.REQUEST, "h", DocumentedRequest.KEY, Instant.parse("2026-01-02T03:04:05Z"));
        assertEquals("Fri, 02 Jan 2026 03:04:05 GMT", headers.get("date"));
    }
}
