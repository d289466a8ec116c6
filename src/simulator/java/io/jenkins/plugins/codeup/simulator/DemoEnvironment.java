package io.jenkins.plugins.codeup.simulator;

import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.webhook.WebhookUrl;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Environment variables with their checks. An empty variable counts as one that is not set. */
final class DemoEnvironment {

    private final Map<String, String> variables;

    DemoEnvironment(Map<String, String> variables) {
        this.variables = variables;
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
                WebhookUrl.masked(value.get()),
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
