package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.Locale;

/**
 * Boolean fields of a Codeup webhook, in the order of AddWebhook's documented body, with the default that Codeup applies
 * to a new webhook if the field is not sent.
 */
public enum WebhookOption {
    PUSH_EVENTS("pushEvents", true),
    MERGE_REQUESTS_EVENTS("mergeRequestsEvents", false),
    TAG_PUSH_EVENTS("tagPushEvents", false),
    NOTE_EVENTS("noteEvents", false),
    ENABLE_SSL_VERIFICATION("enableSslVerification", true);

    private final String camelCase;
    private final String snakeCase = name().toLowerCase(Locale.ROOT);
    private final boolean codeupDefault;

    WebhookOption(String camelCase, boolean codeupDefault) {
        this.camelCase = camelCase;
        this.codeupDefault = codeupDefault;
    }

    /**
     * @return the name in the Yunxiao API and in this plugin's steps, such as {@code pushEvents}
     */
    @NonNull
    public String camelCase() {
        return camelCase;
    }

    /**
     * @return the name in the body of AddWebhook, such as {@code push_events}
     */
    @NonNull
    public String snakeCase() {
        return snakeCase;
    }

    /**
     * @return Codeup's default for a new webhook
     */
    public boolean codeupDefault() {
        return codeupDefault;
    }
}
