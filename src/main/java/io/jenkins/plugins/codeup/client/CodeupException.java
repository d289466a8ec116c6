package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.StringJoiner;

/**
 * A call to Codeup that did not do what it was made for: what was tried, what Codeup said, and what to do about it.
 * Never holds a secret.
 */
public final class CodeupException extends IOException {

    private static final long serialVersionUID = 1;

    /** What went wrong, in classes that a caller can act on. */
    public enum Kind {
        /** Key, signature or token are not accepted. */
        UNAUTHORIZED,
        /** The account may not do this. */
        FORBIDDEN,
        /** No such repository, organization or hook. */
        NOT_FOUND,
        /** Codeup does not take the request as it is. */
        REJECTED,
        /** The clocks of this machine and of Codeup are too far apart. */
        CLOCK_SKEW,
        /** Too many calls in too short a time. */
        THROTTLED,
        /** Codeup, or a proxy on the way, can't serve calls at the moment: 502, 503, 504. */
        UNAVAILABLE,
        /** Codeup failed over this call. */
        SERVER_ERROR,
        /** The answer points somewhere else; followed, it would carry the token there. */
        REDIRECTED,
        /** What came back is not an answer of Codeup's API. */
        UNREADABLE,
        /** The answer is larger than any that Codeup sends. */
        TOO_LARGE,
        /** The proxy on the way wants a user name and password, or does not accept those that it got. */
        PROXY,
        /** No connection; the request never left. */
        UNREACHABLE,
        /** The connection broke or fell silent after the request may have been taken. */
        NO_ANSWER,
        /** The time for the whole undertaking was up before this call could be made. */
        OUT_OF_TIME,
        /** There is a hook to this place, and there should be none. */
        EXISTS,
        /** Another program writes the same hook again and again. */
        CONFLICT;

        /**
         * @return whether the call may have taken effect all the same, so that only a look can tell
         */
        public boolean isAmbiguous() {
            return switch (this) {
                case NO_ANSWER, UNAVAILABLE, SERVER_ERROR, UNREADABLE, TOO_LARGE -> true;
                default -> false;
            };
        }
    }

    private final Kind kind;
    private final ApiCall call;
    private final Integer status;
    private final String code;
    private final String codeupMessage;
    private final String requestId;
    private Duration retryAfter;
    private int attempts = 1;
    private Duration waitRefused;
    private Long webhookId;

    /**
     * @param call what was tried
     * @param status the HTTP status, or null if none came
     * @param code Codeup's error code, or null
     * @param codeupMessage Codeup's own words, or those of the network, or null
     * @param requestId Codeup's id of the call, or null
     * @param cause the exception underneath, or null
     */
    public CodeupException(
            @NonNull Kind kind,
            @NonNull ApiCall call,
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
        this.codeupMessage = codeupMessage;
        this.requestId = requestId;
    }

    /**
     * @param call what showed the hook
     * @param webhookId the hook that should not be there
     */
    @NonNull
    public static CodeupException exists(@NonNull ApiCall call, long webhookId) {
        CodeupException exists = new CodeupException(Kind.EXISTS, call, null, null, null, null, null);
        exists.webhookId = webhookId;
        return exists;
    }

    /**
     * @param wait how long Codeup asks to be left alone, or null
     * @return this failure, knowing that
     */
    @NonNull
    public CodeupException withRetryAfter(@CheckForNull Duration wait) {
        CodeupException copy = copy();
        copy.retryAfter = wait;
        return copy;
    }

    /**
     * @param made how many attempts failed, this one included
     * @param wait the next wait, which would have ended after the deadline, or null where there was to be none
     * @return this failure, knowing that
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
     * @return what was tried
     */
    @NonNull
    public ApiCall call() {
        return call;
    }

    /**
     * @return how long Codeup asks to be left alone, or null where it does not
     */
    @CheckForNull
    public Duration retryAfter() {
        return retryAfter;
    }

    @CheckForNull
    public Integer status() {
        return status;
    }

    /**
     * @return Codeup's error code, or null where it gave none
     */
    @CheckForNull
    public String code() {
        return code;
    }

    @CheckForNull
    public String codeupMessage() {
        return codeupMessage;
    }

    @CheckForNull
    public String requestId() {
        return requestId;
    }

    /**
     * @return the hook that stands in the way, of kind {@link Kind#EXISTS}, else null
     */
    @CheckForNull
    public Long webhookId() {
        return webhookId;
    }

    /**
     * @return the whole story in one paragraph: the call, Codeup's status, code, message and request id, the advice
     */
    @NonNull
    public String describe(@NonNull Locale locale) {
        return whatHappened(locale) + ". " + advice(kind, locale);
    }

    /**
     * @return the same without the advice, for where it would be repeated
     */
    @NonNull
    public String whatHappened(@NonNull Locale locale) {
        ResourceBundle texts = texts(locale);
        StringJoiner facts = new StringJoiner(", ");
        add(facts, texts.getString("webhook") + " ", webhookId);
        add(facts, "HTTP ", status);
        add(facts, texts.getString("code") + " ", code);
        add(facts, texts.getString("message") + " ", codeupMessage);
        add(facts, texts.getString("requestId") + " ", requestId);
        if (attempts > 1) {
            facts.add(MessageFormat.format(texts.getString("attempts"), attempts));
        }
        if (waitRefused != null) {
            facts.add(MessageFormat.format(texts.getString("waitRefused"), waitRefused.toMillis() / 1000.0));
        }
        String outcome = texts.containsKey(kind + ".outcome") ? kind + ".outcome" : "failed";
        return call + " " + texts.getString(outcome) + (facts.length() == 0 ? "" : ": " + facts);
    }

    /**
     * @return what to do about a failure of that kind
     */
    @NonNull
    public static String advice(@NonNull Kind kind, @NonNull Locale locale) {
        return texts(locale).getString(kind.name());
    }

    private static ResourceBundle texts(Locale locale) {
        return ResourceBundle.getBundle(CodeupException.class.getName(), locale, NO_FALLBACK);
    }

    private static void add(StringJoiner facts, String name, Object value) {
        if (value != null && !value.toString().isEmpty()) {
            facts.add(name + value);
        }
    }

    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    @Override
    public String getMessage() {
        return describe(Locale.ROOT);
    }

    @Override
    public String getLocalizedMessage() {
        return describe(Locale.getDefault());
    }
}
