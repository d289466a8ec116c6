package io.jenkins.plugins.codeup.trigger;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Job;
import hudson.util.AtomicFileWriter;
import io.jenkins.plugins.codeup.delivery.DeliveredRepository;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.Delivery.MergeRequestInfo;
import io.jenkins.plugins.codeup.delivery.DeliveryFilter;
import io.jenkins.plugins.codeup.delivery.DeliveryFilter.Decision;
import io.jenkins.plugins.codeup.delivery.DeliveryFilter.Reason;
import io.jenkins.plugins.codeup.endpoint.AcceptedDelivery;
import io.jenkins.plugins.codeup.endpoint.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The drafts that a job would have built, in {@value #FILE_NAME} beside its {@code config.xml}. That a draft became ready
 * is told by an update that looks like an edit of words, so that it takes a memory to build the one and not the other.
 * Used by one thread at a time for each job.
 */
final class WaitingDrafts {

    /** The file's name in the job's directory. */
    static final String FILE_NAME = "codeup-drafts.json";

    private static final Logger LOGGER = Logger.getLogger(WaitingDrafts.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_DRAFTS = 1_000;

    /** Null if nothing is remembered. */
    private final Path file;

    /**
     * By repository and number: an empty text for one that waits, or the id of the delivery that it was built for. After a
     * crash that delivery is decided again, and again finds a draft that waited.
     */
    private final Map<String, String> drafts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MAX_DRAFTS;
        }
    };

    /** Decides on a delivery. */
    interface Decisions {

        /**
         * @param waited see {@link DeliveryFilter#decide(Delivery, boolean)}
         */
        @NonNull
        Decision decide(@NonNull Delivery delivery, boolean waited);
    }

    private WaitingDrafts(@CheckForNull Path file) {
        this.file = file;
    }

    @NonNull
    static WaitingDrafts of(@NonNull Job<?, ?> job) {
        return in(job.getRootDir().toPath());
    }

    /**
     * @return for a job whose drafts do not wait one that remembers nothing
     */
    @NonNull
    static WaitingDrafts of(@NonNull Job<?, ?> job, @NonNull CodeupTrigger trigger) {
        return trigger.isSkipDrafts() ? of(job) : new WaitingDrafts(null);
    }

    /**
     * @param directory of the job
     */
    @NonNull
    static WaitingDrafts in(@NonNull Path directory) {
        WaitingDrafts drafts = new WaitingDrafts(directory.resolve(FILE_NAME));
        drafts.read();
        return drafts;
    }

    /**
     * Decides on a delivery, and remembers whether its merge request waits now.
     *
     * @throws UncheckedIOException if that cannot be written: the draft would never be built
     */
    @NonNull
    Decision decide(@NonNull AcceptedDelivery accepted, @NonNull Decisions decisions) {
        return decide(accepted.delivery(), accepted.id(), decisions);
    }

    @NonNull
    Decision decide(@NonNull Delivery delivery, @NonNull String id, @NonNull Decisions decisions) {
        MergeRequestInfo info = delivery instanceof Delivery.MergeRequest request ? request.info() : null;
        if (file == null || info == null || info.id() == null) {
            return decisions.decide(delivery, false);
        }
        DeliveredRepository repository = delivery.repository();
        String key = (repository == null ? "" : repository.key()) + " " + info.id();
        String before = drafts.get(key);
        Decision decision = decisions.decide(delivery, before != null && (before.isEmpty() || before.equals(id)));
        String after = DeliveryFilter.isEnded(info)
                ? null
                : decision.reason() == Reason.DRAFT ? "" : before != null && decision.builds() ? id : before;
        if (!Objects.equals(before, after)) {
            if (after == null) {
                drafts.remove(key);
            } else {
                drafts.put(key, after);
            }
            write();
        }
        return decision;
    }

    private void read() {
        try {
            if (Files.exists(file)) {
                drafts.putAll(JSON.readValue(file.toFile(), new TypeReference<Map<String, String>>() {}));
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, file + " can't be read: drafts that waited are built at their next push", e);
        }
    }

    private void write() {
        try (AtomicFileWriter writer = new AtomicFileWriter(file, StandardCharsets.UTF_8)) {
            try {
                PrivateFiles.restrict(writer.getTemporaryPath());
                writer.write(JSON.writeValueAsString(drafts));
                writer.commit();
            } finally {
                writer.abort();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
