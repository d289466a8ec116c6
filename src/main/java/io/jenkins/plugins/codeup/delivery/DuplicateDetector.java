package io.jenkins.plugins.codeup.delivery;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Recognizes deliveries or events that arrive again, by a key. Remembers a limited number of keys for a limited time
 * and forgets the oldest first. Thread-safe.
 */
public final class DuplicateDetector {

    private final int maxKeys;
    private final Duration maxAge;
    private final Clock clock;
    /** When each key was added, oldest first. */
    private final Map<String, Instant> keys = new LinkedHashMap<>();

    /**
     * @param maxKeys how many keys are remembered
     * @param maxAge for how long a key is remembered
     */
    public DuplicateDetector(int maxKeys, @NonNull Duration maxAge, @NonNull Clock clock) {
        this.maxKeys = maxKeys;
        this.maxAge = maxAge;
        this.clock = clock;
    }

    /**
     * Identifies the event behind a delivery. Deliveries of the same event to several webhooks have different delivery
     * ids but the same key.
     *
     * @param body the body that the delivery was read from
     * @return a hash: for a push of the repository, the ref and both commits; for other events of the whole body
     */
    @NonNull
    public static String eventKey(@NonNull Delivery delivery, @NonNull byte[] body) {
        if (delivery instanceof Delivery.Push push) {
            return eventKey(push.repository(), push.ref(), push.before(), push.after());
        }
        if (delivery instanceof Delivery.TagPush push) {
            return eventKey(push.repository(), push.ref(), push.before(), push.after());
        }
        return hash(body);
    }

    private static String eventKey(DeliveredRepository repository, String ref, String before, String after) {
        return hash((repository == null ? "" : repository.shown()) + " " + ref + " " + before + " " + after);
    }

    /**
     * @return 64 hexadecimal digits, whatever the text's length
     */
    @NonNull
    static String hash(@NonNull String text) {
        return hash(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * @return whether the key was added before and is still remembered
     */
    public synchronized boolean contains(@NonNull String key) {
        forgetOld();
        return keys.containsKey(key);
    }

    /**
     * Remembers a key from now on.
     *
     * @return false if it is remembered already; its time does not change then
     */
    public synchronized boolean add(@NonNull String key) {
        forgetOld();
        boolean added = keys.putIfAbsent(key, clock.instant()) == null;
        forgetSurplus();
        return added;
    }

    /**
     * @return a copy of the remembered keys, oldest first, with the time of each
     */
    @NonNull
    public synchronized Map<String, Instant> all() {
        forgetOld();
        return new LinkedHashMap<>(keys);
    }

    /**
     * Remembers keys of an earlier {@link #all()}, each from its own time on.
     */
    public synchronized void addAll(@NonNull Map<String, Instant> earlier) {
        earlier.forEach(keys::putIfAbsent);
        forgetSurplus();
    }

    private void forgetOld() {
        Instant limit = clock.instant().minus(maxAge);
        Iterator<Instant> oldest = keys.values().iterator();
        while (oldest.hasNext() && oldest.next().isBefore(limit)) {
            oldest.remove();
        }
    }

    private void forgetSurplus() {
        Iterator<String> oldest = keys.keySet().iterator();
        while (keys.size() > maxKeys) {
            oldest.next();
            oldest.remove();
        }
    }
}
