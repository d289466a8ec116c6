package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.XmlFile;
import hudson.util.XStream2;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.DeliveryReader;
import io.jenkins.plugins.codeup.delivery.DeliveryReader.InvalidDeliveryException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/**
 * Stores what the {@link DeliveryQueue} holds from a shutdown of Jenkins to its next start, in {@value #FILE_NAME} in
 * JENKINS_HOME. The file exists only while Jenkins is stopped: after a crash an old one would start builds again.
 */
final class DeliveryStore {

    private static final Logger LOGGER = Logger.getLogger(DeliveryStore.class.getName());
    private static final String FILE_NAME = "codeup-deliveries.xml";
    private static final XStream2 XSTREAM = new XStream2();

    static {
        XSTREAM.alias("codeup-deliveries", Stored.class);
        XSTREAM.alias("delivery", StoredDelivery.class);
    }

    private DeliveryStore() {}

    /**
     * The content of the queue.
     *
     * @param acceptedIds the keys of accepted deliveries, oldest first, with the time of each
     * @param waiting the deliveries that were not processed, in their order
     */
    record Content(
            @NonNull Map<String, Instant> acceptedIds, @NonNull List<DeliveryQueue.Accepted> waiting) {}

    /** Writes the file, unless there is nothing to store. */
    static void write(@NonNull Content content) throws IOException {
        if (content.acceptedIds().isEmpty() && content.waiting().isEmpty()) {
            return;
        }
        Stored stored = new Stored();
        content.acceptedIds().forEach((id, time) -> stored.acceptedIds.put(id, time.toEpochMilli()));
        content.waiting().forEach(one -> stored.deliveries.add(new StoredDelivery(one)));
        file().write(stored);
    }

    /**
     * Reads and deletes the file. Sets an unreadable one aside as {@code .unreadable}; leaves out deliveries that can't
     * be parsed.
     *
     * @return the stored content; empty if there is no readable file
     */
    @NonNull
    static Content take() {
        Content content = new Content(new LinkedHashMap<>(), new ArrayList<>());
        Path file = file().getFile().toPath();
        if (!Files.exists(file)) {
            return content;
        }
        try {
            Stored stored = (Stored) file().read();
            stored.acceptedIds.forEach((id, time) -> content.acceptedIds().put(id, Instant.ofEpochMilli(time)));
            for (StoredDelivery one : stored.deliveries) {
                one.addTo(content.waiting());
            }
            Files.delete(file);
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, file + " can't be read or deleted and is set aside", e);
            setAside(file);
        }
        return content;
    }

    private static void setAside(Path file) {
        try {
            Files.move(file, file.resolveSibling(FILE_NAME + ".unreadable"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, file + " can't be moved", e);
        }
    }

    private static XmlFile file() {
        return new XmlFile(XSTREAM, new File(Jenkins.get().getRootDir(), FILE_NAME));
    }

    /** The root element. Not a record, as XStream can't read records; so is a delivery. */
    private static final class Stored {

        /** Times in milliseconds since 1970. */
        private final Map<String, Long> acceptedIds = new LinkedHashMap<>();

        private final List<StoredDelivery> deliveries = new ArrayList<>();
    }

    private static final class StoredDelivery {

        private final String webhookId;
        private final String event;
        private final long receivedAt;
        private final byte[] body;

        StoredDelivery(DeliveryQueue.Accepted accepted) {
            webhookId = accepted.webhookId();
            event = accepted.event();
            receivedAt = accepted.receivedAt();
            body = accepted.body();
        }

        void addTo(List<DeliveryQueue.Accepted> deliveries) {
            try {
                Delivery delivery = DeliveryReader.read(event, body);
                deliveries.add(new DeliveryQueue.Accepted(webhookId, event, body, delivery, receivedAt));
            } catch (InvalidDeliveryException e) {
                LOGGER.log(Level.WARNING, "A stored delivery can't be parsed: {0}", e.getMessage());
            }
        }
    }
}
