package io.jenkins.plugins.codeup.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
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
 * A build's record of one hook, shown on its page and in its REST answer and kept in its {@code build.xml}. Holds no
 * secret; a token in the hook's URL is masked.
 */
@ExportedBean(defaultVisibility = 2)
public final class WebhookAction extends InvisibleAction implements EnvironmentContributingAction {

    private final long id;
    private final String repository;
    private final long repositoryId;
    private final String url;
    private final Outcome outcome;
    private final List<String> enabled;
    private final String description;
    private final String requestId;
    private final List<Long> removed;

    /**
     * @param repository the repository as the call named it
     * @param repositoryId the repository's number
     */
    WebhookAction(@NonNull String repository, long repositoryId, @NonNull ReconcileResult registration) {
        Webhook webhook = registration.webhook();
        this.id = webhook.id();
        this.repository = repository;
        this.repositoryId = repositoryId;
        this.url = WebhookUrl.masked(webhook.url());
        this.outcome = registration.outcome();
        this.enabled = new ArrayList<>();
        for (WebhookOption option : WebhookOption.values()) {
            if (Boolean.TRUE.equals(webhook.options().get(option))) {
                enabled.add(option.camelCase());
            }
        }
        this.description = webhook.description();
        this.requestId = registration.requestId();
        this.removed = new ArrayList<>(registration.removed());
    }

    /**
     * @return the hook's Id in Codeup
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
     * @return the names of the hook's options that are on, such as {@code pushEvents}
     */
    @Exported
    @NonNull
    public List<String> getEnabled() {
        return List.copyOf(enabled);
    }

    /**
     * @return the same as one text, for the build's page
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
     * @return Codeup's id of the call that wrote the hook, or null if nothing was written
     */
    @Exported
    @CheckForNull
    public String getRequestId() {
        return requestId;
    }

    /**
     * @return the Ids of the duplicates that were deleted
     */
    @Exported
    @NonNull
    public List<Long> getRemoved() {
        return List.copyOf(removed);
    }

    /** Records this on a build, in place of what the build had recorded of the same hook. */
    void addTo(@NonNull Run<?, ?> run) throws IOException {
        for (WebhookAction earlier : run.getActions(WebhookAction.class)) {
            if (earlier.id == id) {
                run.removeAction(earlier);
            }
        }
        run.addAction(this);
        run.save();
    }

    /** The last hook of a build is the one that later steps see. */
    @Override
    public void buildEnvironment(@NonNull Run<?, ?> run, @NonNull EnvVars env) {
        env.put("CODEUP_WEBHOOK_ID", String.valueOf(id));
    }
}
