package io.jenkins.plugins.codeup.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.client.Webhook;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.Door;
import io.jenkins.plugins.codeup.simulator.TestCodeup;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.webhook.ReconcileResult.Outcome;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A new secret for a webhook whose secret Codeup does not tell. */
class UntoldSecretTest {

    private static final long REPOSITORY = TestCodeup.REPOSITORY;
    private static final String URL = "https://ci.example.com/codeup/hook";

    @AutoClose
    private final CodeupSimulator simulator = Door.start();

    @ParameterizedTest
    @EnumSource(Door.class)
    void isWrittenThoughTheListDoesNotShowThatItIsAnother(Door door) throws Exception {
        simulator.addHook(REPOSITORY, HookSettings.to(URL));
        DesiredWebhook desired = DesiredWebhook.to(URL).withSecretToken(SecretValue.of("renewed"));
        WebhookReconciler reconciler = new WebhookReconciler(untold(door.client(simulator)));
        assertEquals(
                Outcome.UNCHANGED, reconciler.reconcile(REPOSITORY, desired).outcome());
        assertEquals(
                Outcome.UPDATED,
                reconciler.reconcileWithSecret(REPOSITORY, desired).outcome());
        assertEquals(1, simulator.hooks(REPOSITORY).size());
        assertEquals("renewed", simulator.hooks(REPOSITORY).get(0).settings().secretToken());
    }

    /** A client whose lists show no secrets. */
    private static CodeupClient untold(CodeupClient client) {
        return (CodeupClient) Proxy.newProxyInstance(
                CodeupClient.class.getClassLoader(),
                new Class<?>[] {CodeupClient.class},
                (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(client, arguments);
                        if (method.getName().equals("listWebhooks")) {
                            return ((List<?>) result)
                                    .stream()
                                            .map(webhook -> untold((Webhook) webhook))
                                            .toList();
                        }
                        return result instanceof CodeupClient same ? untold(same) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static Webhook untold(Webhook told) {
        return new Webhook(
                told.id(),
                told.url(),
                told.options(),
                told.description(),
                null,
                told.createdAt(),
                told.repositoryId(),
                told.lastTestResult());
    }
}
