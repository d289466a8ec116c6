package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Job;
import io.jenkins.plugins.codeup.client.RepositoryMembers.Role;
import io.jenkins.plugins.codeup.connection.CodeupClients.Purpose;
import io.jenkins.plugins.codeup.connection.CodeupRoles;
import io.jenkins.plugins.codeup.connection.CodeupRoles.Standing;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.PlainText;
import io.jenkins.plugins.codeup.endpoint.AcceptedDelivery;
import java.util.List;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Asks Codeup whether the author of a comment may start a build. Who wrote it is in the delivery, whose secret only
 * administrators of the repository know; which role he has is not.
 */
@Restricted(NoExternalUse.class)
public final class CommentAuthors {

    private static final int MAX_NAME = 200;

    private CommentAuthors() {}

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
    static void ask(
            @NonNull Job<?, ?> job,
            @NonNull CodeupTrigger trigger,
            @NonNull AcceptedDelivery accepted,
            @NonNull Runnable build) {
        DeliveryQuestions.get().add(job, List.of(accepted), () -> decide(job, trigger, accepted, build));
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
     * Asks for the role of whoever caused an event in the repository that the job's configuration names. Takes calls to Codeup.
     */
    @NonNull
    public static Standing standing(@NonNull Job<?, ?> job, @NonNull CodeupTrigger trigger, @NonNull Delivery delivery)
            throws InterruptedException {
        try {
            OwnRepository repository = OwnRepository.of(job, trigger, delivery);
            return CodeupRoles.get()
                    .of(
                            job.getFullName(),
                            repository.client(Purpose.OWN_ROLES),
                            repository.ref(),
                            delivery.sender().id());
        } catch (OwnRepository.UnknownException e) {
            return new Standing(null, e.reason());
        }
    }
}
