package io.jenkins.plugins.codeup.scm;

import hudson.Extension;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.ExtensionList;
import hudson.model.TaskListener;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CommitStatuses;
import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Tells Codeup of builds, one after the other, so that what came last counts. No build waits for it or fails by it: what
 * Codeup does not take is said in Jenkins's log, and so is what there is no more room for.
 */
@Extension
public class StatusSender {

    private static final Logger LOGGER = Logger.getLogger(StatusSender.class.getName());
    private static final int MOST_WAITING = 1_000;

    private final ThreadPoolExecutor executor = new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            new NamingThreadFactory(new DaemonThreadFactory(), "Codeup build statuses"));

    public StatusSender() {
        executor.allowCoreThreadTimeOut(true);
    }

    @NonNull
    static StatusSender get() {
        return ExtensionList.lookupSingleton(StatusSender.class);
    }

    void send(@NonNull BuildStatus status) {
        try {
            executor.execute(() -> sendNow(status));
        } catch (RejectedExecutionException full) {
            LOGGER.log(Level.WARNING, "Codeup is not told of {0}: {1} others are waiting", new Object[] {
                status.run(), MOST_WAITING
            });
        }
    }

    private static void sendNow(BuildStatus status) {
        try {
            CodeupClient client = status.source().client(TaskListener.NULL);
            CommitStatuses statuses = client.commitStatuses();
            if (statuses != null) {
                Long fork = status.repositoryId();
                long repositoryId = fork != null
                        ? fork
                        : status.source().placeOf(TaskListener.NULL).id();
                statuses.create(repositoryId, status.commit(), status.status());
            }
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "Codeup is not told of {0}: {1}", new Object[] {status.run(), e.getMessage()});
            LOGGER.log(Level.FINE, "", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
