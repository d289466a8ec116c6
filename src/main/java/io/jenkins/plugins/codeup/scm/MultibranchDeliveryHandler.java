package io.jenkins.plugins.codeup.scm;

import hudson.Extension;
import hudson.model.Item;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.endpoint.DeliveryHandler;
import io.jenkins.plugins.codeup.endpoint.DeliveryLog;
import java.util.List;
import jenkins.branch.MultiBranchProject;
import jenkins.scm.api.SCMHeadEvent;
import org.jvnet.localizer.Localizable;

/** Deliveries for a multibranch project: its git sources are told which branch or tag was pushed; no full scan. */
@Extension
public class MultibranchDeliveryHandler implements DeliveryHandler {

    @Override
    public boolean serves(Item item) {
        return item instanceof MultiBranchProject;
    }

    @Override
    public void deliver(Item item, List<Delivery> deliveries, DeliveryLog log) {
        MultiBranchProject<?, ?> project = (MultiBranchProject<?, ?>) item;
        deliveries.forEach(delivery -> log.add(delivery, deliver(project, delivery)));
    }

    private static Localizable deliver(MultiBranchProject<?, ?> project, Delivery delivery) {
        RepositoryHeadEvent event;
        if (delivery instanceof Delivery.Push push) {
            String name = push.branch();
            if (name == null) {
                return Messages._MultibranchDeliveryHandler_noBranch(push.ref());
            }
            event = new PushHeadEvent(project, push, name);
        } else if (delivery instanceof Delivery.TagPush push) {
            event = new PushHeadEvent(project, push);
        } else if (delivery instanceof Delivery.MergeRequest request && readsMergeRequests(project)) {
            event = new MergeRequestHeadEvent(project, request);
        } else {
            return Messages._MultibranchDeliveryHandler_notForBranches();
        }
        if (project.getSCMSources().stream().noneMatch(event::isAbout)) {
            return Messages._MultibranchDeliveryHandler_otherRepository(event.getSourceName());
        }
        SCMHeadEvent.fireNow(event);
        return Messages._MultibranchDeliveryHandler_head(event.headName());
    }

    private static boolean readsMergeRequests(MultiBranchProject<?, ?> project) {
        return project.getSCMSources().stream().anyMatch(CodeupSCMSource.class::isInstance);
    }
}
