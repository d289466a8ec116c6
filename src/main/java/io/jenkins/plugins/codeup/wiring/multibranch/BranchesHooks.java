package io.jenkins.plugins.codeup.wiring.multibranch;

import hudson.model.Item;
import io.jenkins.plugins.codeup.api.WebhookOption;
import io.jenkins.plugins.codeup.wiring.HookChoice;
import io.jenkins.plugins.codeup.wiring.HookedItems;
import java.util.List;
import java.util.Map;
import jenkins.branch.MultiBranchProject;
import jenkins.plugins.git.GitSCMSource;
import org.jenkinsci.plugins.variant.OptionalExtension;

/** Multibranch projects with the trigger {@code codeupBranches}: pushes of branches and tags are what they look at. */
@OptionalExtension(requirePlugins = {"branch-api", "git"})
public class BranchesHooks implements HookedItems {

    @Override
    public boolean serves(Item item) {
        return item instanceof MultiBranchProject;
    }

    @Override
    public HookChoice choice(Item item) {
        MultiBranchProject<?, ?> project = (MultiBranchProject<?, ?>) item;
        BranchesTrigger trigger = BranchesTrigger.of(project);
        if (trigger == null || project.isDisabled()) {
            return null;
        }
        List<String> urls = project.getSCMSources().stream()
                .filter(GitSCMSource.class::isInstance)
                .map(source -> ((GitSCMSource) source).getRemote())
                .toList();
        return new HookChoice(
                trigger.isManageHook(),
                trigger.getConnection(),
                trigger.getRepository(),
                urls,
                Map.of(WebhookOption.PUSH_EVENTS, true, WebhookOption.TAG_PUSH_EVENTS, true));
    }
}
