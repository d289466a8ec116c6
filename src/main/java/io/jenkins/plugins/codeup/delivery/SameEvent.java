package io.jenkins.plugins.codeup.delivery;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.Arrays;

/** Tells whether two deliveries are of one event: they are where several hooks of a repository lead to one place. */
public final class SameEvent {

    private SameEvent() {}

    /**
     * @param body what the delivery was read from
     * @return the same for deliveries of the same event: of a push, what became of the ref; else all that was sent
     */
    @NonNull
    public static String key(@NonNull Delivery delivery, @NonNull byte[] body) {
        if (delivery instanceof Delivery.Push push) {
            return key(push.repository(), push.ref(), push.before(), push.after());
        }
        if (delivery instanceof Delivery.TagPush push) {
            return key(push.repository(), push.ref(), push.before(), push.after());
        }
        return body.length + " " + Arrays.hashCode(body) + " " + delivery.hashCode();
    }

    private static String key(DeliveredRepository repository, String ref, String before, String after) {
        return (repository == null ? "" : repository.shown()) + " " + ref + " " + before + " " + after;
    }
}
