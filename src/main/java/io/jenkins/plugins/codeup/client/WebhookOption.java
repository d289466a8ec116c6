package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.Locale;

/**
 * The yes-or-no fields of a Codeup webhook, in the order of AddWebhook's documented body, with the value that Codeup
 * takes on creation where a request leaves the field out.
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
     * @return the field's name as the Yunxiao API and this plugin's steps spell it, such as {@code pushEvents}
     */
    @NonNull
    public String camelCase() {
        return camelCase;
    }

    /**
     * @return the field's name in the body of AddWebhook, such as {@code push_events}
     */
    @NonNull
    public String snakeCase() {
        return snakeCase;
    }

    /**
     * @return what Codeup assumes for a new hook when the field is not sent
     */
    public boolean codeupDefault() {
        return codeupDefault;
    }
}
