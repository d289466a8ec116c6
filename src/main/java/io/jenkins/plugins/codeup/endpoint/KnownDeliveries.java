package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import io.jenkins.plugins.codeup.delivery.RecentDeliveries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/** The ids of the last hour's deliveries: one that comes twice is one, also when Jenkins is restarted in between. */
@Extension
public final class KnownDeliveries {

    private static final Logger LOGGER = Logger.getLogger(KnownDeliveries.class.getName());
    private static final String FILE_NAME = "codeup-known-deliveries.txt";
    private static final int LONGEST_ID = 200;

    private final RecentDeliveries recent = new RecentDeliveries(50_000, Duration.ofHours(1), Clock.systemUTC());

    public KnownDeliveries() {
        recent.remember(read(file()));
    }

    @NonNull
    static KnownDeliveries get() {
        return ExtensionList.lookupSingleton(KnownDeliveries.class);
    }

    /**
     * @param deliveryId as the delivery's header says, or null; without one of sensible length none is known
     * @param taking see {@link RecentDeliveries#take}
     */
    @NonNull
    RecentDeliveries.Outcome take(
            @NonNull String hookId, @CheckForNull String deliveryId, @NonNull BooleanSupplier taking) {
        if (deliveryId != null && !deliveryId.isBlank() && deliveryId.length() <= LONGEST_ID) {
            return recent.take(hookId + " " + deliveryId, taking);
        }
        return taking.getAsBoolean() ? RecentDeliveries.Outcome.TAKEN : RecentDeliveries.Outcome.REFUSED;
    }

    /** An id a line, behind its time. */
    @Terminator
    public static void keep() throws IOException {
        List<String> lines = get().recent.remembered().entrySet().stream()
                .map(known -> known.getValue().toEpochMilli() + " " + known.getKey())
                .toList();
        Files.write(file(), lines);
    }

    private static Path file() {
        return Jenkins.get().getRootDir().toPath().resolve(FILE_NAME);
    }

    /** Read once: after a crash it would be out of date, and all that it could do is to be of no use. */
    private static Map<String, Instant> read(Path file) {
        Map<String, Instant> ids = new LinkedHashMap<>();
        try {
            for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
                String[] parts = line.split(" ", 2);
                ids.put(parts[1], Instant.ofEpochMilli(Long.parseLong(parts[0])));
            }
            Files.deleteIfExists(file);
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, file + " can't be read to its end", e);
        }
        return ids;
    }
}
