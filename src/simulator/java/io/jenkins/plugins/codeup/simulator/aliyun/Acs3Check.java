package io.jenkins.plugins.codeup.simulator.aliyun;

import io.jenkins.plugins.codeup.simulator.http.ReceivedRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code ACS3-HMAC-SHA256}; host, content type and every {@code x-acs-*} header must be signed. */
final class Acs3Check extends SignatureCheck {

    private static final Pattern AUTHORIZATION = Pattern.compile(
            "ACS3-HMAC-SHA256 Credential=([^,]+),\\s*SignedHeaders=([^,]+),\\s*Signature=([0-9a-f]{64})");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private final String keyId;
    private final List<String> signedHeaders;
    private final String signature;

    private Acs3Check(Matcher authorization) {
        keyId = authorization.group(1);
        signedHeaders = Arrays.asList(authorization.group(2).split(";"));
        signature = authorization.group(3);
    }

    static Acs3Check parse(String authorization) throws Refusal {
        Matcher matcher = AUTHORIZATION.matcher(authorization);
        if (!matcher.matches()) {
            throw incomplete("Credential, SignedHeaders and Signature are needed");
        }
        return new Acs3Check(matcher);
    }

    @Override
    String keyId() {
        return keyId;
    }

    @Override
    Instant time(ReceivedRequest request) throws Refusal {
        return parse(DATE, request.header("x-acs-date"), "x-acs-date");
    }

    @Override
    void check(ReceivedRequest request, String secret) throws Refusal {
        for (String name : request.headers().keySet()) {
            boolean mustBeSigned = name.equals("host") || name.equals("content-type") || name.startsWith("x-acs-");
            if (mustBeSigned && !signedHeaders.contains(name)) {
                throw incomplete("the header " + name + " is not signed");
            }
        }
        String hash = Hashes.hex(Hashes.digest("SHA-256", request.body()));
        if (!hash.equals(request.header("x-acs-content-sha256"))) {
            throw mismatch("x-acs-content-sha256 is not that of the body: " + hash);
        }
        String canonical = canonicalRequest(request, hash);
        String stringToSign =
                "ACS3-HMAC-SHA256\n" + Hashes.hex(Hashes.digest("SHA-256", canonical.getBytes(StandardCharsets.UTF_8)));
        if (!Hashes.hex(Hashes.hmac("HmacSHA256", secret, stringToSign)).equals(signature)) {
            throw mismatch(stringToSign + " of canonical request " + canonical);
        }
    }

    private String canonicalRequest(ReceivedRequest request, String bodyHash) {
        String query = request.query().entrySet().stream()
                .map(parameter -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
                .collect(Collectors.joining("&"));
        String headers = signedHeaders.stream()
                .map(name -> name + ":"
                        + String.join(",", request.headers().getOrDefault(name, List.of()))
                                .trim()
                        + "\n")
                .collect(Collectors.joining());
        return String.join(
                "\n", request.method(), request.path(), query, headers, String.join(";", signedHeaders), bodyHash);
    }

    /** RFC 3986, byte by byte. */
    private static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean unreserved = c < 128 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0);
            encoded.append(unreserved ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return encoded.toString();
    }
}
