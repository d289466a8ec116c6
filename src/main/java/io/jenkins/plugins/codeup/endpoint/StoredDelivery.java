package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.DeliveryReader;
import io.jenkins.plugins.codeup.delivery.DeliveryReader.InvalidDeliveryException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A delivery as the {@link Journal} has it: format version, webhook id, event header, body. */
final class StoredDelivery {

    private static final Logger LOGGER = Logger.getLogger(StoredDelivery.class.getName());
    private static final byte VERSION = 1;

    private StoredDelivery() {}

    /**
     * @param event the header that names the event, or null
     */
    @NonNull
    static byte[] write(@NonNull String webhookId, @CheckForNull String event, @NonNull byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length + 100);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeUTF(webhookId);
            out.writeBoolean(event != null);
            out.writeUTF(event == null ? "" : event);
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * @return the delivery, or null if it is done or can't be read; in the latter case it is done from now on
     */
    @CheckForNull
    static AcceptedDelivery read(@NonNull Journal journal, @NonNull Journal.Entry entry) {
        try {
            byte[] stored = journal.read(entry.id());
            if (stored == null) {
                return null;
            }
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(stored));
            if (in.readByte() != VERSION) {
                throw new IOException("written by a later version");
            }
            String webhookId = in.readUTF();
            boolean hasEvent = in.readBoolean();
            String event = in.readUTF();
            byte[] body = in.readAllBytes();
            Delivery delivery = DeliveryReader.read(hasEvent ? event : null, body);
            return new AcceptedDelivery(entry, webhookId, body.length, delivery);
        } catch (IOException | InvalidDeliveryException e) {
            LOGGER.log(Level.WARNING, "A delivery in the journal can't be read", e);
            journal.done(List.of(entry.id()));
            return null;
        }
    }
}
