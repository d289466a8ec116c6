package io.jenkins.plugins.codeup.simulator.http;

import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.client.http.ApiRequest;
import io.jenkins.plugins.codeup.client.http.HttpTransport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * A request as it stands on the wire, with its secrets. Printed, it shows method, target, headers and body with the
 * secrets masked.
 *
 * @param method the HTTP method
 * @param target the URL, or path and query, with every query parameter
 * @param headers the headers that Codeup reads, by lower-case name
 * @param body the bytes of the body, or null for none
 */
public record SentRequest(String method, String target, Map<String, String> headers, byte[] body) {

    private static final Set<String> SECRET_HEADERS =
            Set.of("x-acs-security-token", "x-yunxiao-token", "x-codeup-token", "codeup-token", "proxy-authorization");
    private static final Pattern SIGNATURE = Pattern.compile("^(acs [^:]*:|ACS3-HMAC-SHA256 .*Signature=).+$");
    private static final Pattern PARAMETER = Pattern.compile("(?i)([?&](?:access_?token|token)=)[^&#\\s\"<]+");
    private static final Pattern JSON_FIELD =
            Pattern.compile("(?i)(\"(?:secret_?token|token)\"\\s*:\\s*\")(?:[^\"\\\\]++|\\\\.)++(\"|$)");

    /**
     * @return the transport, with a listener that is told of each request before it is sent
     */
    public static HttpTransport watched(HttpTransport transport, Consumer<? super SentRequest> listener) {
        return new Watched(transport, listener);
    }

    private static final class Watched extends HttpTransport {

        private final Consumer<? super SentRequest> listener;

        Watched(HttpTransport transport, Consumer<? super SentRequest> listener) {
            super(transport);
            this.listener = listener;
        }

        @Override
        public Response send(
                ApiRequest request, Supplier<Map<String, String>> headers, Duration atMost)
                throws CodeupException, InterruptedException {
            return super.send(
                    request,
                    () -> {
                        Map<String, String> sent = headers.get();
                        String target = endpoint() + request.pathAndQuery();
                        listener.accept(new SentRequest(request.method(), target, sent, request.body()));
                        return sent;
                    },
                    atMost);
        }
    }

    /**
     * @return the header's value; of a signature only the method and the key's id
     */
    static String masked(String name, String value) {
        String lowerCase = name.toLowerCase(Locale.ROOT);
        if (lowerCase.equals("authorization")) {
            return SIGNATURE.matcher(value).matches()
                    ? SIGNATURE.matcher(value).replaceFirst("$1" + SecretValue.MASK)
                    : SecretValue.MASK;
        }
        return SECRET_HEADERS.contains(lowerCase) ? SecretValue.MASK : value;
    }

    /**
     * @param text a URL, or the JSON of a request or an answer
     * @return the text without the values of tokens in queries and in fields
     */
    static String masked(String text) {
        String parameters = PARAMETER.matcher(text).replaceAll("$1" + SecretValue.MASK);
        return JSON_FIELD.matcher(parameters).replaceAll("$1" + SecretValue.MASK + "$2");
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(method + " " + masked(target));
        headers.forEach((name, value) -> text.append('\n').append(name).append(": ").append(masked(name, value)));
        if (body != null && body.length > 0) {
            text.append("\n\n").append(masked(new String(body, StandardCharsets.UTF_8)));
        }
        return text.toString();
    }
}
