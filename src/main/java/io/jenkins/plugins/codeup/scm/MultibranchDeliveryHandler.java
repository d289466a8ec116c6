package io.jenkins.plugins.codeup.scm;

import com.cloudbees.hudson.plugins.folder.computed.ComputedFolder;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.endpoint.AcceptedDelivery;
import io.jenkins.plugins.codeup.endpoint.DeliveryHandler;
import io.jenkins.plugins.codeup.endpoint.DeliveryStep;
import io.jenkins.plugins.codeup.trigger.CommentHandler;
import java.util.List;
import jenkins.branch.MultiBranchProject;
import jenkins.branch.OrganizationFolder;
import org.jvnet.localizer.Localizable;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Turns deliveries for a multibranch project into SCM API events for its sources: one branch, tag or merge request is
 * then checked, without a full scan.
 */
@Extension
@Restricted(NoExternalUse.class)
public class MultibranchDeliveryHandler implements DeliveryHandler {

    @Override
    public boolean serves(Item item) {
        return item instanceof MultiBranchProject;
    }

    @Override
    public int room(Item item) {
        return HeadEvents.get().room(item.getFullName());
    }

    @Override
    public void deliver(Item item, List<AcceptedDelivery> deliveries) {
        MultiBranchProject<?, ?> project = (MultiBranchProject<?, ?>) item;
        for (AcceptedDelivery accepted : deliveries) {
            accepted.orFail(() -> {
                deliver(project, accepted);
                return null;
            });
        }
    }

    private static void deliver(MultiBranchProject<?, ?> project, AcceptedDelivery accepted) {
        if (CommentHandler.handles(project, accepted)) {
            return;
        }
        Delivery delivery = accepted.delivery();
        HeadEvent event = event(project, delivery);
        if (event == null) {
            accepted.decided(notUsed(delivery));
            return;
        }
        if (project.getSCMSources().stream().anyMatch(event::isRenamed)) {
            scan(project);
            accepted.decided(Messages._MultibranchDeliveryHandler_renamed());
            return;
        }
        if (project.getSCMSources().stream().noneMatch(event::concerns)) {
            accepted.decided(Messages._MultibranchDeliveryHandler_otherRepository(event.getSourceName()));
            return;
        }
        HeadEvents.get().add(project.getFullName(), event, accepted);
    }

    @Override
    public List<DeliveryStep> explain(Item item, Delivery delivery) {
        return HeadEventSteps.of((MultiBranchProject<?, ?>) item, delivery);
    }

    /** Null for an event that the project's sources do not use. */
    @CheckForNull
    static HeadEvent event(@NonNull MultiBranchProject<?, ?> project, @NonNull Delivery delivery) {
        if (delivery instanceof Delivery.Push push) {
            String name = push.branch();
            return name == null ? null : new HeadEvent.PushEvent(project, push, name);
        }
        if (delivery instanceof Delivery.TagPush push) {
            return new HeadEvent.PushEvent(project, push);
        }
        // plain git sources know no merge requests
        boolean codeup = project.getSCMSources().stream().anyMatch(CodeupSCMSource.class::isInstance);
        return codeup && delivery instanceof Delivery.MergeRequest request
                ? new HeadEvent.MergeRequestEvent(project, request)
                : null;
    }

    @NonNull
    static Localizable notUsed(@NonNull Delivery delivery) {
        return delivery instanceof Delivery.Push push
                ? Messages._MultibranchDeliveryHandler_noBranch(push.ref())
                : Messages._MultibranchDeliveryHandler_eventNotUsed();
    }

    /**
     * Finds where the repository is now, and builds what is new there. The projects of an organization folder are told that
     * by the folder's scan.
     */
    private static void scan(MultiBranchProject<?, ?> project) {
        ComputedFolder<?> scanned = project.getParent() instanceof OrganizationFolder folder ? folder : project;
        scanned.scheduleBuild2(0);
    }
}
