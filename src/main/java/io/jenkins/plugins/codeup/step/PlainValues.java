package io.jenkins.plugins.codeup.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.Repository;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.client.Webhook;
import io.jenkins.plugins.codeup.client.WebhookOption;
import io.jenkins.plugins.codeup.webhook.ReconcileResult;
import io.jenkins.plugins.codeup.webhook.WebhookUrl;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/**
 * What steps return to a script: maps of texts, numbers and booleans, which a sandboxed script can read and a build can
 * keep across a restart. Never a secret.
 */
final class PlainValues {

    private PlainValues() {}

    /** A hook; an option that Codeup did not tell is null. */
    @NonNull
    static LinkedHashMap<String, Serializable> of(@NonNull Webhook hook) {
        LinkedHashMap<String, Serializable> values = new LinkedHashMap<>();
        values.put("id", hook.id());
        values.put("url", WebhookUrl.masked(hook.url()));
        for (WebhookOption option : WebhookOption.values()) {
            values.put(option.camelCase(), hook.options().get(option));
        }
        values.put("description", hook.description());
        values.put("createdAt", hook.createdAt());
        values.put("lastTestResult", hook.lastTestResult());
        return values;
    }

    /** A hook and what was done for it. */
    @NonNull
    static LinkedHashMap<String, Serializable> of(
            @NonNull RepositoryRef repository, long repositoryId, @NonNull ReconcileResult registration) {
        LinkedHashMap<String, Serializable> values = of(registration.webhook());
        values.put("repository", repository.toString());
        values.put("repositoryId", repositoryId);
        values.put("outcome", registration.outcome().name());
        values.put("removed", new ArrayList<>(registration.removed()));
        values.put("requestId", registration.requestId());
        return values;
    }

    /** A repository. */
    @NonNull
    static LinkedHashMap<String, Serializable> of(@NonNull Repository repository) {
        LinkedHashMap<String, Serializable> values = new LinkedHashMap<>();
        values.put("id", repository.id());
        values.put("path", repository.path());
        values.put("webUrl", repository.webUrl());
        values.put("httpUrl", repository.httpUrl());
        values.put("sshUrl", repository.sshUrl());
        values.put("archived", repository.archived());
        return values;
    }
}
