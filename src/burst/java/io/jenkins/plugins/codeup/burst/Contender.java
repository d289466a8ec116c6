package io.jenkins.plugins.codeup.burst;

import hudson.EnvVars;
import hudson.model.FreeStyleProject;
import hudson.model.Run;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.trigger.CodeupBuildAction;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jenkinsci.plugins.gwt.ExpressionType;
import org.jenkinsci.plugins.gwt.GenericCause;
import org.jenkinsci.plugins.gwt.GenericTrigger;
import org.jenkinsci.plugins.gwt.GenericVariable;

/** The plugins compared. Both receive the same bodies and pass branch and commit to a build. */
enum Contender {
    CODEUP("this plugin") {
        @Override
        String prepare(FreeStyleProject job) throws Exception {
            CodeupTrigger trigger = new CodeupTrigger();
            job.addTrigger(trigger);
            trigger.start(job, true);
            return door(ItemWebhook.of(job));
        }

        @Override
        String head(Run<?, ?> build) {
            EnvVars told = new EnvVars();
            build.getAction(CodeupBuildAction.class).buildEnvironment(build, told);
            return told.get("CODEUP_BRANCH") + " " + told.get("CODEUP_COMMIT");
        }
    },

    GENERIC("generic-webhook-trigger") {
        @Override
        String prepare(FreeStyleProject job) throws Exception {
            String token = UUID.randomUUID().toString();
            GenericTrigger trigger = new GenericTrigger(
                    List.of(variable("ref", "$.ref"), variable("after", "$.after")), List.of(), List.of());
            trigger.setToken(token);
            job.addTrigger(trigger);
            trigger.start(job, true);
            return "/generic-webhook-trigger/invoke?token=" + token + " HTTP/1.1\r\nAccept: */*";
        }

        @Override
        String head(Run<?, ?> build) {
            Map<String, String> told = build.getCause(GenericCause.class).getResolvedVariables();
            return told.get("ref").replace("refs/heads/", "") + " " + told.get("after");
        }
    };

    final String title;

    Contender(String title) {
        this.title = title;
    }

    /**
     * @return path and first header of a request to a webhook of this plugin
     */
    static String door(ItemWebhook webhook) {
        return webhook.url("/") + " HTTP/1.1\r\nX-Codeup-Token: "
                + webhook.secret().getPlainText();
    }

    /**
     * Configures the job so that deliveries start builds.
     *
     * @return path and first header of a request
     */
    abstract String prepare(FreeStyleProject job) throws Exception;

    /**
     * @return branch and commit that a build was told to build
     */
    abstract String head(Run<?, ?> build);

    private static GenericVariable variable(String name, String path) {
        GenericVariable variable = new GenericVariable(name, path);
        variable.setExpressionType(ExpressionType.JSONPath);
        return variable;
    }
}
