package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.model.Items;
import hudson.model.Job;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.trigger.JobSources;
import java.io.File;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jvnet.localizer.Localizable;

/** Why a job has no Codeup trigger, although somebody may have meant to give it one. */
final class MissingTrigger {

    private MissingTrigger() {}

    /**
     * @param item an item without the trigger
     * @return whether its page has something to say: it had the trigger before, or its Jenkinsfile may set it
     */
    static boolean isWorthAPage(@NonNull Item item) {
        return new File(item.getRootDir(), ItemWebhook.FILE_NAME).exists()
                || item instanceof WorkflowJob pipeline && isNeverBuilt(pipeline) && mentionsCodeup(pipeline);
    }

    /** By the number of the next build: to look for the last one would load it, of each Pipeline that is compared. */
    private static boolean isNeverBuilt(WorkflowJob pipeline) {
        return pipeline.getNextBuildNumber() == 1;
    }

    private static boolean mentionsCodeup(WorkflowJob pipeline) {
        JobSources sources = JobSources.of(pipeline);
        return sources.any()
                ? sources.urls().stream().anyMatch(DesiredWebhooks::isAtCodeup)
                : Items.XSTREAM2.toXML(pipeline.getDefinition()).contains("codeup");
    }

    /**
     * @return for "Jenkins manages no webhook here: ..."
     */
    @NonNull
    static Localizable why(@NonNull Job<?, ?> job) {
        if (job instanceof WorkflowJob pipeline && isNeverBuilt(pipeline)) {
            return Messages._DesiredWebhooks_noTriggerYet();
        }
        return setsProperties(job)
                ? Messages._DesiredWebhooks_triggersReplaced()
                : Messages._DesiredWebhooks_noTrigger();
    }

    /** Plugins that need not be installed note by these actions which properties of the job its Jenkinsfile has set. */
    @SuppressWarnings("deprecation") // they are stored; the others are made for each call, and some load builds for it
    private static boolean setsProperties(Job<?, ?> job) {
        return job.getActions().stream()
                .anyMatch(action -> action.getClass().getName().endsWith("JobPropertyTrackerAction"));
    }
}
