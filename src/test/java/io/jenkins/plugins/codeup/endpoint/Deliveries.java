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

/** Posts what a test wants posted to the Jenkins that runs now, as Codeup would or as nobody would. */
public final class Deliveries {

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private Deliveries() {}

    /** One of the fixtures, to an item's own address, with its secret. */
    public static HttpResponse<String> fixture(ItemWebhook hook, String event, String name) throws Exception {
        return send(hook, event, Fixtures.bytes(name));
    }

    public static HttpResponse<String> send(ItemWebhook hook, String event, String body) throws Exception {
        return send(hook, event, body.getBytes(StandardCharsets.UTF_8));
    }

    static HttpResponse<String> send(ItemWebhook hook, String event, byte[] body) throws Exception {
        return post(hook.url(""), body, headers(hook, event));
    }

    /** Waits until the plugin has done all that it was told. */
    public static void awaitIdle() throws InterruptedException {
        DeliveryQueue.get().awaitIdle();
    }

    /** The headers of a delivery that is in order. */
    static Map<String, String> headers(ItemWebhook hook, String event) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("Content-Type", "application/json; charset=utf-8");
        headers.put("X-Codeup-Event", event);
        headers.put("X-Codeup-Delivery", UUID.randomUUID().toString());
        headers.put("X-Codeup-Token", hook.secret().getPlainText());
        return headers;
    }

    static HttpResponse<String> post(String path, byte[] body, Map<String, String> headers) throws Exception {
        return request("POST", path, body, headers);
    }

    static HttpResponse<String> request(String method, String path, byte[] body, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(JenkinsLocationConfiguration.get().getUrl() + path))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException kept) {
            // a stranger's body is not read, so its connection ends; the client may have begun this request on it
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
