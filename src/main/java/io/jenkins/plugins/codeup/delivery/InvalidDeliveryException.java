package io.jenkins.plugins.codeup.delivery;

import edu.umd.cs.findbugs.annotations.NonNull;

/** What was sent is nothing that Codeup sends. The message says why and repeats nothing of it. */
public final class InvalidDeliveryException extends Exception {

    private static final long serialVersionUID = 1;

    /** Whether it is more than anything that Codeup sends. */
    private final boolean tooLarge;

    InvalidDeliveryException(@NonNull String message) {
        this(message, false);
    }

    private InvalidDeliveryException(String message, boolean tooLarge) {
        super(message, null, false, false);
        this.tooLarge = tooLarge;
    }

    @NonNull
    static InvalidDeliveryException tooLarge(int limit) {
        return new InvalidDeliveryException("the body has more than " + limit + " bytes", true);
    }

    public boolean isTooLarge() {
        return tooLarge;
    }
}
