package io.jenkins.plugins.codeup.client.aliyun;

import io.jenkins.plugins.codeup.client.CodeupCredentials.AccessKey;
import io.jenkins.plugins.codeup.client.http.ApiRequest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/**
 * Alibaba Cloud's ROA signature, {@code acs AccessKeyId:Base64(HMAC-SHA1(...))}, as the Codeup product's own SDK sends
 * it. The body is covered through Content-MD5, which is therefore always sent with one.
 */
final class RoaSigner implements RequestSigner {

    /** RFC 1123 with a two-digit day, which the JDK's own constant does not have. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    @Override
    public void sign(
            SortedMap<String, String> headers, ApiRequest request, String authority, AccessKey key, Instant now) {
        headers.put("date", DATE.format(now));
        headers.put("x-acs-signature-method", "HMAC-SHA1");
        headers.put("x-acs-signature-version", "1.0");
        byte[] body = request.body();
        if (body != null) {
            headers.put("content-md5", Base64.getEncoder().encodeToString(Digests.md5(body)));
        }
        String signature = signature(key.secret().reveal(), stringToSign(headers, request));
        headers.put("authorization", "acs " + key.id() + ":" + signature);
    }

    static String signature(String secret, String stringToSign) {
        return Base64.getEncoder().encodeToString(Digests.hmac("HmacSHA1", secret, stringToSign));
    }

    static String stringToSign(SortedMap<String, String> headers, ApiRequest request) {
        StringBuilder text = new StringBuilder(512).append(request.method()).append('\n');
        for (String name : new String[] {"accept", "content-md5", "content-type", "date"}) {
            text.append(headers.getOrDefault(name, "")).append('\n');
        }
        headers.tailMap("x-acs-").forEach((name, value) -> {
            if (name.startsWith("x-acs-")) {
                text.append(name).append(':').append(value).append('\n');
            }
        });
        appendResource(text, request);
        return text.toString();
    }

    /** Path and query, the query not percent-encoded and an empty value without its equals sign. */
    private static void appendResource(StringBuilder text, ApiRequest request) {
        text.append(request.path());
        char separator = '?';
        for (Map.Entry<String, String> parameter : request.query().entrySet()) {
            text.append(separator).append(parameter.getKey());
            if (!parameter.getValue().isEmpty()) {
                text.append('=').append(parameter.getValue());
            }
            separator = '&';
        }
    }
}
