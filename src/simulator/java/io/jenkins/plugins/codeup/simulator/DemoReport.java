package io.jenkins.plugins.codeup.simulator;

import io.jenkins.plugins.codeup.client.Webhook;
import io.jenkins.plugins.codeup.client.WebhookOption;
import io.jenkins.plugins.codeup.client.http.SentRequest;
import io.jenkins.plugins.codeup.webhook.ReconcileResult;
import io.jenkins.plugins.codeup.webhook.WebhookUrl;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Prints what the demo does; never a secret. */
final class DemoReport {

    private final PrintStream out;

    DemoReport(PrintStream out) {
        this.out = out;
    }

    void title(String text) {
        out.println();
        out.println("== " + text);
    }

    void line(String text) {
        out.println("   " + text);
    }

    /** A request as it goes out: a write in full, of a question its first line. */
    void request(SentRequest request) {
        String text = request.toString();
        boolean question = request.method().equals("GET");
        out.println();
        (question ? text.lines().limit(1) : text.lines()).forEach(line -> out.println("   > " + line));
    }

    void hook(Webhook hook) {
        field("Id", hook.id());
        field("Url", WebhookUrl.masked(hook.url()));
        field("ProjectId", hook.repositoryId());
        for (WebhookOption option : WebhookOption.values()) {
            field(option.snakeCase(), hook.options().get(option));
        }
        field("Description", hook.description());
        field("SecretToken", secret(hook));
        field("CreatedAt", hook.createdAt());
    }

    /** What a build keeps of the call, for its page and its REST answer. */
    void buildAction(ReconcileResult registration, long repositoryId) {
        Webhook hook = registration.webhook();
        field("id", hook.id());
        field("repository", repositoryId);
        field("url", WebhookUrl.masked(hook.url()));
        field("events", events(hook));
        field("outcome", registration.outcome());
        field("removed", registration.removed());
        field("requestId", registration.requestId());
    }

    void hooks(List<Webhook> hooks) {
        for (Webhook hook : hooks) {
            line(hook.id() + "  " + WebhookUrl.masked(hook.url()) + "  " + events(hook));
        }
    }

    private void field(String name, Object value) {
        out.printf("   %-24s %s%n", name, value == null ? "" : value);
    }

    private static String secret(Webhook hook) {
        if (hook.secretToken() == null) {
            return "(not told)";
        }
        return hook.secretToken().reveal().isEmpty()
                ? "(none)"
                : hook.secretToken().toString();
    }

    private static String events(Webhook hook) {
        return Arrays.stream(WebhookOption.values())
                .filter(option -> option != WebhookOption.ENABLE_SSL_VERIFICATION)
                .filter(option -> Boolean.TRUE.equals(hook.options().get(option)))
                .map(WebhookOption::snakeCase)
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
