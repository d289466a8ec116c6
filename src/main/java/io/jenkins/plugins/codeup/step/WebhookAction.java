package io.jenkins.plugins.codeup.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Util;
import hudson.model.EnvironmentContributingAction;
import hudson.model.InvisibleAction;
import hudson.model.Run;
import io.jenkins.plugins.codeup.client.Webhook;
import io.jenkins.plugins.codeup.client.WebhookOption;
import io.jenkins.plugins.codeup.webhook.ReconcileResult;
import io.jenkins.plugins.codeup.webhook.ReconcileResult.Outcome;
import io.jenkins.plugins.codeup.webhook.WebhookUrl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * A webhook that a build created, updated or found: on the build's page, in its REST API and in its {@code build.xml}.
 * Holds no secret; a token in the webhook's URL is masked.
 */
@ExportedBean(defaultVisibility = 2)
public final class WebhookAction extends InvisibleAction implements EnvironmentContributingAction {

    private final long id;
    private String repository;
    private final long repositoryId;
    private String url;
    private Outcome outcome;
    private List<String> enabled;
    private final String description;
    private final String requestId;
    private List<Long> removed;

    /**
     * @param repository the repository as the step names it
     * @param repositoryId the repository's id
     */
    WebhookAction(@NonNull String repository, long repositoryId, @NonNull ReconcileResult result) {
        Webhook webhook = result.webhook();
        this.id = webhook.id();
        this.repository = repository;
        this.repositoryId = repositoryId;
        this.url = WebhookUrl.masked(webhook.url());
        this.outcome = result.outcome();
        this.enabled = new ArrayList<>();
        for (WebhookOption option : WebhookOption.values()) {
            if (Boolean.TRUE.equals(webhook.options().get(option))) {
                enabled.add(option.camelCase());
            }
        }
        this.description = webhook.description();
        this.requestId = result.requestId();
        this.removed = new ArrayList<>(result.removed());
    }

    /** What is missing in a stored action is empty, so that the build's page can be shown. */
    private Object readResolve() {
        repository = Util.fixNull(repository);
        url = Util.fixNull(url);
        outcome = outcome == null ? Outcome.UNCHANGED : outcome;
        enabled = Util.fixNull(enabled);
        removed = Util.fixNull(removed);
        return this;
    }

    /**
     * @return the webhook's id in Codeup
     */
    @Exported
    public long getId() {
        return id;
    }

    @Exported
    @NonNull
    public String getRepository() {
        return repository;
    }

    @Exported
    public long getRepositoryId() {
        return repositoryId;
    }

    @Exported
    @NonNull
    public String getUrl() {
        return url;
    }

    @Exported
    @NonNull
    public Outcome getOutcome() {
        return outcome;
    }

    /**
     * @return the names of the webhook's options that are on, such as {@code pushEvents}
     */
    @Exported
    @NonNull
    public List<String> getEnabled() {
        return List.copyOf(enabled);
    }

    /**
     * @return {@link #getEnabled} as one text, for the build's page
     */
    @NonNull
    public String getEnabledText() {
        return String.join(", ", enabled);
    }

    @Exported
    @CheckForNull
    public String getDescription() {
        return description;
    }

    /**
     * @return Codeup's id of the call that wrote the webhook, or null if nothing was written or Codeup gave no id
     */
    @Exported
    @CheckForNull
    public String getRequestId() {
        return requestId;
    }

    /**
     * @return the ids of the deleted webhooks with the same URL: replaced ones and duplicates
     */
    @Exported
    @NonNull
    public List<Long> getRemoved() {
        return List.copyOf(removed);
    }

    /** Adds this to a build; replaces what the build has of the same webhook. */
    void addTo(@NonNull Run<?, ?> run) throws IOException {
        for (WebhookAction earlier : run.getActions(WebhookAction.class)) {
            if (earlier.id == id) {
                run.removeAction(earlier);
            }
        }
        run.addAction(this);
        run.save();
    }

    /** {@code CODEUP_WEBHOOK_ID} is the id of the last webhook of the build. */
    @Override
    public void buildEnvironment(@NonNull Run<?, ?> run, @NonNull EnvVars env) {
        env.put("CODEUP_WEBHOOK_ID", String.valueOf(id));
    }
}
