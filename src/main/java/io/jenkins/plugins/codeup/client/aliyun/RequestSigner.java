package io.jenkins.plugins.codeup.client.aliyun;

import io.jenkins.plugins.codeup.client.CodeupCredentials.AccessKey;
import io.jenkins.plugins.codeup.client.http.ApiRequest;
import java.time.Instant;
import java.util.SortedMap;

/** One of Alibaba Cloud's ways to sign a call with an AccessKey. */
interface RequestSigner {

    /**
     * Adds the headers of this way of signing, the last of them {@code authorization}.
     *
     * @param headers the headers that will be sent, by lower-case name; signed as they stand and added to
     * @param authority host and port as the {@code Host} header will have them
     * @param now the time of the call; Codeup takes it within 15 minutes of its own
     */
    void sign(SortedMap<String, String> headers, ApiRequest request, String authority, AccessKey key, Instant now);
}
