package io.jenkins.plugins.codeup.api.aliyun;

import io.jenkins.plugins.codeup.api.CodeupCredentials;
import io.jenkins.plugins.codeup.api.CodeupCredentials.AccessKey;
import io.jenkins.plugins.codeup.api.CodeupCredentials.AccessToken;
import io.jenkins.plugins.codeup.api.CodeupException;
import io.jenkins.plugins.codeup.api.SecretValue;
import io.jenkins.plugins.codeup.api.http.ApiRequest;
import io.jenkins.plugins.codeup.api.http.ApiResponse;
import io.jenkins.plugins.codeup.api.http.HttpTransport;
import io.jenkins.plugins.codeup.api.http.Masking;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** Makes one call of the OpenAPI: its common headers, the credentials, the envelope of the answer. */
final class AliyunCaller {

    static final String VERSION = "2020-04-14";

    private final HttpTransport transport;
    private final CodeupCredentials credentials;
    private final SignatureMethod signature;
    private final Clock clock;

    AliyunCaller(HttpTransport transport, CodeupCredentials credentials, SignatureMethod signature, Clock clock) {
        this.transport = transport;
        this.credentials = credentials;
        this.signature = signature;
        this.clock = clock;
    }

    /**
     * @param sent a secret in the request's body, or null: hidden, as the credentials are, where an error quotes it
     */
    Envelope call(ApiRequest request, SecretValue sent) throws CodeupException, InterruptedException {
        ApiRequest complete = withAccessToken(request);
        ApiResponse response = transport.send(complete, headers(complete));
        return Envelope.open(
                request.describe(transport.endpoint()), response, words -> Masking.quotation(words, secrets(sent)));
    }

    private List<SecretValue> secrets(SecretValue sent) {
        if (credentials instanceof AccessKey key) {
            return Arrays.asList(sent, key.secret(), key.securityToken(), key.accessToken());
        }
        return Arrays.asList(sent, ((AccessToken) credentials).token());
    }

    private ApiRequest withAccessToken(ApiRequest request) {
        SecretValue token = credentials instanceof AccessToken alone
                ? alone.token()
                : ((AccessKey) credentials).accessToken();
        return token == null ? request : request.withQuery("AccessToken", token.reveal());
    }

    private SortedMap<String, String> headers(ApiRequest request) {
        SortedMap<String, String> headers = new TreeMap<>();
        headers.put("accept", ApiRequest.CONTENT_TYPE);
        if (request.body() != null) {
            headers.put("content-type", ApiRequest.CONTENT_TYPE);
        }
        headers.put("x-acs-action", request.operation());
        headers.put("x-acs-version", VERSION);
        if (credentials instanceof AccessKey key) {
            headers.put("x-acs-signature-nonce", UUID.randomUUID().toString());
            if (key.securityToken() != null) {
                headers.put("x-acs-accesskey-id", key.id());
                headers.put("x-acs-security-token", key.securityToken().reveal());
            }
            signature.sign(headers, request, transport.hostHeader(), key, clock.instant());
        }
        return headers;
    }
}
