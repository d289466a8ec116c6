package io.jenkins.plugins.codeup.client.aliyun;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.CodeupCredentials;
import io.jenkins.plugins.codeup.client.CodeupCredentials.AccessKey;
import io.jenkins.plugins.codeup.client.CodeupCredentials.AccessToken;
import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.client.http.ApiRequest;
import io.jenkins.plugins.codeup.client.http.Authentication;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** The OpenAPI's common headers, and an AccessKey's signature, an AccessToken in the query, or both. */
final class AliyunAuthentication implements Authentication {

    static final String VERSION = "2020-04-14";

    private final String hostHeader;
    private final AccessKey key;
    private final SecretValue accessToken;
    private final SignatureMethod signature;
    private final Clock clock;

    /**
     * @param hostHeader host and port as they will be sent
     * @throws IllegalArgumentException if the credentials are of the Yunxiao API
     */
    AliyunAuthentication(
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
                    + "not a personal access token (pt-...), which is of the Yunxiao API");
        }
    }

    @Override
    public ApiRequest complete(ApiRequest request) {
        return accessToken == null ? request : request.withQuery("AccessToken", accessToken.reveal());
    }

    @Override
    public SortedMap<String, String> headers(ApiRequest request) {
        SortedMap<String, String> headers = new TreeMap<>(request.contentHeaders());
        headers.put("x-acs-action", request.operation());
        headers.put("x-acs-version", VERSION);
        if (key != null) {
            headers.put("x-acs-signature-nonce", UUID.randomUUID().toString());
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
}
