package io.jenkins.plugins.codeup.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.client.WebhookOption;
import io.jenkins.plugins.codeup.connection.CodeupAccess;
import io.jenkins.plugins.codeup.connection.CredentialsContext;
import io.jenkins.plugins.codeup.connection.RootUrl;
import io.jenkins.plugins.codeup.webhook.ReconcileResult;
import io.jenkins.plugins.codeup.webhook.WebhookReconciler;
import io.jenkins.plugins.codeup.webhook.WebhookUrl;
import java.io.IOException;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.stream.Collectors;

/** What a build does for {@code codeupCreateWebhook}, in a Pipeline and in a freestyle job alike. */
final class WebhookCreation {

    private WebhookCreation() {}

    /**
     * Makes sure of the hook and records it on the build.
     *
     * @return the hook and what was done for it, in plain values
     */
    @NonNull
    static LinkedHashMap<String, Serializable> run(
            @NonNull CreateWebhookStep call, @NonNull Run<?, ?> run, @NonNull CodeupLog log)
            throws IOException, InterruptedException {
        RepositoryRef repository = call.repository();
        CodeupAccess access = CodeupAccess.of(call.getConnection(), CredentialsContext.of(run));
        CodeupClient client = access.client(repository, call.getOrganizationId(), call.credentialsIds(), log);
        HookTarget target = HookTarget.of(call, run, access);
        DesiredWebhook spec = call.toSpec(target.url(), target.secret());
        announce(repository, spec, log);

        long id = client.repositoryId(repository);
        ReconcileResult registration = new WebhookReconciler(client).ensure(id, spec, call.ifExists());
        WebhookAction action = new WebhookAction(repository.toString(), id, registration);
        action.addTo(run);
        report(action, spec, log);
        return PlainValues.of(repository, id, registration);
    }

    private static void announce(RepositoryRef repository, DesiredWebhook spec, CodeupLog log) {
        log.say(Messages.WebhookCreation_start(repository, WebhookUrl.masked(spec.url())));
        String doubt = RootUrl.doubt(spec.url());
        if (doubt != null) {
            log.say(Messages.WebhookCreation_warning(doubt));
        }
        if (Boolean.FALSE.equals(spec.options().get(WebhookOption.ENABLE_SSL_VERIFICATION))) {
            log.say(Messages.WebhookCreation_warning(Messages.WebhookCreation_tlsOff()));
        }
    }

    private static void report(WebhookAction action, DesiredWebhook spec, CodeupLog log) {
        String id = String.valueOf(action.getId());
        log.say(
                switch (action.getOutcome()) {
                    case CREATED -> Messages.WebhookCreation_created(id);
                    case UPDATED -> Messages.WebhookCreation_updated(id);
                    case UNCHANGED -> Messages.WebhookCreation_unchanged(id);
                });
        if (action.getOutcome() == ReconcileResult.Outcome.CREATED
                && !spec.unstated().isEmpty()) {
            String defaults = spec.unstated().stream()
                    .map(option -> option.camelCase() + "=" + option.codeupDefault())
                    .collect(Collectors.joining(", "));
            log.say(Messages.WebhookCreation_defaults(defaults));
        }
        if (!action.getRemoved().isEmpty()) {
            log.say(Messages.WebhookCreation_removed(
                    action.getRemoved().stream().map(String::valueOf).collect(Collectors.joining(", "))));
        }
        if (action.getRequestId() != null) {
            log.say(Messages.WebhookCreation_requestId(action.getRequestId()));
        }
    }
}
