package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;

/**
 * The ways to prove to Codeup who is calling. None of them prints its secrets.
 */
public sealed interface CodeupCredentials {

    /**
     * Signs calls of Alibaba Cloud's OpenAPI.
     *
     * @param id the AccessKey id
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
     * Calls Alibaba Cloud's OpenAPI unsigned, with nothing but a Codeup AccessToken in the query.
     *
     * @param token the AccessToken
     */
    record AccessToken(@NonNull SecretValue token) implements CodeupCredentials {}

    /**
     * Calls the Yunxiao API.
     *
     * @param token the personal access token, {@code pt-...}
     */
    record PersonalAccessToken(@NonNull SecretValue token) implements CodeupCredentials {}
}
