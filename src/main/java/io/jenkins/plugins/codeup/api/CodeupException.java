package io.jenkins.plugins.codeup.api;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
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
        /** Codeup failed. */
        SERVER_ERROR,
        /** The answer points somewhere else; followed, it would carry the token there. */
        REDIRECTED,
        /** What came back is not an answer of Codeup's API. */
        UNREADABLE,
        /** The answer is larger than any that Codeup sends. */
        TOO_LARGE,
        /** No connection; the request never left. */
        UNREACHABLE,
        /** The connection broke or fell silent after the request may have been taken. */
        NO_ANSWER;

        /**
         * @return whether the call may have taken effect all the same, so that only a look can tell
         */
        public boolean isAmbiguous() {
            return this == NO_ANSWER || this == SERVER_ERROR || this == UNREADABLE || this == TOO_LARGE;
        }
    }

    private final Kind kind;
    private final ApiCall call;
    private final Integer status;
    private final String code;
    private final String codeupMessage;
    private final String requestId;

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

    @NonNull
    public Kind kind() {
        return kind;
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
     * @return the whole story in one paragraph: the call, Codeup's status, code, message and request id, the advice
     */
    @NonNull
    public String describe(@NonNull Locale locale) {
        ResourceBundle texts = ResourceBundle.getBundle(CodeupException.class.getName(), locale, NO_FALLBACK);
        StringJoiner facts = new StringJoiner(", ");
        add(facts, "HTTP ", status);
        add(facts, texts.getString("code") + " ", code);
        add(facts, texts.getString("message") + " ", codeupMessage);
        add(facts, texts.getString("requestId") + " ", requestId);
        return call + " " + texts.getString("failed") + ": " + facts + ". " + texts.getString(kind.name());
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
