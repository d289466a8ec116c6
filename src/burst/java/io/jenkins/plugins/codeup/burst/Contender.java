package io.jenkins.plugins.codeup.burst;

import hudson.EnvVars;
import hudson.model.FreeStyleProject;
import hudson.model.Run;
import io.jenkins.plugins.codeup.delivery.Fixtures;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.trigger.CodeupBuildAction;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.nio.charset.StandardCharsets;
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
            ItemWebhook webhook = ItemWebhook.of(job);
            return webhook.url("/") + " HTTP/1.1\r\nX-Codeup-Token: "
                    + webhook.secret().getPlainText();
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

    /** The request for the push with that number; each push has its own branch and commit. */
    static byte[] request(String target, int number) {
        String body = Fixtures.text("push.json")
                .replace("refs/heads/main", "refs/heads/" + branch(number))
                .replace(Fixtures.TWOS, commit(number));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = "POST " + target + "\r\nHost: jenkins.example.com"
                + "\r\nContent-Type: application/json; charset=utf-8\r\nX-Codeup-Event: Push Hook"
                + "\r\nX-Codeup-Delivery: " + UUID.randomUUID()
                + "\r\nContent-Length: " + bytes.length + "\r\n\r\n";
        byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
        byte[] request = new byte[start.length + bytes.length];
        System.arraycopy(start, 0, request, 0, start.length);
        System.arraycopy(bytes, 0, request, start.length, bytes.length);
        return request;
    }

    /** Branch and commit of the push with that number, in the format of {@link #head}. */
    static String pushed(int number) {
        return branch(number) + " " + commit(number);
    }

    private static String branch(int number) {
        return "feature/" + number;
    }

    private static String commit(int number) {
        return "%040x".formatted(0xabc0000000L + number);
    }
}
