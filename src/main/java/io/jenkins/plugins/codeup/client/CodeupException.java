package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.io.Serializable;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.ResourceBundle;

/**
 * A call to Codeup that failed: what was tried, Codeup's code and message, and what to do. Never holds a secret.
 *
 * <p>Its texts are in {@code CodeupException.properties} and its translations, as it belongs to the half of the plugin
 * that knows nothing of Jenkins.
 */
public final class CodeupException extends IOException {

    private static final long serialVersionUID = 1;

    /** The longest message of Codeup's that is kept, in characters. */
    private static final int LONGEST_MESSAGE = 1000;

    private static final String WRONG_SIGNATURE = "SignatureDoesNotMatch";

    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    /** What went wrong, as far as callers act on it. */
    public enum Kind {
        /** Key, signature or token are not accepted. */
        UNAUTHORIZED,
        /** The account lacks the right. */
        FORBIDDEN,
        /** No such repository, organization or webhook. */
        NOT_FOUND,
        /** Codeup rejects the request's content. */
        REJECTED,
        /** The clocks of this machine and of Codeup differ too much. */
        CLOCK_SKEW,
        /** Too many calls in a short time. */
        THROTTLED,
        /** Codeup, or a proxy in between, can't serve calls at the moment: 502, 503, 504. */
        UNAVAILABLE,
        /** Codeup failed while it processed the call. */
        SERVER_ERROR,
        /** The answer is a redirect; following it would carry the token there. */
        REDIRECTED,
        /** The answer is not in the form of Codeup's API. */
        UNREADABLE,
        /** The answer is larger than any that Codeup sends. */
        TOO_LARGE,
        /** The proxy in between wants a user name and password, or rejects the ones it got. */
        PROXY,
        /** No connection; the request was not sent. */
        UNREACHABLE,
        /** The connection broke or timed out after the request may have arrived. */
        NO_ANSWER,
        /** The total timeout was over before the call could be made. */
        OUT_OF_TIME,
        /** There is a webhook with this URL, and the caller asked for an error then. */
        EXISTS,
        /** Another program writes the same webhook again and again. */
        CONFLICT,
        /** A list does not show yet what was just written. */
        LAGGING;

        /**
         * @return whether the call may have had its effect although it failed, so that only a read can tell
         */
        public boolean isAmbiguous() {
            return switch (this) {
                case NO_ANSWER, UNAVAILABLE, SERVER_ERROR, UNREADABLE, TOO_LARGE -> true;
                default -> false;
            };
        }
    }

    /**
     * A call as it may be shown: without its query, which can hold tokens.
     *
     * @param operation the operation's name in Codeup's documents, such as {@code AddWebhook}
     * @param method the HTTP method
     * @param target the URL; its query is dropped
     */
    public record Call(
            @NonNull String operation,
            @NonNull String method,
            @NonNull String target) implements Serializable {

        public Call {
            int query = target.indexOf('?');
            target = query < 0 ? target : target.substring(0, query);
        }

        @Override
        public String toString() {
            return operation + " (" + method + " " + target + ")";
        }
    }

    private final Kind kind;
    private final Call call;
    private final Integer status;
    private final String code;
    private final String codeupMessage;
    private final String requestId;
    private Duration retryAfter;
    private int attempts = 1;
    private Duration waitRefused;
    private Long webhookId;

    /**
     * @param call the call that failed
     * @param status the HTTP status, or null if there was no answer
     * @param code Codeup's error code, or null
     * @param codeupMessage Codeup's message, or the network's, or null; cut to 1,000 characters
     * @param requestId Codeup's id of the call, or null
     * @param cause the exception underneath, or null
     */
    public CodeupException(
            @NonNull Kind kind,
            @NonNull Call call,
            @CheckForNull Integer status,
            @CheckForNull String code,
            @CheckForNull String codeupMessage,
            @CheckForNull String requestId,
            @CheckForNull Throwable cause) {
        super(cause);
        this.kind = kind;
        this.call = call;
        this.status = status;
        this.code = code;
        this.codeupMessage = codeupMessage == null || codeupMessage.length() <= LONGEST_MESSAGE
                ? codeupMessage
                : codeupMessage.substring(0, LONGEST_MESSAGE) + "...";
        this.requestId = requestId;
    }

    /** A failure without an answer of Codeup's. */
    public CodeupException(@NonNull Kind kind, @NonNull Call call) {
        this(kind, call, null, null, null, null, null);
    }

    /**
     * @param call the call that showed the webhook
     * @param webhookId the webhook that exists
     */
    @NonNull
    public static CodeupException exists(@NonNull Call call, long webhookId) {
        CodeupException exists = new CodeupException(Kind.EXISTS, call);
        exists.webhookId = webhookId;
        return exists;
    }

