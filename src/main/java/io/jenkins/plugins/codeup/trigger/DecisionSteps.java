package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Job;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.DeliveryFilter.Decision;
import io.jenkins.plugins.codeup.delivery.DeliveryFilter.Reason;
import io.jenkins.plugins.codeup.delivery.FilterSteps;
import io.jenkins.plugins.codeup.endpoint.DeliveryStep;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jvnet.localizer.Localizable;
import org.jvnet.localizer.ResourceBundleHolder;

/** Explains the decision of a job's trigger, filter by filter. */
final class DecisionSteps {

    private static final Set<Reason> OF_REPOSITORY = EnumSet.of(Reason.OTHER_REPOSITORY, Reason.REPOSITORY_INVALID);

    private DecisionSteps() {}

    @NonNull
    static List<DeliveryStep> of(@NonNull Job<?, ?> job, @NonNull Delivery delivery) {
        List<DeliveryStep> steps = new ArrayList<>();
        CodeupTrigger trigger = CodeupTrigger.of(job);
        boolean buildable = trigger != null && job.isBuildable();
        steps.add(step("ENABLED", buildable ? null : Messages._JobDeliveryHandler_disabled()));
        if (trigger == null) {
            return steps;
        }
        TriggerSettings settings = TriggerSettings.of(trigger);
        List<String> urls = JobSources.of(job).any() ? JobDeliveryHandler.sourceUrls(job) : List.of();
        Decision decision = settings.decisions(urls).decide(delivery, false);
        boolean other = OF_REPOSITORY.contains(decision.reason());
        steps.add(step("REPOSITORY", other ? JobDeliveryHandler.text(decision) : null));
        for (FilterSteps.Step step : FilterSteps.of(settings.filter(), delivery)) {
            Decision against = step.against();
            steps.add(step(step.part().name(), against == null ? null : JobDeliveryHandler.text(against)));
        }
        Localizable result = buildable ? JobDeliveryHandler.text(decision) : Messages._JobDeliveryHandler_disabled();
        boolean asked = decision.builds() && CommentAuthors.isAsked(trigger, delivery);
        Localizable sum =
                asked ? Messages._DecisionSteps_role(trigger.getNoteRole().label()) : result;
        steps.add(
                new DeliveryStep(Messages._DecisionSteps_result(sum), buildable && decision.builds() ? null : result));
        return steps;
    }

    private static DeliveryStep step(String name, @CheckForNull Localizable against) {
        return new DeliveryStep(
                new Localizable(ResourceBundleHolder.get(Messages.class), "DecisionSteps." + name), against);
    }
}
