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

/**
 * A delivery as the {@link Journal} has it: format version, webhook id, event header, body.
 *
 * @param event the header that names the event, or null
 */
record StoredDelivery(
        @NonNull String webhookId,
        @CheckForNull String event,
        @NonNull byte[] body) {

    private static final byte VERSION = 1;

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
     * @throws IOException if it was written by a later version
     */
    @NonNull
    static StoredDelivery read(@NonNull byte[] stored) throws IOException {
        ByteArrayInputStream bytes = new ByteArrayInputStream(stored);
        DataInputStream in = new DataInputStream(bytes);
        if (in.readByte() != VERSION) {
            throw new IOException("A delivery in the journal was written by a later version of the plugin");
        }
        String webhookId = in.readUTF();
        boolean hasEvent = in.readBoolean();
        String event = in.readUTF();
        return new StoredDelivery(webhookId, hasEvent ? event : null, bytes.readAllBytes());
    }

    @NonNull
    Delivery parse() throws InvalidDeliveryException {
        return DeliveryReader.read(event, body);
    }
}
