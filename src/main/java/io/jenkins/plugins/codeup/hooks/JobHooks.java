package io.jenkins.plugins.codeup.hooks;

import hudson.Extension;
import hudson.model.Item;
import hudson.model.Job;
import io.jenkins.plugins.codeup.client.WebhookOption;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import io.jenkins.plugins.codeup.trigger.JobRepositories;
import java.util.Map;
import jenkins.model.ParameterizedJobMixIn;

/** Jobs with the trigger {@code codeup}; those of a multibranch project's branches have the project's hook. */
@Extension
public class JobHooks implements HookedItems {

    @Override
    public boolean serves(Item item) {
        return item instanceof Job<?, ?> job
                && item instanceof ParameterizedJobMixIn.ParameterizedJob
                && ItemWebhook.owner(job) == item;
    }

    @Override
    public HookChoice choice(Item item) {
        Job<?, ?> job = (Job<?, ?>) item;
        CodeupTrigger trigger = CodeupTrigger.of(job);
        if (trigger == null || ((ParameterizedJobMixIn.ParameterizedJob<?, ?>) job).isDisabled()) {
            return null;
        }
        return new HookChoice(
                trigger.isManageWebhook(),
                trigger.getConnection(),
                trigger.getRepository(),
                JobRepositories.of(job),
                Map.of(
                        WebhookOption.PUSH_EVENTS, trigger.isPushEvents(),
                        WebhookOption.TAG_PUSH_EVENTS, trigger.isTagPushEvents(),
                        WebhookOption.MERGE_REQUESTS_EVENTS, trigger.isMergeRequestsEvents(),
                        WebhookOption.NOTE_EVENTS, trigger.isNoteEvents()));
    }
}
