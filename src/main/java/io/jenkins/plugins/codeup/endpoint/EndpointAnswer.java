package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.delivery.InvalidDeliveryException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.sf.json.JSONObject;

/**
 * What Codeup is answered; people read it in Codeup's log of deliveries.
 *
 * @param status the HTTP status
 * @param result in a word
 * @param message in a sentence
 */
public record EndpointAnswer(
        int status, @NonNull String result, @NonNull String message) {

    public static final EndpointAnswer ACCEPTED = new EndpointAnswer(
            202, "accepted", "Taken. What comes of it is on the page \"Codeup deliveries\" of the job.");
    public static final EndpointAnswer KNOWN =
            new EndpointAnswer(200, "known", "This delivery has come before; it is not worked on twice.");
    public static final EndpointAnswer TEST =
            new EndpointAnswer(200, "test", "The address and the secret are right. A test starts no build.");
    /** One answer for all, so that nobody learns which of them it was. */
    public static final EndpointAnswer REFUSED = new EndpointAnswer(
            403, "refused", "No job has this address, or X-Codeup-Token is missing or not the secret of its hook.");

    public static final EndpointAnswer POST_ONLY = new EndpointAnswer(405, "not a delivery", "Deliveries come by POST.");
    public static final EndpointAnswer BUSY =
            new EndpointAnswer(503, "busy", "Too many deliveries are waiting, or Jenkins is stopping. Send it again.");

    private static final String RETRY_AFTER_SECONDS = "30";

    @NonNull
    public static EndpointAnswer unreadable(@NonNull InvalidDeliveryException e) {
        return new EndpointAnswer(e.isTooLarge() ? 413 : 400, "unreadable", "No delivery: " + e.getMessage() + ".");
    }

    public void send(@NonNull HttpServletResponse response) throws IOException {
        byte[] body = new JSONObject()
                .element("result", result)
                .element("message", message)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
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
