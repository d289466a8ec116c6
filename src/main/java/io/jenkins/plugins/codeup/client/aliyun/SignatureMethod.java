package io.jenkins.plugins.codeup.client.aliyun;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.CodeupCredentials.AccessKey;
import io.jenkins.plugins.codeup.client.http.ApiRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Alibaba Cloud's two signatures of a request with an AccessKey. */
public enum SignatureMethod {
    /**
     * {@code acs AccessKeyId:Base64(HMAC-SHA1(...))} over headers, path and query, as Codeup's own SDK sends it. The body
     * is covered by Content-MD5, which is therefore sent with every body.
     */
    ROA,
    /** {@code ACS3-HMAC-SHA256}, Alibaba Cloud's general signature. */
    ACS3;

    private static final String ACS3_ALGORITHM = "ACS3-HMAC-SHA256";
    private static final DateTimeFormatter ACS3_DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    /** RFC 1123 with a two-digit day; the JDK's constant writes one digit. */
    private static final DateTimeFormatter ROA_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final String[] ROA_HEADERS = {"accept", "content-md5", "content-type", "date"};
    private static final byte[] NO_BODY = {};

    /**
     * Adds the signature's headers, the last of them {@code authorization}.
     *
     * @param headers the headers that will be sent, by lower-case name; they are signed and added to
     * @param authority the {@code Host} header that will be sent
     * @param now the time of the call, which Codeup accepts within 15 minutes of its own
     */
    public void sign(
            @NonNull SortedMap<String, String> headers,
            @NonNull ApiRequest request,
            @NonNull String authority,
            @NonNull AccessKey key,
            @NonNull Instant now) {
        if (this == ROA) {
            signRoa(headers, request, key, now);
        } else {
            signAcs3(headers, request, authority, key, now);
        }
    }

    private static void signRoa(SortedMap<String, String> headers, ApiRequest request, AccessKey key, Instant now) {
        headers.put("date", ROA_DATE.format(now));
        headers.put("x-acs-signature-method", "HMAC-SHA1");
        headers.put("x-acs-signature-version", "1.0");
        byte[] body = request.body();
        if (body != null) {
            headers.put("content-md5", Base64.getEncoder().encodeToString(digest("MD5", body)));
        }
        String signature = roaSignature(key.secret().reveal(), roaStringToSign(headers, request));
        headers.put("authorization", "acs " + key.id() + ":" + signature);
    }

    static String roaSignature(String secret, String stringToSign) {
        return Base64.getEncoder().encodeToString(hmac("HmacSHA1", secret, stringToSign));
    }

    static String roaStringToSign(SortedMap<String, String> headers, ApiRequest request) {
        StringBuilder text = new StringBuilder(512).append(request.method()).append('\n');
        for (String name : ROA_HEADERS) {
            text.append(headers.getOrDefault(name, "")).append('\n');
        }
        headers.tailMap("x-acs-").forEach((name, value) -> {
            if (name.startsWith("x-acs-")) {
                text.append(name).append(':').append(value).append('\n');
            }
        });
        // the query is signed in clear, and an empty value without its equals sign
        text.append(request.path());
        char separator = '?';
        for (Map.Entry<String, String> parameter : request.query().entrySet()) {
            text.append(separator).append(parameter.getKey());
            if (!parameter.getValue().isEmpty()) {
                text.append('=').append(parameter.getValue());
            }
            separator = '&';
        }
        return text.toString();
    }

    private static void signAcs3(
            SortedMap<String, String> headers, ApiRequest request, String authority, AccessKey key, Instant now) {
        byte[] body = request.body();
        headers.put("x-acs-date", ACS3_DATE.format(now));
        headers.put("x-acs-content-sha256", sha256(body == null ? NO_BODY : body));
        SortedMap<String, String> signed = acs3SignedHeaders(headers, authority);
        String canonical = acs3CanonicalRequest(signed, request);
        String stringToSign = ACS3_ALGORITHM + "\n" + sha256(utf8(canonical));
        String signature =
                HexFormat.of().formatHex(hmac("HmacSHA256", key.secret().reveal(), stringToSign));
        headers.put(
                "authorization",
                ACS3_ALGORITHM + " Credential=" + key.id() + ",SignedHeaders=" + String.join(";", signed.keySet())
                        + ",Signature=" + signature);
    }

    static String acs3CanonicalRequest(SortedMap<String, String> signed, ApiRequest request) {
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

    static SortedMap<String, String> acs3SignedHeaders(SortedMap<String, String> headers, String authority) {
        SortedMap<String, String> signed = new TreeMap<>();
        signed.put("host", authority);
        headers.forEach((name, value) -> {
            if (name.equals("content-type") || name.startsWith("x-acs-")) {
                signed.put(name, value);
            }
        });
        return signed;
    }

    private static byte[] hmac(String algorithm, String secret, String text) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(utf8(secret), algorithm));
            return mac.doFinal(utf8(text));
        } catch (GeneralSecurityException e) {
            throw missing(algorithm, e);
        }
    }

    private static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest("SHA-256", bytes));
    }

    /** MD5 is not for security here: Codeup's gateway compares it with the body that arrived. */
    private static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (GeneralSecurityException e) {
            throw missing(algorithm, e);
        }
    }

    private static IllegalStateException missing(String algorithm, GeneralSecurityException cause) {
        return new IllegalStateException(algorithm + ", which every Java platform must have, is missing", cause);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
