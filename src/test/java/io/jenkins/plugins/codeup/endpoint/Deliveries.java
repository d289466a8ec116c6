package io.jenkins.plugins.codeup.endpoint;

import io.jenkins.plugins.codeup.delivery.Fixtures;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import jenkins.model.JenkinsLocationConfiguration;
import org.jvnet.hudson.test.JenkinsRule;

/** Sends deliveries and other requests to the running Jenkins. */
public final class Deliveries {

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private Deliveries() {}

    /** Sends one of the fixtures to an item's webhook URL, with its secret. */
    public static HttpResponse<String> fixture(ItemWebhook webhook, String event, String name) throws Exception {
        return send(webhook, event, Fixtures.bytes(name));
    }

    public static HttpResponse<String> send(ItemWebhook webhook, String event, String body) throws Exception {
        return send(webhook, event, body.getBytes(StandardCharsets.UTF_8));
    }

    public static HttpResponse<String> send(ItemWebhook webhook, String event, byte[] body) throws Exception {
        return post(webhook.url(""), body, headers(webhook, event));
    }

    /** Waits until all accepted deliveries were processed. */
    public static void awaitIdle() throws InterruptedException {
        DeliveryQueue.get().awaitIdle();
    }

    /** Waits until all accepted deliveries were processed, and the builds that they started have ended. */
    public static void awaitBuilds(JenkinsRule jenkins) throws Exception {
        awaitIdle();
        jenkins.waitUntilNoActivity();
    }

    /** The headers of a valid delivery. */
    public static Map<String, String> headers(ItemWebhook webhook, String event) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("Content-Type", "application/json; charset=utf-8");
        headers.put("X-Codeup-Event", event);
        headers.put("X-Codeup-Delivery", UUID.randomUUID().toString());
        headers.put("X-Codeup-Token", webhook.secret().getPlainText());
        return headers;
    }

    /**
     * The headers of a push with one of them changed.
     *
     * @param value null to leave the header out
     */
    static Map<String, String> headersWith(ItemWebhook webhook, String name, String value) {
        Map<String, String> headers = headers(webhook, "Push Hook");
        headers.remove(name);
        if (value != null) {
            headers.put(name, value);
        }
        return headers;
    }

    public static HttpResponse<String> post(String path, byte[] body, Map<String, String> headers) throws Exception {
        return request("POST", path, body, headers);
    }

    public static HttpResponse<String> request(String method, String path, byte[] body, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(JenkinsLocationConfiguration.get().getUrl() + path))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException closed) {
            // Jenkins closes the connection of a rejected request, whose body it did not read; the client may reuse it
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
