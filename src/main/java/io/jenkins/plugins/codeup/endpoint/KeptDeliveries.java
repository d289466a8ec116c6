package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The file of deliveries that were answered but not worked on when Jenkins shut down. */
final class KeptDeliveries {

    private static final Logger LOGGER = Logger.getLogger(KeptDeliveries.class.getName());
    private static final String NAME = "codeup-deliveries.bin";

    private KeptDeliveries() {}

    /** Writes nothing if there are none. */
    static void keep(@NonNull File home, @NonNull Collection<ReceivedDelivery> deliveries) throws IOException {
        if (deliveries.isEmpty()) {
            return;
        }
        Path whole = home.toPath().resolve(NAME);
        Path part = home.toPath().resolve(NAME + ".part");
        try (DataOutputStream stream = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(part)))) {
            stream.writeInt(deliveries.size());
            for (ReceivedDelivery delivery : deliveries) {
                delivery.writeTo(stream);
            }
        }
        Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Reads what was kept, once. */
    @NonNull
    static List<ReceivedDelivery> take(@NonNull File home) {
        Path file = home.toPath().resolve(NAME);
        List<ReceivedDelivery> deliveries = new ArrayList<>();
        if (!Files.exists(file)) {
            return deliveries;
        }
        try (DataInputStream stream = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            for (int left = stream.readInt(); left > 0; left--) {
                deliveries.add(ReceivedDelivery.readFrom(stream));
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, file + " can't be read to its end", e);
        }
        try {
            Files.delete(file);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, file + " can't be deleted", e);
        }
        return deliveries;
    }
}