    /**
     * @param wait how long Codeup asks to wait, or null
     * @return this failure with that wait
     */
    @NonNull
    public CodeupException withRetryAfter(@CheckForNull Duration wait) {
        CodeupException copy = copy();
        copy.retryAfter = wait;
        return copy;
    }

    /**
     * @param made how many attempts failed, this one included
     * @param wait the wait before the next attempt, which would have ended after the deadline, or null if there was no
     *     next attempt to be made
     * @return this failure with these facts
     */
    @NonNull
    public CodeupException givenUp(int made, @CheckForNull Duration wait) {
        CodeupException copy = copy();
        copy.attempts = made;
        copy.waitRefused = wait;
        return copy;
    }

    private CodeupException copy() {
        CodeupException copy = new CodeupException(kind, call, status, code, codeupMessage, requestId, getCause());
        copy.setStackTrace(getStackTrace());
        copy.retryAfter = retryAfter;
        copy.attempts = attempts;
        copy.waitRefused = waitRefused;
        copy.webhookId = webhookId;
        return copy;
    }

    /**
     * @return how many attempts failed, the last of them like this
     */
    public int attempts() {
        return attempts;
    }

    @NonNull
    public Kind kind() {
        return kind;
    }

    /**
     * @return the call that failed
     */
    @NonNull
    public Call call() {
        return call;
    }

    /**
     * @return how long Codeup asks to wait, or null if it does not
     */
    @CheckForNull
    public Duration retryAfter() {
        return retryAfter;
    }

    /**
     * @return the HTTP status, or null if there was no answer
     */
    @CheckForNull
    public Integer status() {
        return status;
    }

    /**
     * @return Codeup's error code, or null if it sent none
     */
    @CheckForNull
    public String code() {
        return code;
    }

    /**
     * @return Codeup's or the network's message, or null
     */
    @CheckForNull
    public String codeupMessage() {
        return codeupMessage;
    }

    /**
     * @return Codeup's id of the call, or null if it sent none
     */
    @CheckForNull
    public String requestId() {
        return requestId;
    }

    /**
     * @return for {@link Kind#EXISTS} the webhook that exists, else null
     */
    @CheckForNull
    public Long webhookId() {
        return webhookId;
    }

    /**
     * @return the whole message in one paragraph: the call, Codeup's status, code, message and request id, the remedy
     */
    @NonNull
    public String describe(@NonNull Locale locale) {
        ResourceBundle texts = texts(locale);
        if (code != null && code.startsWith(WRONG_SIGNATURE)) {
            // the remedy first: what Codeup says of signatures is long and does not help
            return format(texts, "remedyFirst", outcome(texts), texts.getString(WRONG_SIGNATURE), facts(texts));
        }
        return format(texts, "remedyLast", whatHappened(locale), texts.getString(kind.name()));
    }

    /**
     * @return the message without the remedy, for lines that repeat
     */
    @NonNull
    public String whatHappened(@NonNull Locale locale) {
        ResourceBundle texts = texts(locale);
        String facts = facts(texts);
        return facts.isEmpty() ? outcome(texts) : format(texts, "withFacts", outcome(texts), facts);
    }

    /**
     * @return what to do about a failure of that kind
     */
    @NonNull
    public static String advice(@NonNull Kind kind, @NonNull Locale locale) {
        return texts(locale).getString(kind.name());
    }

    private String outcome(ResourceBundle texts) {
        String own = kind + ".outcome";
        return call + " " + texts.getString(texts.containsKey(own) ? own : "failed");
    }

    private String facts(ResourceBundle texts) {
        String facts = fact(texts, "", "webhook", Objects.toString(webhookId, null));
        facts = fact(texts, facts, "status", Objects.toString(status, null));
        facts = fact(texts, facts, "code", code);
        facts = fact(texts, facts, "message", codeupMessage);
        facts = fact(texts, facts, "requestId", requestId);
        facts = fact(texts, facts, "attempts", attempts > 1 ? attempts : null);
        return fact(texts, facts, "waitRefused", waitRefused == null ? null : waitRefused.toMillis() / 1000.0);
    }

    private static String fact(ResourceBundle texts, String before, String name, Object value) {
        if (value == null || value.toString().isEmpty()) {
            return before;
        }
        String fact = format(texts, name, value);
        return before.isEmpty() ? fact : format(texts, "nextFact", before, fact);
    }

    private static String format(ResourceBundle texts, String key, Object... arguments) {
        return MessageFormat.format(texts.getString(key), arguments);
    }

    private static ResourceBundle texts(Locale locale) {
        return ResourceBundle.getBundle(CodeupException.class.getName(), locale, NO_FALLBACK);
    }

    @Override
    public String getMessage() {
        return describe(Locale.ROOT);
    }

    @Override
    public String getLocalizedMessage() {
        return describe(Locale.getDefault());
    }
}
