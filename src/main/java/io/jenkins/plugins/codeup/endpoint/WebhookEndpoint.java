package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.security.csrf.CrumbExclusion;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CredentialsLookup;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.DeliveryReader;
import io.jenkins.plugins.codeup.delivery.DeliveryReader.InvalidDeliveryException;
import io.jenkins.plugins.codeup.delivery.TokenCheck;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import jenkins.util.HttpServletFilter;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.WebApp;

/**
 * Receives Codeup's deliveries at {@code codeup-webhook/<id>}. Needs neither login nor crumb: the secret in the header
 * {@code X-Codeup-Token} authenticates a request. Checks the secret, parses the delivery, stores it and answers; the
 * {@link DeliveryQueue} processes it later.
 *
 * <p>Answers every request below its path before Stapler sees it, which never forgets the name of a view that it did not
 * find, and which takes longer than all that is done here.
 */
@Extension
@Restricted(NoExternalUse.class)
public class WebhookEndpoint implements HttpServletFilter {

    private static final int MAX_EVENT_LENGTH = 200;
    private static final String PATH = "/" + ItemWebhook.URL_NAME;

    /**
     * An answer to a request, as JSON. Users read it in Codeup's list of deliveries.
     *
     * @param status the HTTP status
     * @param result the kind of answer in one or two words
     * @param body JSON with the result and the answer in a sentence
     */
    record Answer(
            int status, @NonNull String result, @NonNull byte[] body) {

        static final Answer ACCEPTED =
                new Answer(202, "accepted", "Accepted. The page \"Codeup deliveries\" of the job shows the result.");
        static final Answer DUPLICATE = new Answer(
                200,
                "duplicate",
                "A delivery with this X-Codeup-Delivery was accepted before. It is not processed again.");
        static final Answer KNOWN =
                new Answer(200, "known", "Jenkins found this event in Codeup before. It is not processed again.");
        static final Answer TEST =
                new Answer(200, "test", "The URL and the secret are correct. A test delivery starts no build.");
        /** The same for an unknown URL and for a wrong secret, so that it does not reveal which URLs exist. */
        static final Answer REJECTED =
                new Answer(403, "rejected", "No job has this URL, or X-Codeup-Token is missing or wrong.");

        static final Answer POST_ONLY = new Answer(405, "not POST", "Send deliveries with POST.");
        static final Answer QUEUE_FULL = new Answer(
                503,
                "queue full",
                "Too many deliveries are waiting, or Jenkins is shutting down. Send it again later.");

        static final Answer MOVING =
                new Answer(503, "moving", "The job is being renamed or moved. Send it again later.");

        static final Answer NOT_STORED =
                new Answer(503, "not stored", "Jenkins cannot write the delivery to its disk. Send it again later.");

        private static final String RETRY_AFTER_SECONDS = "30";

        Answer(int status, String result, String message) {
            this(
                    status,
                    result,
                    new JSONObject()
                            .element("result", result)
                            .element("message", message)
                            .toString()
                            .getBytes(StandardCharsets.UTF_8));
        }

        static Answer unreadable(InvalidDeliveryException e) {
            return new Answer(e.isTooLarge() ? 413 : 400, "unreadable", "Not a delivery: " + e.getMessage() + ".");
        }

        void send(HttpServletResponse response) throws IOException {
            response.setStatus(status);
            response.setContentType("application/json;charset=UTF-8");
            response.setContentLength(body.length);
            if (status == 405) {
                response.setHeader("Allow", "POST");
            }
            if (status == 503) {
                response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
            }
            response.getOutputStream().write(body);
        }
    }

    /**
     * Exempts the endpoint from crumbs, which Codeup can't send. Covers every path below it, so that a mistyped URL gets
     * the endpoint's answer. A path with {@code ..} is not exempt: it could lead elsewhere.
     */
    @Extension
    @Restricted(NoExternalUse.class)
    public static class Crumbs extends CrumbExclusion {

        @Override
        public boolean process(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            String path = request.getPathInfo();
            if (path == null || !path.startsWith(PATH + "/") || path.contains("..")) {
                return false;
            }
            chain.doFilter(request, response);
            return true;
        }
    }

