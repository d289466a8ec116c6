package io.jenkins.plugins.codeup.trigger.multibranch;

import hudson.model.Item;
import hudson.model.Job;
import io.jenkins.plugins.codeup.trigger.TriggerItem;
import jenkins.branch.MultiBranchProject;
import org.jenkinsci.plugins.variant.OptionalExtension;

/** The jobs of a multibranch project's branches share its hook; there is none where the Branch API is not installed. */
@OptionalExtension(requirePlugins = "branch-api")
public class BranchJobs implements TriggerItem {

    @Override
    public Item find(Job<?, ?> job) {
        return job.getParent() instanceof MultiBranchProject<?, ?> project ? project : null;
    }
}
