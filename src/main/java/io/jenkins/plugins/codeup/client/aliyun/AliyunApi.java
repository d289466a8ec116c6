package io.jenkins.plugins.codeup.client.aliyun;

import com.fasterxml.jackson.databind.JsonNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.CodeupCredentials;
import io.jenkins.plugins.codeup.client.CodeupCredentials.AccessKey;
import io.jenkins.plugins.codeup.client.CodeupCredentials.AccessToken;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.client.http.ApiAnswer;
import io.jenkins.plugins.codeup.client.http.ApiCaller;
import io.jenkins.plugins.codeup.client.http.ApiRequest;
import io.jenkins.plugins.codeup.client.http.CodeupJson;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Alibaba Cloud's OpenAPI: its headers and credentials, and the envelope of its answers.
 *
 * <p>An answer is {@code RequestId, Success, ErrorCode, ErrorMessage, Result}, or an error of the gateway's
 * {@code RequestId, HostId, Code, Message, Recommend}, in JSON or XML.
 */
final class AliyunApi implements ApiCaller.Api {

    private static final String VERSION = "2020-04-14";

    /** Begins at random; a random number for each call would make the calling threads wait for each other. */
    private static final UUID FIRST_NONCE = UUID.randomUUID();

    private static final AtomicLong NONCES = new AtomicLong(FIRST_NONCE.getLeastSignificantBits());

    private final String hostHeader;
    private final AccessKey key;
    private final SecretValue accessToken;
    private final SignatureMethod signature;
    private final Clock clock;

    /**
     * @param hostHeader the {@code Host} header that will be sent
     * @throws IllegalArgumentException if the credentials are for the Yunxiao API
     */
    AliyunApi(
            @NonNull String hostHeader,
            @NonNull CodeupCredentials credentials,
            @NonNull SignatureMethod signature,
            @NonNull Clock clock) {
        this.hostHeader = hostHeader;
        this.signature = signature;
        this.clock = clock;
        if (credentials instanceof AccessKey given) {
            key = given;
            accessToken = given.accessToken();
        } else if (credentials instanceof AccessToken alone) {
            key = null;
            accessToken = alone.token();
        } else {
            throw new IllegalArgumentException("Alibaba Cloud's OpenAPI takes an AccessKey or an AccessToken, "
                    + "not a personal access token (pt-...), which is for the Yunxiao API");
        }
    }

    private static String nonce() {
        return new UUID(FIRST_NONCE.getMostSignificantBits(), NONCES.getAndIncrement()).toString();
    }

    @Override
    public ApiRequest authenticate(ApiRequest request) {
        return accessToken == null ? request : request.withQuery("AccessToken", accessToken.reveal());
    }

    @Override
    public SortedMap<String, String> headers(ApiRequest request) {
        SortedMap<String, String> headers = new TreeMap<>(request.contentHeaders());
        headers.put("x-acs-action", request.operation());
        headers.put("x-acs-version", VERSION);
        if (key != null) {
            headers.put("x-acs-signature-nonce", nonce());
            SecretValue securityToken = key.securityToken();
            if (securityToken != null) {
                headers.put("x-acs-accesskey-id", key.id());
                headers.put("x-acs-security-token", securityToken.reveal());
            }
            signature.sign(headers, request, hostHeader, key, clock.instant());
        }
        return headers;
    }

    @Override
    public List<SecretValue> secrets() {
        return Stream.of(accessToken, key == null ? null : key.secret(), key == null ? null : key.securityToken())
                .filter(Objects::nonNull)
                .toList();
    }

    /** JSON if the body begins like an object, else XML. */
    @Override
    public JsonNode read(byte[] body) throws IOException {
        for (byte first : body) {
            if (first == '{') {
                return CodeupJson.parse(body);
            }
            if (first == '<' || first == '[') {
                break;
            }
        }
        return XmlAnswer.parse(body);
    }

    /**
     * @return the object or the list that was asked for
     * @throws CodeupException if the answer is no envelope
     */
    static JsonNode result(ApiAnswer answer) throws CodeupException {
        if (answer.success() == null) {
            throw answer.unreadable("the answer says neither success nor failure");
        }
        JsonNode tree = answer.tree();
        return tree.has("Result") ? tree.get("Result") : tree.path("result");
    }

    /**
     * In XML a single element is no array, and an empty list is an empty text. An answer without a list must not
     * pass for an empty list: a webhook would be created twice.
     */
    @Override
    public Iterable<JsonNode> elements(ApiAnswer answer) throws CodeupException {
        JsonNode result = result(answer);
        if (result.isArray()) {
            return result;
        }
        if (result.isObject() && !result.isEmpty()) {
            return List.of(result);
        }
        if (result.isTextual() && result.asText().isBlank()) {
            return List.of();
        }
        throw answer.unreadable("the answer says success, but holds no list");
    }

    @Override
    public String pageParameter() {
        return "Page";
    }

    @Override
    public String sizeParameter() {
        return "PageSize";
    }
}
