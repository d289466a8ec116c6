package io.jenkins.plugins.codeup.endpoint;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.model.Run;
import hudson.util.AtomicFileWriter;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.DeliveryEvent;
import io.jenkins.plugins.codeup.delivery.DeliveryReader.InvalidDeliveryException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jvnet.localizer.LocaleProvider;
import org.jvnet.localizer.Localizable;
import org.jvnet.localizer.ResourceBundleHolder;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * The latest deliveries of one webhook with their results, in {@value #FILE_NAME} beside the item's {@code config.xml}.
 * Written every few seconds; a delivery without a build is done when its line is written. Contains no secrets and
 * nothing of rejected requests but their number. Thread-safe.
 */
@Restricted(NoExternalUse.class)
public final class DeliveryLog {

    private static final Logger LOGGER = Logger.getLogger(DeliveryLog.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_LINES = 50;

    /** The event of a delivery that names none. */
    public static final String UNKNOWN_EVENT = "unknown";

    /** The file's name in the item's directory. */
    public static final String FILE_NAME = "codeup-deliveries.json";

    private final String webhookId;
    /** Newest first; null until the file was read. */
    private List<Line> lines;
    /** Deliveries that are done when the file is written. */
    private List<Long> ended = new ArrayList<>();

    private boolean changed;
    private long rejected;
    private Date lastRejected;

    /** How far a delivery got. */
    public enum State {
        WAITING,
        /** Ended without a build of its own. */
        DECIDED,
        /** Its build is in the queue. */
        SCHEDULED,
        BUILT,
        FAILED
    }

    /**
     * One delivery and its result.
     *
     * @param id see {@link AcceptedDelivery#id}, or an empty text for a test delivery and one that can't be read
     * @param time in milliseconds since 1970
     * @param event the event as Codeup names it, {@link #UNKNOWN_EVENT}, or null for a test delivery
     * @param ref the branch or tag, or null
     * @param english what the delivery did and why
     * @param chinese the same in Chinese
     * @param build the build's externalizable id, or null
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonAutoDetect(fieldVisibility = Visibility.ANY, getterVisibility = Visibility.NONE)
    public record Line(
            @NonNull String id,
            long time,
            @CheckForNull String event,
            @CheckForNull String ref,
            @NonNull State state,
            @NonNull String english,
            @NonNull String chinese,
            @CheckForNull String build) {

        public Date getTime() {
            return new Date(time);
        }

        public String getEvent() {
            return event;
        }

        public String getRef() {
            return ref;
        }

        /**
         * @return the result in the reader's language
         */
        public String getResult() {
            boolean reader = LocaleProvider.getLocale().getLanguage().equals(Locale.CHINESE.getLanguage());
            return reader ? chinese : english;
        }

        /**
         * @return the build that the delivery started or joined, or null if there is none or it was deleted
         */
        @CheckForNull
        public Run<?, ?> getRun() {
            try {
                return build == null ? null : Run.fromExternalizableId(build);
            } catch (RuntimeException deletedOrHidden) {
                return null;
            }
        }

        private Line with(State newState, Localizable result, String newBuild) {
            return result == null
                    ? new Line(id, time, event, ref, newState, english, chinese, newBuild)
                    : new Line(id, time, event, ref, newState, in(Locale.ENGLISH, result), chinese(result), newBuild);
        }

        private static String in(Locale locale, Localizable text) {
            return text.toString(locale);
        }

        private static String chinese(Localizable text) {
            return in(Locale.SIMPLIFIED_CHINESE, text);
        }
    }

    /** For {@link DeliveryLogs}. */
    DeliveryLog(@NonNull String webhookId) {
        this.webhookId = webhookId;
    }

    private List<Line> latest() {
        if (lines == null) {
            lines = new ArrayList<>();
            Path file = file();
            try {
                if (file != null && Files.exists(file)) {
                    lines.addAll(JSON.readValue(file.toFile(), new TypeReference<List<Line>>() {}));
                }
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, file + " can't be read: the latest deliveries are forgotten", e);
            }
        }
        return lines;
    }

    private Path file() {
        Item item = WebhookIndex.item(webhookId);
        return item == null ? null : item.getRootDir().toPath().resolve(FILE_NAME);
    }

    /**
     * @param webhookId see {@link ItemWebhook#id()}
     * @return the webhook's log; empty if no delivery arrived lately
     */
    @NonNull
    public static DeliveryLog of(@NonNull String webhookId) {
        return DeliveryLogs.get().of(webhookId);
    }

    /** Adds a test delivery. */
    synchronized void test(@NonNull Delivery delivery) {
        add(line("", System.currentTimeMillis(), delivery).with(State.DECIDED, Messages._DeliveryLog_test(), null));
        changed = true;
    }

    /**
     * Adds a delivery that was rejected although it has the secret.
     *
     * @param eventHeader the header that names the event, or null
     */
    synchronized void unreadable(@CheckForNull String eventHeader, @NonNull Reason reason) {
        DeliveryEvent event = DeliveryEvent.of(eventHeader);
        String kind = event == null ? UNKNOWN_EVENT : event.kind();
        Localizable text = new Localizable(ResourceBundleHolder.get(Messages.class), "Unreadable." + reason);
        add(new Line("", System.currentTimeMillis(), kind, null, State.DECIDED, "", "", null)
                .with(State.DECIDED, text, null));
        changed = true;
    }

    /** Adds a delivery that waits, unless the file has it from before a restart, or from when it could not be read. */
    synchronized void add(@NonNull AcceptedDelivery accepted) {
        int index = indexOf(accepted.id());
        if (index < 0) {
            add(waiting(accepted));
        } else if (UNKNOWN_EVENT.equals(lines.get(index).event)) {
            lines.set(index, waiting(accepted));
        }
    }

    private static Line waiting(AcceptedDelivery accepted) {
        return line(accepted.id(), accepted.receivedAt(), accepted.delivery())
                .with(State.WAITING, Messages._DeliveryLog_waiting(), null);
    }

    private static Line line(String id, long time, Delivery delivery) {
        if (delivery == null) {
            // not read from the journal yet
            return new Line(id, time, UNKNOWN_EVENT, null, State.WAITING, "", "", null);
        }
        String ref = delivery instanceof Delivery.TagPush tag ? tag.tag() : delivery.branch();
        DeliveryEvent event = delivery.event();
        return new Line(id, time, event == null ? null : event.kind(), ref, State.WAITING, "", "", null);
    }

    private void add(Line line) {
        latest().add(0, line);
        if (lines.size() > MAX_LINES) {
            lines.remove(MAX_LINES);
        }
    }

    private int indexOf(String id) {
        return latest().stream().map(Line::id).toList().indexOf(id);
    }

    /** Changes a delivery's line, if it is still among the latest. */
    synchronized void update(@NonNull AcceptedDelivery delivery, @NonNull State state, @NonNull Localizable result) {
        replace(delivery.id(), state, result, null);
        if (state == State.DECIDED || state == State.FAILED) {
            ended.add(delivery.number());
        }
    }

    /** Names the build that deliveries started or joined. */
    synchronized void built(@NonNull Collection<String> ids, @NonNull Run<?, ?> run) {
        ids.forEach(id -> replace(id, State.BUILT, null, run.getExternalizableId()));
    }

    private void replace(String id, State state, Localizable result, String build) {
        int index = indexOf(id);
        if (index >= 0) {
            Line line = lines.get(index);
            // a short build can begin, and end, before its delivery's result is told
            boolean early = line.state == State.BUILT && state != State.FAILED && build == null;
            lines.set(index, early ? line.with(State.BUILT, result, line.build) : line.with(state, result, build));
        }
        changed = true;
    }

    /**
     * Names the builds of deliveries whose lines were last written before their builds began.
     *
     * @param open the deliveries that are not done
     */
    public void complete(@NonNull Item item, @NonNull Set<String> open) {
        List<Line> unclear;
        synchronized (this) {
            unclear = latest().stream()
                    .filter(line -> line.state == State.WAITING || line.state == State.SCHEDULED)
                    .filter(line -> !open.contains(line.id))
                    .toList();
        }
        if (!unclear.isEmpty()) {
            Set<String> ids = unclear.stream().map(Line::id).collect(Collectors.toSet());
            long oldest = unclear.stream().mapToLong(Line::time).min().orElseThrow();
            DeliveryBuilds.find(item, ids, oldest).forEach((id, run) -> built(List.of(id), run));
        }
    }

    /** Writes the file if a line changed. Then what ended is done; if it can't be written, it is done all the same. */
    void write() {
        List<Line> content;
        List<Long> done;
        synchronized (this) {
            if (!changed) {
                return;
            }
            changed = false;
            content = List.copyOf(latest());
            done = ended;
            ended = new ArrayList<>();
        }
        Path file = file();
        if (file != null) {
            try {
                write(file, JSON.writeValueAsString(content));
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, file + " can't be written", e);
            }
        }
        DeliveryQueue.get().done(done);
    }

    private static void write(Path file, String content) throws IOException {
        try (AtomicFileWriter writer = new AtomicFileWriter(file, StandardCharsets.UTF_8, false, false)) {
            try {
                PrivateFiles.restrict(writer.getTemporaryPath());
                writer.write(content);
                writer.commit();
            } finally {
                writer.abort();
            }
        }
    }

    /** Counts a request to the webhook's URL without a valid secret. */
    synchronized void reject() {
        rejected++;
        lastRejected = new Date();
    }

    /**
     * @return how many requests had no valid secret
     */
    public synchronized long rejected() {
        return rejected;
    }

    /**
     * @return the time of the last request without a valid secret, or null
     */
    @CheckForNull
    public synchronized Date lastRejected() {
        return lastRejected == null ? null : new Date(lastRejected.getTime());
    }

    /**
     * @return the latest deliveries, newest first
     */
    @NonNull
    public List<Line> lines() {
        List<AcceptedDelivery> waiting = DeliveryQueue.get().waiting(webhookId, MAX_LINES);
        List<Line> all = new ArrayList<>();
        synchronized (this) {
            all.addAll(latest());
            waiting.stream()
                    .filter(one -> indexOf(one.id()) < 0)
                    .map(DeliveryLog::waiting)
                    .forEach(line -> all.add(0, line));
        }
        return List.copyOf(all.subList(0, Math.min(all.size(), MAX_LINES)));
    }
}
