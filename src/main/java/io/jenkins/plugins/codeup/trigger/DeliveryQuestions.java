package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Job;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.codeup.endpoint.AcceptedDelivery;
import io.jenkins.plugins.codeup.endpoint.BackgroundThreads;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Asks Codeup what it takes to decide on deliveries that do not tell it themselves, before a build is scheduled. Questions
 * are asked in a few threads, so that a slow Codeup holds up no other delivery; an item with many of them gets no further
 * deliveries meanwhile.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class DeliveryQuestions {

    private static final int THREADS = 4;

    private final ExecutorService executor = BackgroundThreads.create("Question about a Codeup delivery", THREADS);

    /** How many questions wait or are asked, by the full name of the job. */
    private final Map<String, Integer> waiting = new HashMap<>();

    /** Asks, and tells the deliveries their result. */
    interface Question {
        void ask() throws InterruptedException;
    }

    @NonNull
    static DeliveryQuestions get() {
        return ExtensionList.lookupSingleton(DeliveryQuestions.class);
    }

    /**
     * @param job a full name
     * @return how many questions wait for an answer
     */
    synchronized int waiting(@NonNull String job) {
        return waiting.getOrDefault(job, 0);
    }

    /**
     * Asks later, in another thread, with the rights of {@code SYSTEM}.
     *
     * @param deliveries have failed if the question fails
     */
    void add(@NonNull Job<?, ?> job, @NonNull Collection<AcceptedDelivery> deliveries, @NonNull Question question) {
        String name = job.getFullName();
        synchronized (this) {
            waiting.merge(name, 1, Integer::sum);
        }
        executor.execute(() -> {
            try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
                question.ask();
            } catch (InterruptedException stopped) {
                // Jenkins is stopping: the delivery is still on the disk and is processed after the next start
                Thread.currentThread().interrupt();
            } catch (RuntimeException | LinkageError e) {
                deliveries.forEach(delivery -> delivery.failed(e));
            } finally {
                synchronized (this) {
                    waiting.computeIfPresent(name, (key, count) -> count > 1 ? count - 1 : null);
                }
            }
        });
    }
}
