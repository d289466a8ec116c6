package io.jenkins.plugins.codeup.demo;

import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupCredentials;
import io.jenkins.plugins.codeup.client.CodeupCredentials.AccessKey;
import io.jenkins.plugins.codeup.client.CodeupCredentials.AccessToken;
import io.jenkins.plugins.codeup.client.CodeupCredentials.PersonalAccessToken;
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.client.WebhookOption;
import io.jenkins.plugins.codeup.client.aliyun.AliyunClient;
import io.jenkins.plugins.codeup.client.aliyun.SignatureMethod;
import io.jenkins.plugins.codeup.client.http.HttpTransport;
import io.jenkins.plugins.codeup.client.http.RetryPolicy;
import io.jenkins.plugins.codeup.client.yunxiao.YunxiaoClient;
import io.jenkins.plugins.codeup.webhook.WebhookUrl;
import java.net.URI;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Settings of the demo, from environment variables: which Codeup, which credentials, which webhook.
 *
 * @param endpoint empty for the simulator
 * @param organizationId empty for a Region edition of the Yunxiao API, which has no organizations
 * @param credentials empty for the simulator
 */
record DemoSettings(
        Optional<URI> endpoint,
        Optional<String> organizationId,
        RepositoryRef repository,
        Optional<CodeupCredentials> credentials,
        SignatureMethod signature,
        DesiredWebhook webhook) {

    /** Those of AddWebhook's document. */
    private static final String EXAMPLE_ORGANIZATION = "60811b5eed6e867404f6xxxx";

    private static final String EXAMPLE_REPOSITORY = "team/app";

    private static final String EXAMPLE_URL =
            "https://jenkins.example.com/codeup-webhook/5d1c9a60-8f5e-4f0b-9c3e-2a7b64d1e0f8";
    private static final String OR_NONE =
            " (or leave out CODEUP_ENDPOINT and all credentials, and the simulator is called)";

    static DemoSettings from(Map<String, String> variables) throws BadSetting {
        Environment environment = new Environment(variables);
        Optional<URI> endpoint = environment.url("CODEUP_ENDPOINT");
        Optional<CodeupCredentials> credentials = credentials(environment);
        SignatureMethod signature = environment.choice("CODEUP_SIGNATURE", SignatureMethod.ROA);
        DesiredWebhook webhook = webhook(environment);
        if (endpoint.isEmpty() && credentials.isEmpty()) {
            String organization = environment.text("CODEUP_ORGANIZATION_ID").orElse(EXAMPLE_ORGANIZATION);
            String repository = environment.text("CODEUP_REPOSITORY").orElse(EXAMPLE_REPOSITORY);
            return new DemoSettings(
                    endpoint, Optional.of(organization), repository(repository), credentials, signature, webhook);
        }
        if (credentials.isEmpty()) {
            throw new BadSetting("CODEUP_ENDPOINT is set, but nothing to call it with is: set CODEUP_ACCESS_KEY_ID and"
                    + " CODEUP_ACCESS_KEY_SECRET, or CODEUP_ACCESS_TOKEN, or CODEUP_TOKEN" + OR_NONE);
        }
        return new DemoSettings(
                Optional.of(endpoint.orElse(officialEndpoint(credentials.get()))),
                organization(environment, endpoint, credentials.get()),
                repository(environment.required(
                        "CODEUP_REPOSITORY",
                        "set it to the repository's numeric id or its path, such as team/app" + OR_NONE)),
                credentials,
                signature,
                webhook);
    }

    private static URI officialEndpoint(CodeupCredentials credentials) {
        return credentials instanceof PersonalAccessToken
                ? YunxiaoClient.OFFICIAL_ENDPOINT
                : AliyunClient.OFFICIAL_ENDPOINT;
    }

    private static Optional<String> organization(
            Environment environment, Optional<URI> endpoint, CodeupCredentials credentials) throws BadSetting {
        Optional<String> stated = environment.text("CODEUP_ORGANIZATION_ID");
        boolean ofItsOwn = endpoint.isPresent()
                && !YunxiaoClient.OFFICIAL_ENDPOINT
                        .getHost()
                        .equals(endpoint.get().getHost());
        if (stated.isEmpty() && credentials instanceof PersonalAccessToken && ofItsOwn) {
            return stated;
        }
        return Optional.of(environment.required(
                "CODEUP_ORGANIZATION_ID",
                "set it to what follows https://devops.aliyun.com/organization/ in the browser" + OR_NONE));
    }

    private static Optional<CodeupCredentials> credentials(Environment environment) throws BadSetting {
        Optional<String> id = environment.text("CODEUP_ACCESS_KEY_ID");
        Optional<SecretValue> secret = environment.secret("CODEUP_ACCESS_KEY_SECRET");
        Optional<SecretValue> securityToken = environment.secret("CODEUP_SECURITY_TOKEN");
        Optional<SecretValue> accessToken = environment.secret("CODEUP_ACCESS_TOKEN");
        if (id.isPresent() != secret.isPresent()) {
            throw new BadSetting((id.isPresent() ? "CODEUP_ACCESS_KEY_SECRET" : "CODEUP_ACCESS_KEY_ID")
                    + " is not set: set it, as an AccessKey is an id and a secret, or neither" + OR_NONE);
        }
        Optional<SecretValue> token = environment.secret("CODEUP_TOKEN");
        if (token.isPresent() && (id.isPresent() || accessToken.isPresent())) {
            throw new BadSetting("CODEUP_TOKEN is set, and so are credentials of Alibaba Cloud's OpenAPI:"
                    + " leave one of them out, as they choose the API");
        }
        if (securityToken.isPresent() && id.isEmpty()) {
            throw new BadSetting("CODEUP_SECURITY_TOKEN is set, but not the temporary key that it is of:"
                    + " set CODEUP_ACCESS_KEY_ID and CODEUP_ACCESS_KEY_SECRET, or leave it out");
        }
        if (token.isPresent()) {
            return token.map(PersonalAccessToken::new);
        }
        return id.isPresent()
                ? Optional.of(new AccessKey(
                        id.get().trim(), secret.get(), securityToken.orElse(null), accessToken.orElse(null)))
                : accessToken.map(AccessToken::new);
    }

    /** AddWebhook's documented example, but with the URL of a job. */
    private static DesiredWebhook webhook(Environment environment) throws BadSetting {
        DesiredWebhook webhook = DesiredWebhook.to(
                        environment.url("CODEUP_HOOK_URL").map(URI::toString).orElse(EXAMPLE_URL))
                .withDescription(environment.text("CODEUP_DESCRIPTION").orElse("desc"))
                .withSecretToken(environment.secret("CODEUP_HOOK_SECRET").orElse(SecretValue.of("")));
        for (WebhookOption option : WebhookOption.values()) {
            boolean example = option != WebhookOption.ENABLE_SSL_VERIFICATION;
            webhook = webhook.with(
                    option, environment.flag("CODEUP_" + option.name(), example).orElse(null));
        }
        return webhook;
    }

    private static RepositoryRef repository(String text) throws BadSetting {
        try {
            return RepositoryRef.parse(text);
        } catch (IllegalArgumentException e) {
            throw new BadSetting("CODEUP_REPOSITORY: " + e.getMessage());
        }
    }

    /** The API that is called, for people. */
    String api() {
        if (!(credentials.orElse(null) instanceof PersonalAccessToken)) {
            return "Alibaba Cloud's OpenAPI, version 2020-04-14";
        }
        return organizationId.isPresent()
                ? "the Yunxiao API, central edition"
                : "the Yunxiao API, Region edition, as CODEUP_ENDPOINT is an instance of its own and no"
                        + " CODEUP_ORGANIZATION_ID is set";
    }

    /** The client for these settings: the credentials decide the API. */
    CodeupClient client(HttpTransport transport, CodeupCredentials caller, RetryPolicy policy) {
        if (caller instanceof PersonalAccessToken token) {
            return organizationId.isPresent()
                    ? YunxiaoClient.central(transport, policy, organizationId.get(), token)
                    : YunxiaoClient.region(transport, policy, token);
        }
        return new AliyunClient(
                transport, policy, organizationId.orElseThrow(), caller, signature, Clock.systemUTC());
    }

    /** A variable that can't be used; the message names it, its value unless that is secret, and the way out. */
    static final class BadSetting extends Exception {
        private static final long serialVersionUID = 1;

        BadSetting(String message) {
            super(message, null, false, false);
        }

        static BadSetting of(String name, String value, String wayOut) {
            return new BadSetting(name + " is \"" + value + "\": " + wayOut);
        }
    }

    /** Environment variables with checks. An empty variable counts as unset. */
    private record Environment(Map<String, String> variables) {

        Optional<String> text(String name) {
            return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
        }

        String required(String name, String wayOut) throws BadSetting {
            return text(name).orElseThrow(() -> new BadSetting(name + " is not set: " + wayOut));
        }

        Optional<SecretValue> secret(String name) throws BadSetting {
            Optional<String> value = text(name);
            if (value.isPresent() && value.get().chars().anyMatch(Character::isISOControl)) {
                throw new BadSetting(name + " (not shown) has a line break or another control character in it: remove it");
            }
            return value.map(SecretValue::of);
        }

        /**
         * @return empty for "default" as well
         */
        Optional<Boolean> flag(String name, Boolean byDefault) throws BadSetting {
            String value = text(name).orElse(String.valueOf(byDefault)).trim();
            return switch (value) {
                case "true" -> Optional.of(true);
                case "false" -> Optional.of(false);
                case "default" -> Optional.empty();
                default ->
                    throw BadSetting.of(name, value, "set it to true or false, or to default, and the field is not sent");
            };
        }

        Optional<URI> url(String name) throws BadSetting {
            Optional<String> value = text(name);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            try {
                URI url = URI.create(value.get().trim());
                if (url.getHost() != null && url.getScheme().matches("(?i)https?")) {
                    return Optional.of(url);
                }
            } catch (IllegalArgumentException said) {
                // said below, without what may be secret in the URL
            }
            throw BadSetting.of(
                    name,
                    name.equals("CODEUP_HOOK_URL") ? WebhookUrl.masked(value.get()) : value.get(),
                    "set it to a whole URL with http or https and a host, such as https://host.example.com");
        }

        <E extends Enum<E>> E choice(String name, E byDefault) throws BadSetting {
            Optional<String> value = text(name);
            E[] choices = byDefault.getDeclaringClass().getEnumConstants();
            if (value.isEmpty()) {
                return byDefault;
            }
            for (E choice : choices) {
                if (choice.name().equals(value.get().trim())) {
                    return choice;
                }
            }
            throw BadSetting.of(
                    name,
                    value.get(),
                    "set it to " + Arrays.stream(choices).map(Enum::name).collect(Collectors.joining(" or "))
                            + ", or leave it out for " + byDefault);
        }
    }
}
