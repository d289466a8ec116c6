package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.UnprotectedRootAction;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.DeliveryBody;
import io.jenkins.plugins.codeup.delivery.DeliveryReader;
import io.jenkins.plugins.codeup.delivery.InvalidDeliveryException;
import io.jenkins.plugins.codeup.delivery.RecentDeliveries;
import io.jenkins.plugins.codeup.delivery.TokenCheck;
import java.io.IOException;
import java.util.Objects;
import java.util.stream.Stream;
import org.kohsuke.stapler.HttpResponses.HttpResponseException;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/**
 * Where Codeup delivers to: {@code codeup-webhook/<id>}. Open to everyone and without crumb, as the hook's secret in the
 * header is what counts. Verifies, reads and queues a delivery and answers; work is done later.
 */
@Extension
public class WebhookEndpoint implements UnprotectedRootAction, StaplerProxy {

    private static final int LONGEST_EVENT = 200;

    @Override
    public String getUrlName() {
        return ItemWebhook.URL_NAME;
    }

    @Override
    public String getIconFileName() {
        return null;
    }

    @Override
    public String getDisplayName() {
        return null;
    }

    /** Answers at once: Stapler would first look for a view named like the id, and never forget that there is none. */
    @Override
    public Object getTarget() {
        throw new HttpResponseException() {
            @Override
            public void generateResponse(StaplerRequest2 request, StaplerResponse2 response, Object node)
                    throws IOException {
                answer(request, response);
            }
        };
    }

    /** Takes a delivery; anything but POST to an item's address with its secret is turned away. */
    void answer(@NonNull StaplerRequest2 request, @NonNull StaplerResponse2 response) throws IOException {
        EndpointAnswer answer = "POST".equals(request.getMethod()) ? take(request) : EndpointAnswer.POST_ONLY;
        DeliveryCounts.get().count(answer);
        answer.send(response);
    }

    private EndpointAnswer take(StaplerRequest2 request) throws IOException {
        String path = request.getRestOfPath();
        WebhookIndex.Entry entry = WebhookIndex.get().findOrStranger(path.isEmpty() ? path : path.substring(1));
        if (!AcceptedSecrets.pass(entry, request.getHeader(TokenCheck.HEADER))) {
            DeliveryLogs.get().of(entry.hook().id()).refuse();
            return EndpointAnswer.REFUSED;
        }
        byte[] body;
        Delivery delivery;
        String event = event(request);
        try {
            body = DeliveryBody.read(
                    request.getInputStream(),
                    request.getHeader("Content-Encoding"),
                    CodeupConfiguration.get().getMaxDeliveryKilobytes() << 10);
            delivery = DeliveryReader.read(event, body);
        } catch (InvalidDeliveryException e) {
            return EndpointAnswer.unreadable(e);
        }
        if (delivery.event() == null) {
            DeliveryLogs.get().of(entry.hook().id()).add(delivery, Messages._DeliveryLog_test());
            return EndpointAnswer.TEST;
        }
        ReceivedDelivery received = new ReceivedDelivery(entry.hook().id(), event, System.currentTimeMillis(), body);
        String id = request.getHeader(RecentDeliveries.HEADER);
        return switch (KnownDeliveries.get()
                .take(received.hookId(), id, () -> DeliveryQueue.get().offer(received))) {
            case TAKEN -> {
                RepeatedDeliveries.get()
                        .note(entry, delivery, body, request.getRequestURL().toString());
                yield EndpointAnswer.ACCEPTED;
            }
            case KNOWN -> EndpointAnswer.KNOWN;
            case REFUSED -> EndpointAnswer.BUSY;
        };
    }

    /** The first of the two headers, no longer than any that Codeup sends. */
    private static String event(@NonNull StaplerRequest2 request) {
        return Stream.of(DeliveryReader.EVENT_HEADER, DeliveryReader.DOCUMENTED_EVENT_HEADER)
                .map(request::getHeader)
                .filter(Objects::nonNull)
                .filter(text -> text.length() <= LONGEST_EVENT)
                .findFirst()
                .orElse(null);
    }
}
