package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Job;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.RepositoryMembers.Role;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.client.http.RetryPolicy;
import io.jenkins.plugins.codeup.connection.CodeupClients;
import io.jenkins.plugins.codeup.connection.CodeupClients.Purpose;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.connection.CodeupRoles;
import io.jenkins.plugins.codeup.connection.CodeupRoles.Standing;
import io.jenkins.plugins.codeup.connection.CredentialsLookup;
import io.jenkins.plugins.codeup.delivery.DeliveredRepository;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.PlainText;
import io.jenkins.plugins.codeup.endpoint.AcceptedDelivery;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Asks Codeup whether the author of a comment may start a build, before the build is scheduled. Who wrote it is in the
 * delivery, whose secret only administrators of the repository know; which role he has is not. Questions are asked in a
 * few threads, so that a slow Codeup holds up no other delivery.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class CommentAuthors {

    private static final int THREADS = 4;
    private static final int MAX_NAME = 200;

    private final ThreadPoolExecutor executor = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new NamingThreadFactory(new DaemonThreadFactory(), "Author of a Codeup comment"));

    /** How many questions wait or are asked, by the full name of the job. */
    private final Map<String, Integer> waiting = new HashMap<>();

    public CommentAuthors() {
        executor.allowCoreThreadTimeOut(true);
    }

    @NonNull
    static CommentAuthors get() {
        return ExtensionList.lookupSingleton(CommentAuthors.class);
    }

    /**
     * @param job a full name
     * @return how many comments wait for an answer
     */
    synchronized int waiting(@NonNull String job) {
        return waiting.getOrDefault(job, 0);
    }

    /**
     * @return whether the delivery is a comment whose author is to be asked for
     */
    static boolean isAsked(@NonNull CodeupTrigger trigger, @NonNull Delivery delivery) {
        return delivery instanceof Delivery.Note && trigger.getNoteRole().role() != null;
    }

    /**
     * Ends the delivery if its author may not start a build.
     *
     * @param build called in another thread if he may
     */
    void ask(
            @NonNull Job<?, ?> job,
            @NonNull CodeupTrigger trigger,
            @NonNull AcceptedDelivery accepted,
            @NonNull Runnable build) {
        String name = job.getFullName();
        synchronized (this) {
            waiting.merge(name, 1, Integer::sum);
        }
        executor.execute(() -> {
            try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
                decide(job, trigger, accepted, build);
            } catch (InterruptedException stopped) {
                // Jenkins is stopping: the delivery is still on the disk and is processed after the next start
                Thread.currentThread().interrupt();
            } catch (RuntimeException | LinkageError e) {
                accepted.failed(e);
            } finally {
                synchronized (this) {
                    waiting.computeIfPresent(name, (key, count) -> count > 1 ? count - 1 : null);
                }
            }
        });
    }

    private static void decide(Job<?, ?> job, CodeupTrigger trigger, AcceptedDelivery accepted, Runnable build)
            throws InterruptedException {
        Delivery delivery = accepted.delivery();
        Role required = trigger.getNoteRole().role();
        Standing standing = standing(job, trigger, delivery);
        if (required == null || standing.isAtLeast(required)) {
            build.run();
            return;
        }
        String author = PlainText.line(delivery.sender().shown(), MAX_NAME);
        accepted.decided(
                standing.problem() == null
                        ? Messages._CommentAuthors_notAllowed(
                                author, trigger.getNoteRole().label())
                        : Messages._CommentAuthors_unknown(author, standing.problem()));
    }

    /**
     * Asks for the role of a comment's author in the repository that the job's configuration names. Takes calls to Codeup.
     */
    @NonNull
    public static Standing standing(@NonNull Job<?, ?> job, @NonNull CodeupTrigger trigger, @NonNull Delivery delivery)
            throws InterruptedException {
        try {
            JobSources sources = JobSources.of(job);
            RepositoryRef repository = repository(sources, trigger, delivery);
            if (repository == null) {
                return new Standing(null, Messages._CommentAuthors_noRepository());
            }
            CodeupConnection connection = CodeupConfiguration.get().connectionFor(trigger.getConnection(), repository);
            if (connection == null) {
                return new Standing(null, Messages._CodeupTrigger_noConnection(repository));
            }
            CodeupClient client = CodeupClients.forTask(
                    connection,
                    sources.isOwn(repository, connection.getOrganizationId()) ? Purpose.OWN_ROLES : Purpose.JOB,
                    CredentialsLookup.of(job),
                    CredentialsLookup.Ids.NONE,
                    null,
                    repository,
                    RetryPolicy.Listener.NONE);
            return CodeupRoles.get()
                    .of(job.getFullName(), client, repository, delivery.sender().id());
        } catch (IllegalArgumentException e) {
            return new Standing(null, Messages._CommentAuthors_cannotAsk(e.getMessage()));
        }
    }

    /**
     * The repository that the job's configuration names. The delivery only tells which of several it is: who may write
     * deliveries of one repository may not say in which his role counts.
     */
    @CheckForNull
    private static RepositoryRef repository(JobSources sources, CodeupTrigger trigger, Delivery delivery) {
        if (trigger.getRepository() != null) {
            return RepositoryRef.parse(trigger.getRepository());
        }
        DeliveredRepository delivered = delivery.repository();
        return sources.urls().stream()
                .filter(url -> delivered != null && delivered.isAt(url))
                .findFirst()
                .map(RepositoryRef::parse)
                .orElse(null);
    }
}
