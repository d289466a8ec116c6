package io.jenkins.plugins.codeup.hooks;

import hudson.model.FreeStyleProject;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import jenkins.model.Jenkins;

/** Freestyle jobs whose trigger names the repository team/app. */
final class TriggeredJobs {

    private TriggeredJobs() {}

    static CodeupTrigger trigger() {
        CodeupTrigger trigger = new CodeupTrigger();
        trigger.setRepository("team/app");
        return trigger;
    }

    /** Creates and saves a job. */
    static FreeStyleProject create(String name) throws Exception {
        FreeStyleProject job = Jenkins.get().createProject(FreeStyleProject.class, name);
        job.addTrigger(trigger());
        job.save();
        return job;
    }
}
