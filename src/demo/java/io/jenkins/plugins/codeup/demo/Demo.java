package io.jenkins.plugins.codeup.demo;

import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupCredentials;
import io.jenkins.plugins.codeup.client.CodeupCredentials.AccessKey;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.client.Webhook;
import io.jenkins.plugins.codeup.client.WebhookOption;
import io.jenkins.plugins.codeup.client.http.ConnectionPool;
import io.jenkins.plugins.codeup.client.http.HttpTransport;
import io.jenkins.plugins.codeup.client.http.RetryPolicy;
import io.jenkins.plugins.codeup.demo.DemoSettings.BadSetting;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.http.SentRequest;
import io.jenkins.plugins.codeup.webhook.ReconcileResult;
import io.jenkins.plugins.codeup.webhook.WebhookReconciler;
import io.jenkins.plugins.codeup.webhook.WebhookUrl;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Creates AddWebhook's example webhook by the code that the build step runs, and prints each call: in a simulated Codeup,
 * or in the one that environment variables name. Never prints a secret.
 */
public final class Demo {

    private static final long SIMULATED_REPOSITORY = 100;
    private static final AccessKey SIMULATED_KEY =
            new AccessKey("YourAccessKeyId", SecretValue.of("YourAccessKeySecret"), null, null);

    private final DemoSettings settings;
    private final PrintStream out;

    private Demo(DemoSettings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    /** Exit status 0 if all went well, 1 if a call failed, 2 if a setting can't be used. */
    public static void main(String[] args) {
        System.exit(run(System.getenv(), System.out, System.err));
    }

    static int run(Map<String, String> environment, PrintStream out, PrintStream err) {
        try {
            new Demo(DemoSettings.from(environment), out).run();
            return 0;
        } catch (BadSetting e) {
            err.println(e.getMessage());
            return 2;
        } catch (CodeupException e) {
            err.println(e.describe(Locale.getDefault()));
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private void run() throws CodeupException, InterruptedException {
        if (settings.endpoint().isPresent()) {
            title(settings.endpoint().get().getHost() + " is called, by " + settings.api());
            call(settings.endpoint().get(), settings.credentials().orElseThrow());
            return;
        }
        try (CodeupSimulator simulator = CodeupSimulator.start()) {
            RepositoryRef repository = settings.repository();
            simulator
                    .withOrganization(settings.organizationId().orElseThrow())
                    .withRepository(
                            repository.id() != null ? repository.id() : SIMULATED_REPOSITORY,
                            repository.id() != null ? "team/app" : repository.path())
                    .withAccessKey(SIMULATED_KEY.id(), SIMULATED_KEY.secret().reveal());
            title("No CODEUP_ENDPOINT and no credentials are set: a simulated Codeup is called");
            call(simulator.endpoint(), SIMULATED_KEY);
        }
    }

    private void call(URI endpoint, CodeupCredentials credentials) throws CodeupException, InterruptedException {
        HttpTransport transport =
                new HttpTransport(new ConnectionPool(Duration.ofSeconds(10)), endpoint, Duration.ofSeconds(30));
        CodeupClient client = settings.client(
                SentRequest.watched(transport, this::request),
                credentials,
                RetryPolicy.DEFAULT.withListener((call, attempt, attempts, wait, reason) ->
                        line("attempt " + attempt + " of " + attempts + " failed, the next one follows in "
                                + wait.toMillis() + " ms: " + reason.describe(Locale.getDefault()))));

        title("The calls that reconcile the webhook, secrets masked");
        long repository = client.repositoryId(settings.repository());
        ReconcileResult result = new WebhookReconciler(client).reconcile(repository, settings.webhook());

        title("The webhook (" + result.outcome() + ")");
        webhook(result.webhook());
        title("What the build action records");
        buildAction(result, repository);
        title("All webhooks of repository " + settings.repository());
        for (Webhook each : client.listWebhooks(repository)) {
            line(each.id() + "  " + WebhookUrl.masked(each.url()) + "  " + events(each));
        }
    }

    private void title(String text) {
        out.println();
        out.println("== " + text);
    }

    private void line(String text) {
        out.println("   " + text);
    }

    private void field(String name, Object value) {
        out.printf("   %-24s %s%n", name, value == null ? "" : value);
    }

    /** Of a read the first line, of a write everything. */
    private void request(SentRequest request) {
        String text = request.toString();
        boolean read = request.method().equals("GET");
        out.println();
        (read ? text.lines().limit(1) : text.lines()).forEach(line -> line("> " + line));
    }

    private void webhook(Webhook webhook) {
        field("Id", webhook.id());
        field("Url", WebhookUrl.masked(webhook.url()));
        field("ProjectId", webhook.repositoryId());
        for (WebhookOption option : WebhookOption.values()) {
            field(option.snakeCase(), webhook.options().get(option));
        }
        field("Description", webhook.description());
        field("SecretToken", secret(webhook.secretToken()));
        field("CreatedAt", webhook.createdAt());
    }

    private static String secret(SecretValue secret) {
        if (secret == null) {
            return "(not shown by Codeup)";
        }
        return secret.reveal().isEmpty() ? "(none)" : secret.toString();
    }

    /** What a build keeps of the step, for its page and its REST API. */
    private void buildAction(ReconcileResult result, long repositoryId) {
        field("id", result.webhook().id());
        field("repository", repositoryId);
        field("url", WebhookUrl.masked(result.webhook().url()));
        field("events", events(result.webhook()));
        field("outcome", result.outcome());
        field("removed", result.removed());
        field("requestId", result.requestId());
    }

    private static String events(Webhook webhook) {
        return Arrays.stream(WebhookOption.values())
                .filter(option -> option != WebhookOption.ENABLE_SSL_VERIFICATION)
                .filter(option -> Boolean.TRUE.equals(webhook.options().get(option)))
                .map(WebhookOption::snakeCase)
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
