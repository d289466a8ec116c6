package io.jenkins.plugins.codeup.simulator.aliyun;

import io.jenkins.plugins.codeup.simulator.http.ReceivedRequest;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code acs AccessKeyId:Base64(HMAC-SHA1)}; a body must be covered by Content-MD5. */
final class RoaCheck extends SignatureCheck {

    private final String keyId;
    private final String signature;

    private RoaCheck(String keyId, String signature) {
        this.keyId = keyId;
        this.signature = signature;
    }

    static RoaCheck parse(String authorization) throws Refusal {
        String[] parts = authorization.substring("acs ".length()).split(":", 2);
        if (parts.length < 2) {
            throw incomplete("no colon");
        }
        return new RoaCheck(parts[0], parts[1]);
    }

    @Override
    String keyId() {
        return keyId;
    }

    @Override
    Instant time(ReceivedRequest request) throws Refusal {
        return parse(DateTimeFormatter.RFC_1123_DATE_TIME, request.header("date"), "Date");
    }

    @Override
    void check(ReceivedRequest request, String secret) throws Refusal {
        if (!"HMAC-SHA1".equals(request.header("x-acs-signature-method"))
                || !"1.0".equals(request.header("x-acs-signature-version"))) {
            throw incomplete("x-acs-signature-method must be HMAC-SHA1, x-acs-signature-version 1.0");
        }
        String expected = Base64.getEncoder().encodeToString(Hashes.hmac("HmacSHA1", secret, stringToSign(request)));
        if (!expected.equals(signature)) {
            throw mismatch(stringToSign(request));
        }
        checkBody(request);
    }

    private static void checkBody(ReceivedRequest request) throws Refusal {
        String sent = request.header("content-md5");
        if (sent == null && request.body().length > 0) {
            throw Refusal.gateway(400, "MissingContentMD5", "Without Content-MD5 the body is not signed.");
        }
        String arrived = Base64.getEncoder().encodeToString(Hashes.digest("MD5", request.body()));
        if (sent != null && !sent.equals(arrived)) {
            throw Refusal.gateway(400, "ContentMD5NotMatched", "Content-MD5 is not that of the body: " + arrived);
        }
    }

    private static String stringToSign(ReceivedRequest request) {
        List<String> lines = new ArrayList<>();
        lines.add(request.method());
        for (String name : List.of("accept", "content-md5", "content-type", "date")) {
            lines.add(Objects.requireNonNullElse(request.header(name), ""));
        }
        request.headers().forEach((name, values) -> {
            if (name.startsWith("x-acs-")) {
                lines.add(name + ":" + String.join(",", values));
            }
        });
        lines.add(resource(request));
        return String.join("\n", lines);
    }

    private static String resource(ReceivedRequest request) {
        StringBuilder text = new StringBuilder(request.path());
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
}
