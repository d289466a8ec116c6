package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.endpoint.DeliveryStep;
import java.util.ArrayList;
import java.util.List;
import jenkins.branch.MultiBranchProject;
import org.jvnet.localizer.Localizable;

/** Explains what a multibranch project does with a delivery, condition by condition. */
final class HeadEventSteps {

    private HeadEventSteps() {}

    @NonNull
    static List<DeliveryStep> of(@NonNull MultiBranchProject<?, ?> project, @NonNull Delivery delivery) {
        List<DeliveryStep> steps = new ArrayList<>();
        HeadEvent event = MultibranchDeliveryHandler.event(project, delivery);
        Localizable notUsed = event == null ? MultibranchDeliveryHandler.notUsed(delivery) : null;
        steps.add(new DeliveryStep(Messages._HeadEventSteps_used(), notUsed));
        if (event == null) {
            return sum(steps, notUsed);
        }
        boolean renamed = project.getSCMSources().stream().anyMatch(event::isRenamed);
        boolean concerned = project.getSCMSources().stream().anyMatch(event::concerns);
        Localizable other = renamed || concerned
                ? null
                : Messages._MultibranchDeliveryHandler_otherRepository(event.getSourceName());
        steps.add(new DeliveryStep(Messages._HeadEventSteps_repository(), other));
        if (other != null) {
            return sum(steps, other);
        }
        boolean wanted = renamed
                || project.getSCMSources().stream()
                        .anyMatch(source -> !event.heads(source).isEmpty());
        Localizable excluded = wanted ? null : Messages._HeadEventSteps_excluded(event.headName());
        steps.add(new DeliveryStep(Messages._HeadEventSteps_wanted(), excluded));
        if (excluded != null) {
            return sum(steps, excluded);
        }
        Localizable done = renamed
                ? Messages._MultibranchDeliveryHandler_renamed()
                : Messages._MultibranchDeliveryHandler_checking(event.headName());
        steps.add(new DeliveryStep(Messages._HeadEventSteps_result(done), null));
        return steps;
    }

    private static List<DeliveryStep> sum(List<DeliveryStep> steps, @CheckForNull Localizable against) {
        steps.add(new DeliveryStep(Messages._HeadEventSteps_result(against), against));
        return steps;
    }
}
