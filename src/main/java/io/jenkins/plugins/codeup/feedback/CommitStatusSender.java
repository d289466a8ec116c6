package io.jenkins.plugins.codeup.feedback;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.TaskListener;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CommitStatuses;
import io.jenkins.plugins.codeup.connection.CodeupClients;
import io.jenkins.plugins.codeup.feedback.BuildStatusReporter.BuildStatus;
import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Sends build statuses to Codeup, in one thread, so that they arrive in order. Builds neither wait for it nor fail with
 * it: a status that Codeup rejects, or for which the queue has no room, is a warning in Jenkins's log.
 */
@Extension
@Restricted(NoExternalUse.class)
public class CommitStatusSender {

    private static final Logger LOGGER = Logger.getLogger(CommitStatusSender.class.getName());
    private static final int MAX_WAITING = 1_000;

    private final ThreadPoolExecutor executor = new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            new NamingThreadFactory(new DaemonThreadFactory(), "Codeup build statuses"));

    public CommitStatusSender() {
        executor.allowCoreThreadTimeOut(true);
    }

    @NonNull
    static CommitStatusSender get() {
        return ExtensionList.lookupSingleton(CommitStatusSender.class);
    }

    void send(@NonNull BuildStatus status) {
        try {
            executor.execute(() -> sendNow(status));
        } catch (RejectedExecutionException e) {
            LOGGER.log(
                    Level.WARNING,
                    "Status of {0} not reported to Codeup: {1} other statuses are waiting",
                    new Object[] {status.run(), MAX_WAITING});
        }
    }

    private static void sendNow(BuildStatus status) {
        try {
            CodeupClient client = status.source().client(CodeupClients.Purpose.STATUS, TaskListener.NULL);
            CommitStatuses statuses = client.commitStatuses();
            if (statuses != null) {
                long repositoryId =
                        status.source().repositoryId(status.revision().getHead(), client);
                statuses.create(repositoryId, status.commit(), status.status());
            }
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "Status of {0} not reported to Codeup: {1}", new Object[] {
                status.run(), e.getMessage()
            });
            LOGGER.log(Level.FINE, "", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
