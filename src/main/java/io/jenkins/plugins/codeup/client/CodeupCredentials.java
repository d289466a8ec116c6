package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;

/** Credentials for Codeup's APIs, one type for each way of authentication. None prints its secrets. */
public sealed interface CodeupCredentials {

    /**
     * An AccessKey, which signs calls of Alibaba Cloud's OpenAPI.
     *
     * @param id the AccessKey ID
     * @param secret the AccessKey secret
     * @param securityToken the token of temporary credentials (STS), or null
     * @param accessToken a Codeup AccessToken whose rights apply instead of the key's, or null
     */
    record AccessKey(
            @NonNull String id,
            @NonNull SecretValue secret,
            @CheckForNull SecretValue securityToken,
            @CheckForNull SecretValue accessToken)
            implements CodeupCredentials {}

    /**
     * A Codeup AccessToken, with which Alibaba Cloud's OpenAPI is called unsigned, the token in the query.
     *
     * @param token the AccessToken
     */
    record AccessToken(@NonNull SecretValue token) implements CodeupCredentials {}

    /**
     * A personal access token of the Yunxiao API.
     *
     * @param token the token, {@code pt-...}
     */
    record PersonalAccessToken(@NonNull SecretValue token) implements CodeupCredentials {}
}
