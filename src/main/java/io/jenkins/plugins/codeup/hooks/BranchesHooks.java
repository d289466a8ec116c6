package io.jenkins.plugins.codeup.hooks;

import hudson.Extension;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Item;
import io.jenkins.plugins.codeup.client.WebhookOption;
import io.jenkins.plugins.codeup.scm.CodeupSCMSource;
import io.jenkins.plugins.codeup.scm.MultibranchTrigger;
import java.util.List;
import java.util.Map;
import jenkins.branch.MultiBranchProject;
import jenkins.plugins.git.AbstractGitSCMSource;
import jenkins.plugins.git.GitSCMSource;

/**
 * Multibranch projects of a Codeup source, among them those of organization folders, and those of a git source that have
 * the trigger {@code codeupBranches}.
 */
@Extension
public class BranchesHooks implements HookedItems {

    @Override
    public boolean serves(Item item) {
        return item instanceof MultiBranchProject;
    }

    @Override
    public HookChoice choice(Item item) {
        MultiBranchProject<?, ?> project = (MultiBranchProject<?, ?>) item;
        if (project.isDisabled()) {
            return null;
        }
        MultibranchTrigger trigger = MultibranchTrigger.of(project);
        CodeupSCMSource codeup = codeup(project);
        if (codeup != null) {
            return choice(project, codeup, trigger);
        }
        return trigger == null
                ? null
                : new HookChoice(
                        trigger.isManageWebhook(),
                        trigger.getConnection(),
                        trigger.getRepository(),
                        urls(project),
                        Map.of(WebhookOption.PUSH_EVENTS, true, WebhookOption.TAG_PUSH_EVENTS, true));
    }

    /** A source of Codeup's own needs no trigger to have its hook; one that is there can still say otherwise. */
    private static HookChoice choice(
            MultiBranchProject<?, ?> project, CodeupSCMSource codeup, @CheckForNull MultibranchTrigger trigger) {
        String stated = trigger == null ? null : trigger.getRepository();
        String connection = trigger == null ? null : trigger.getConnection();
        boolean alone = project.getSCMSources().size() == 1;
        return new HookChoice(
                trigger == null || trigger.isManageWebhook(),
                connection == null ? codeup.getConnection() : connection,
                stated == null && alone ? codeup.identity() : stated,
                urls(project),
                Map.of(
                        WebhookOption.PUSH_EVENTS,
                        true,
                        WebhookOption.TAG_PUSH_EVENTS,
                        true,
                        WebhookOption.MERGE_REQUESTS_EVENTS,
                        true));
    }

    private static CodeupSCMSource codeup(MultiBranchProject<?, ?> project) {
        return project.getSCMSources().stream()
                .filter(CodeupSCMSource.class::isInstance)
                .map(CodeupSCMSource.class::cast)
                .findFirst()
                .orElse(null);
    }

    private static List<String> urls(MultiBranchProject<?, ?> project) {
        return project.getSCMSources().stream()
                .filter(source -> source instanceof GitSCMSource || source instanceof CodeupSCMSource)
                .map(source -> ((AbstractGitSCMSource) source).getRemote())
                .toList();
    }
}
