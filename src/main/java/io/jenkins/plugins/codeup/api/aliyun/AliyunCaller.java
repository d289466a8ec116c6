package io.jenkins.plugins.codeup.api.aliyun;

import io.jenkins.plugins.codeup.api.CodeupCredentials;
import io.jenkins.plugins.codeup.api.CodeupCredentials.AccessKey;
import io.jenkins.plugins.codeup.api.CodeupCredentials.AccessToken;
import io.jenkins.plugins.codeup.api.CodeupException;
import io.jenkins.plugins.codeup.api.SecretValue;
import io.jenkins.plugins.codeup.api.http.ApiRequest;
import io.jenkins.plugins.codeup.api.http.HttpTransport;
import java.time.Clock;
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

    Envelope call(ApiRequest request) throws CodeupException, InterruptedException {
        ApiRequest complete = withAccessToken(request);
        return Envelope.open(
                request.describe(transport.endpoint()), transport.send(complete, headers(complete)));
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
            signature.sign(headers, request, transport.endpoint().getRawAuthority(), key, clock.instant());
        }
        return headers;
    }
}
