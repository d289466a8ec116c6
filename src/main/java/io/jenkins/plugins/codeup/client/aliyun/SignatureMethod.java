package io.jenkins.plugins.codeup.client.aliyun;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.CodeupCredentials.AccessKey;
import io.jenkins.plugins.codeup.client.http.ApiRequest;
import java.time.Instant;
import java.util.SortedMap;

/** How a call is signed with an AccessKey. */
public enum SignatureMethod {
    /** HMAC-SHA1 over headers, path and query: what Codeup's own SDK sends. */
    ROA(new RoaSigner()),
    /** ACS3-HMAC-SHA256, Alibaba Cloud's general signature. */
    ACS3(new Acs3Signer());

    private final RequestSigner signer;

    SignatureMethod(RequestSigner signer) {
        this.signer = signer;
    }

    /**
     * Adds this method's headers to those of a call, the last of them {@code authorization}.
     *
     * @param headers what will be sent, by lower-case name; signed as they stand and added to
     * @param authority host and port as the {@code Host} header will have them
     * @param now the time of the call
     */
    public void sign(
            @NonNull SortedMap<String, String> headers,
            @NonNull ApiRequest request,
            @NonNull String authority,
            @NonNull AccessKey key,
            @NonNull Instant now) {
        signer.sign(headers, request, authority, key, now);
    }
}
