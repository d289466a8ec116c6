package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Item;
import hudson.model.PeriodicWork;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.DeliveryReader;
import io.jenkins.plugins.codeup.delivery.DeliveryReader.InvalidDeliveryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * The bodies of each item's latest deliveries, for people: in {@value #DIRECTORY} beside the item's {@code config.xml}, one
 * file a delivery. Written some seconds later; what a crash loses of them is lost, other than the deliveries themselves.
 * Thread-safe.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class DeliveryBodies extends PeriodicWork {

    private static final Logger LOGGER = Logger.getLogger(DeliveryBodies.class.getName());

    /** The directory's name in the item's directory. */
    public static final String DIRECTORY = "codeup-deliveries";

    private static final int MAX_BODIES = 50;
    /** Larger ones are not kept. Those that Codeup sends have some kilobytes. */
    private static final int MAX_BODY = 256 << 10;

    /** Of those that are not written yet. */
    private static final long MAX_BYTES = 32L << 20;

    private static final Pattern ID = Pattern.compile("[0-9a-f]{1,16}");

    /** Those that are not written yet, by webhook and delivery, the oldest first. */
    private final Map<String, Map<String, byte[]>> waiting = new HashMap<>();

    private long bytes;

    /**
     * A body as it was received.
     *
     * @param event the header that named the event, or null
     */
    public record Kept(@CheckForNull String event, @NonNull byte[] body) {

        /**
         * @return null if it is not valid any more, which a newer version of the plugin may find
         */
        @CheckForNull
        public Delivery delivery() {
            try {
                return DeliveryReader.read(event, body);
            } catch (InvalidDeliveryException e) {
                return null;
            }
        }
    }

    @NonNull
    public static DeliveryBodies get() {
        return ExtensionList.lookupSingleton(DeliveryBodies.class);
    }

    @Override
    public long getRecurrencePeriod() {
        return TimeUnit.SECONDS.toMillis(5);
    }

    @Override
    public void doRun() {
        Map<String, Map<String, byte[]>> all;
        synchronized (this) {
            all = new HashMap<>(waiting);
        }
        all.keySet().forEach(this::write);
    }

    /** Takes over the body that a delivery was read from. */
    synchronized void keep(@NonNull AcceptedDelivery delivery) {
        byte[] stored = delivery.takeStored();
        if (stored == null || stored.length > MAX_BODY || bytes + stored.length > MAX_BYTES) {
            return;
        }
        Map<String, byte[]> own = waiting.computeIfAbsent(delivery.webhookId(), id -> new LinkedHashMap<>());
        if (own.put(delivery.id(), stored) == null) {
            bytes += stored.length;
        }
        if (own.size() > MAX_BODIES) {
            String oldest = own.keySet().iterator().next();
            bytes -= own.remove(oldest).length;
        }
    }

    private void write(String webhookId) {
        Map<String, byte[]> own;
        synchronized (this) {
            own = waiting.remove(webhookId);
            if (own == null) {
                return;
            }
            bytes -= own.values().stream().mapToLong(body -> body.length).sum();
        }
        Item item = WebhookIndex.item(webhookId);
        if (item == null) {
            return;
        }
        Path directory = directory(item);
        try {
            PrivateFiles.createDirectory(directory);
            for (Map.Entry<String, byte[]> one : own.entrySet()) {
                Path file = directory.resolve(one.getKey());
                Files.write(file, one.getValue());
                PrivateFiles.restrict(file);
            }
            removeOldest(directory);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Deliveries can't be written into " + directory, e);
        }
    }

    private static Path directory(Item item) {
        return item.getRootDir().toPath().resolve(DIRECTORY);
    }

    private static void removeOldest(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.sorted((one, other) -> Long.compareUnsigned(number(other), number(one)))
                    .skip(MAX_BODIES)
                    .toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }

    /** Deliveries are numbered as they arrive. */
    private static long number(Path file) {
        String name = String.valueOf(file.getFileName());
        return ID.matcher(name).matches() ? Long.parseUnsignedLong(name, 16) : 0;
    }

    /**
     * @param id see {@link DeliveryLog.Line#id()}
     * @return null if it is too old, was too large, or is not one of the item's
     */
    @CheckForNull
    public Kept read(@NonNull Item item, @CheckForNull String id) throws IOException {
        ItemWebhook webhook = ItemWebhook.existing(item);
        if (webhook == null || id == null || !ID.matcher(id).matches()) {
            return null;
        }
        byte[] stored;
        synchronized (this) {
            stored = waiting.getOrDefault(webhook.id(), Map.of()).get(id);
        }
        Path file = directory(item).resolve(id);
        if (stored == null && Files.exists(file)) {
            stored = Files.readAllBytes(file);
        }
        if (stored == null) {
            return null;
        }
        StoredDelivery read = StoredDelivery.read(stored);
        return new Kept(read.event(), read.body());
    }
}