    @Override
    public boolean handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo();
        boolean own = path != null && (path.startsWith(PATH + "/") || path.equals(PATH)) && isStarted(request);
        if (own) {
            answer(request, response);
        }
        return own;
    }

    /** While Jenkins starts or restarts, its own page tells so, with 503. */
    private static boolean isStarted(HttpServletRequest request) {
        return WebApp.get(request.getServletContext()).getApp() instanceof Jenkins;
    }

    void answer(@NonNull HttpServletRequest request, @NonNull HttpServletResponse response) throws IOException {
        Answer answer = "POST".equals(request.getMethod()) ? receive(request) : Answer.POST_ONLY;
        DeliveryCounts.get().count(answer);
        answer.send(response);
    }

    private static Answer receive(HttpServletRequest request) throws IOException {
        WebhookIndex.Entry webhook = WebhookIndex.get().findOrDecoy(idIn(request.getPathInfo()));
        String webhookId = webhook.webhook().id();
        boolean authenticated = isAuthenticated(webhook, request.getHeader(TokenCheck.HEADER));
        if (!authenticated || !webhook.isCurrent()) {
            if (authenticated && webhook.isMoving()) {
                return Answer.MOVING;
            }
            DeliveryLog.of(webhookId).reject();
            return Answer.REJECTED;
        }
        String event = event(request);
        byte[] body;
        Delivery delivery;
        try {
            body = DeliveryReader.readBody(
                    request.getInputStream(),
                    request.getHeader("Content-Encoding"),
                    CodeupConfiguration.get().getMaxDeliveryKilobytes() << 10);
            delivery = DeliveryReader.read(event, body);
        } catch (InvalidDeliveryException e) {
            DeliveryLog.of(webhookId).unreadable(event, e.reason());
            return Answer.unreadable(e);
        }
        if (delivery.event() == null) {
            DeliveryLog.of(webhookId).test(delivery);
            return Answer.TEST;
        }
        String deliveryId = request.getHeader(DeliveryReader.ID_HEADER);
        if (!SecondWay.isFirstEverywhere(webhookId, deliveryId, delivery)) {
            return Answer.KNOWN;
        }
        DeliveryIntake.Outcome outcome = DeliveryQueue.get().offer(webhookId, deliveryId, event, body, delivery);
        if (outcome != DeliveryIntake.Outcome.ACCEPTED) {
            SecondWay.tellNotAccepted(webhookId, delivery);
        }
        return switch (outcome) {
            case ACCEPTED -> {
                if (deliveryId != null) {
                    DuplicateEventMonitor.get().check(webhook, delivery, body, request::getRequestURL);
                }
                yield Answer.ACCEPTED;
            }
            case DUPLICATE -> Answer.DUPLICATE;
            case FULL -> Answer.QUEUE_FULL;
            case NOT_STORED -> Answer.NOT_STORED;
        };
    }

    private static String idIn(String path) {
        int begin = Math.min(path.length(), PATH.length() + 1);
        return path.substring(begin, Math.max(begin, path.endsWith("/") ? path.length() - 1 : path.length()));
    }

    /**
     * Checks the token against the webhook's secrets, and then against the secret that the item's trigger names by
     * credentials id. Only the latter looks up credentials, and only for a webhook that exists: ids are random and can't be
     * found by trying.
     */
    private static boolean isAuthenticated(WebhookIndex.Entry webhook, @CheckForNull String token) {
        boolean ownSecret = TokenCheck.passes(token, webhook.webhook().accepted());
        if (webhook.isDecoy()) {
            return false;
        }
        if (ownSecret) {
            return true;
        }
        Item item = webhook.item();
        return item != null && TokenCheck.passes(token, secretOfCredentials(item));
    }

    private static List<String> secretOfCredentials(Item item) {
        DeliveryHandler handler = DeliveryHandler.of(item);
        String id = handler == null ? null : handler.secretCredentialsId(item);
        return id != null && CredentialsLookup.ofDeliveries(item).find(id) instanceof StringCredentials text
                ? List.of(text.getSecret().getPlainText().trim())
                : List.of();
    }

    /** The first of the two headers that is present and of a plausible length. */
    @CheckForNull
    private static String event(HttpServletRequest request) {
        return Stream.of(DeliveryReader.EVENT_HEADER, DeliveryReader.DOCUMENTED_EVENT_HEADER)
                .map(request::getHeader)
                .filter(Objects::nonNull)
                .filter(text -> text.length() <= MAX_EVENT_LENGTH)
                .findFirst()
                .orElse(null);
    }
}
