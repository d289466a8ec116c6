package io.jenkins.plugins.codeup.client.aliyun;

import io.jenkins.plugins.codeup.client.CodeupCredentials.AccessKey;
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.client.WebhookOption;
import io.jenkins.plugins.codeup.client.http.ApiRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The example in AddWebhook's document, as the signature vectors have it. */
final class DocumentedRequest {

    static final AccessKey KEY = new AccessKey("YourAccessKeyId", SecretValue.of("YourAccessKeySecret"), null, null);
    static final String BODY_SHA256 = "5e1a4486328081c8ba38dc53ba6f4ea3aef916bf49af17382be8d6da13edda92";

    static final String BODY = "{\"url\":\"http://example.com\",\"push_events\":true,\"merge_requests_events\":true,"
            + "\"tag_push_events\":true,\"note_events\":true,\"enable_ssl_verification\":false,"
            + "\"description\":\"desc\",\"secret_token\":\"\"}";

    static final DesiredWebhook SPEC = DesiredWebhook.to("http://example.com")
            .with(WebhookOption.PUSH_EVENTS, true)
            .with(WebhookOption.MERGE_REQUESTS_EVENTS, true)
            .with(WebhookOption.TAG_PUSH_EVENTS, true)
            .with(WebhookOption.NOTE_EVENTS, true)
            .with(WebhookOption.ENABLE_SSL_VERIFICATION, false)
            .withDescription("desc")
            .withSecretToken(SecretValue.of(""));

    static final ApiRequest REQUEST = new ApiRequest(
            "AddWebhook",
            "POST",
            "/api/v3/projects/100/hooks",
            new TreeMap<>(Map.of("OrganizationId", "60811b5eed6e867404f6xxxx")),
            BODY.getBytes(StandardCharsets.UTF_8));

    private DocumentedRequest() {}

    /** AddWebhook's headers before it is signed. */
    static SortedMap<String, String> headers(String contentType, String nonce) {
        SortedMap<String, String> headers = new TreeMap<>();
        headers.put("accept", "application/json");
        headers.put("content-type", contentType);
        headers.put("x-acs-signature-nonce", nonce);
        headers.put("x-acs-version", "2020-04-14");
        headers.put("x-acs-action", "AddWebhook");
        return headers;
    }
}
