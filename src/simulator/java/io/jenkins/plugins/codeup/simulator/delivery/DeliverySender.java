package io.jenkins.plugins.codeup.simulator.delivery;

import io.jenkins.plugins.codeup.delivery.DeliveryEvent;
import io.jenkins.plugins.codeup.delivery.DeliveryReader;
import io.jenkins.plugins.codeup.delivery.TokenCheck;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.simulator.data.SimulatedHook;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Tells hooks of events, each that has the event on, as Codeup does. */
public final class DeliverySender {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    /**
     * @param event null for the console's test, which goes to every hook
     */
    public List<SentDelivery> send(List<SimulatedHook> hooks, DeliveryEvent event, String body) {
        List<SentDelivery> sent = new ArrayList<>();
        for (SimulatedHook hook : hooks) {
            if (event == null || isOn(event, hook.settings())) {
                sent.add(send(hook, event, body, UUID.randomUUID().toString()));
            }
        }
        return sent;
    }

    private SentDelivery send(SimulatedHook hook, DeliveryEvent event, String body, String id) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(hook.settings().url()))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json; charset=utf-8")
                .header(DeliveryReader.ID_HEADER, id)
                .header(DeliveryReader.EVENT_HEADER, eventHeader(event == null ? DeliveryEvent.PUSH : event))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!hook.settings().secretToken().isEmpty()) {
            request.header(TokenCheck.HEADER, hook.settings().secretToken());
        }
        try {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new SentDelivery(hook.id(), id, answer.statusCode(), answer.body());
        } catch (IOException e) {
            return new SentDelivery(hook.id(), id, 0, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new SentDelivery(hook.id(), id, 0, "interrupted");
        }
    }

    /**
     * @return the event's name in the header, such as {@code Merge Request Hook}
     */
    public static String eventHeader(DeliveryEvent event) {
        StringBuilder words = new StringBuilder();
        for (String word : event.kind().split("_")) {
            words.append(Character.toUpperCase(word.charAt(0)))
                    .append(word.substring(1))
                    .append(' ');
        }
        return words + "Hook";
    }

    private static boolean isOn(DeliveryEvent event, HookSettings settings) {
        return switch (event) {
            case PUSH -> settings.pushEvents();
            case TAG_PUSH -> settings.tagPushEvents();
            case MERGE_REQUEST -> settings.mergeRequestsEvents();
            case NOTE -> settings.noteEvents();
        };
    }
}
