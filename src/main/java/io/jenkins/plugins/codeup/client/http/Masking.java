package io.jenkins.plugins.codeup.client.http;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.SecretValue;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** Hides what is secret in what is shown to people: the one place that knows where Codeup's APIs keep secrets. */
public final class Masking {

    /** What stands in a secret's place. */
    public static final String MASK = "****";

    private static final Set<String> SECRET_HEADERS =
            Set.of("x-acs-security-token", "x-yunxiao-token", "x-codeup-token", "codeup-token", "proxy-authorization");
    private static final Pattern SIGNATURE = Pattern.compile("^(acs [^:]*:|ACS3-HMAC-SHA256 .*Signature=).+$");
    private static final Pattern PARAMETER = Pattern.compile("(?i)([?&](?:access_?token|token)=)[^&#\\s\"<]+");
    private static final Pattern JSON_FIELD =
            Pattern.compile("(?i)(\"(?:secret_?token|token)\"\\s*:\\s*\")(?:[^\"\\\\]++|\\\\.)++(\"|$)");

    private Masking() {}

    /**
     * @return the header's value, of a signature all but whose and how it is
     */
    @NonNull
    public static String header(@NonNull String name, @NonNull String value) {
        String lowerCase = name.toLowerCase(Locale.ROOT);
        if (lowerCase.equals("authorization")) {
            return SIGNATURE.matcher(value).matches() ? SIGNATURE.matcher(value).replaceFirst("$1" + MASK) : MASK;
        }
        return SECRET_HEADERS.contains(lowerCase) ? MASK : value;
    }

    /**
     * @param text a URL, or the JSON of a request or an answer
     * @return the text without the values of tokens in queries and in fields
     */
    @NonNull
    public static String text(@NonNull String text) {
        String parameters = PARAMETER.matcher(text).replaceAll("$1" + MASK);
        return JSON_FIELD.matcher(parameters).replaceAll("$1" + MASK + "$2");
    }

    /**
     * @param text someone else's words, which may quote what they were sent, as the gateway's do of a wrong signature
     * @param secrets what must not show; nulls are skipped
     * @return the text without the secrets, neither as they are nor percent-encoded; null for null
     */
    @CheckForNull
    public static String quotation(@CheckForNull String text, @NonNull Collection<SecretValue> secrets) {
        String masked = text;
        for (SecretValue secret : secrets.stream().filter(Objects::nonNull).toList()) {
            if (masked != null && !secret.reveal().isEmpty()) {
                masked = masked.replace(secret.reveal(), MASK).replace(PercentEncoding.encode(secret.reveal()), MASK);
            }
        }
        return masked;
    }
}
