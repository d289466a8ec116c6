package io.jenkins.plugins.codeup.client.aliyun;

import io.jenkins.plugins.codeup.client.CodeupCredentials.AccessKey;
import io.jenkins.plugins.codeup.client.http.ApiRequest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** Alibaba Cloud's general signature of today, {@code ACS3-HMAC-SHA256}. */
final class Acs3Signer implements RequestSigner {

    private static final String ALGORITHM = "ACS3-HMAC-SHA256";
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    @Override
    public void sign(
            SortedMap<String, String> headers, ApiRequest request, String authority, AccessKey key, Instant now) {
        byte[] body = Objects.requireNonNullElse(request.body(), new byte[0]);
        headers.put("x-acs-date", DATE.format(now));
        headers.put("x-acs-content-sha256", HexFormat.of().formatHex(Digests.sha256(body)));
        SortedMap<String, String> signed = signedHeaders(headers, authority);
        String canonical = canonicalRequest(signed, request);
        String signature =
                HexFormat.of().formatHex(Digests.hmac("HmacSHA256", key.secret().reveal(), stringToSign(canonical)));
        headers.put(
                "authorization",
                ALGORITHM + " Credential=" + key.id() + ",SignedHeaders=" + String.join(";", signed.keySet())
                        + ",Signature=" + signature);
    }

    static String stringToSign(String canonicalRequest) {
        return ALGORITHM + "\n" + HexFormat.of().formatHex(Digests.sha256(Digests.utf8(canonicalRequest)));
    }

    static String canonicalRequest(SortedMap<String, String> signed, ApiRequest request) {
        StringBuilder text = new StringBuilder()
                .append(request.method())
                .append('\n')
                .append(request.path())
                .append('\n')
                .append(request.encodedQuery())
                .append('\n');
        signed.forEach((name, value) ->
                text.append(name).append(':').append(value.trim()).append('\n'));
        return text.append('\n')
                .append(String.join(";", signed.keySet()))
                .append('\n')
                .append(signed.get("x-acs-content-sha256"))
                .toString();
    }

    static SortedMap<String, String> signedHeaders(SortedMap<String, String> headers, String authority) {
        SortedMap<String, String> signed = new TreeMap<>();
        signed.put("host", authority);
        headers.forEach((name, value) -> {
            if (name.equals("content-type") || name.startsWith("x-acs-")) {
                signed.put(name, value);
            }
        });
        return signed;
    }
}
