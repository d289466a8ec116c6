package io.jenkins.plugins.codeup.simulator;

import io.jenkins.plugins.codeup.client.CallListener;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupCredentials;
import io.jenkins.plugins.codeup.client.CodeupCredentials.AccessKey;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.client.http.CallPolicy;
import io.jenkins.plugins.codeup.client.http.HttpSender;
import io.jenkins.plugins.codeup.client.http.HttpTransport;
import io.jenkins.plugins.codeup.client.http.RetrySettings;
import io.jenkins.plugins.codeup.simulator.DemoEnvironment.BadSetting;
import io.jenkins.plugins.codeup.webhook.ReconcileResult;
import io.jenkins.plugins.codeup.webhook.WebhookReconciler;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * Makes AddWebhook's example hook by the code that the build step runs, and shows each call: in a Codeup of its own, or
 * in the one that environment variables name.
 */
public final class Demo {

    private static final long SIMULATED_REPOSITORY = 100;
    private static final AccessKey SIMULATED_KEY =
            new AccessKey("YourAccessKeyId", SecretValue.of("YourAccessKeySecret"), null, null);

    private final DemoSettings settings;
    private final DemoReport report;

    private Demo(DemoSettings settings, DemoReport report) {
        this.settings = settings;
        this.report = report;
    }

    /** Exit status 0 when all went well, 1 when a call failed, 2 when a setting can't be used. */
    public static void main(String[] args) {
        System.exit(run(System.getenv(), System.out, System.err));
    }

    static int run(Map<String, String> environment, PrintStream out, PrintStream err) {
        try {
            new Demo(DemoSettings.from(new DemoEnvironment(environment)), new DemoReport(out)).run();
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
            report.title(settings.endpoint().get().getHost() + " is called, by " + settings.api());
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
            report.title("No CODEUP_ENDPOINT and no credentials are set: a simulated Codeup is called");
            call(simulator.endpoint(), SIMULATED_KEY);
        }
    }

    private void call(URI endpoint, CodeupCredentials credentials) throws CodeupException, InterruptedException {
        HttpSender http = new HttpSender(Duration.ofSeconds(10));
        HttpTransport transport =
                new HttpTransport(http, endpoint, Duration.ofSeconds(30)).withListener(report::request);
        CodeupClient client = settings.client(transport, credentials, policy());

        report.title("The calls that make sure of the hook, secrets masked");
        long repository = settings.repository().id() != null
                ? settings.repository().id()
                : client.getRepository(settings.repository()).id();
        ReconcileResult registration = new WebhookReconciler(client).ensure(repository, settings.hook());

        report.title("The hook (" + registration.outcome() + ")");
        report.hook(registration.webhook());
        report.title("What the build action records");
        report.buildAction(registration, repository);
        report.title("All hooks of repository " + settings.repository());
        report.hooks(client.listWebhooks(repository));
    }

    private CallPolicy policy() {
        CallListener says = (call, attempt, attempts, wait, reason) ->
                report.line("attempt " + attempt + " of " + attempts + " failed, the next one follows in "
                        + wait.toMillis() + " ms: " + reason.describe(Locale.getDefault()));
        return new CallPolicy(RetrySettings.DEFAULT, says);
    }
}
