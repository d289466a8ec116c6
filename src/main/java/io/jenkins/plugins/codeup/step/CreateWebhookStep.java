package io.jenkins.plugins.codeup.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.client.WebhookOption;
import io.jenkins.plugins.codeup.connection.CodeupClients;
import io.jenkins.plugins.codeup.connection.CodeupForms;
import io.jenkins.plugins.codeup.connection.CredentialsLookup;
import io.jenkins.plugins.codeup.endpoint.DeliveryHandler;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.hooks.OwnWebhook;
import io.jenkins.plugins.codeup.webhook.ReconcileResult;
import io.jenkins.plugins.codeup.webhook.ReconcileResult.Outcome;
import io.jenkins.plugins.codeup.webhook.WebhookReconciler;
import io.jenkins.plugins.codeup.webhook.WebhookReconciler.IfExists;
import io.jenkins.plugins.codeup.webhook.WebhookUrl;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * {@code codeupCreateWebhook}: creates or updates a repository's webhook to this job or to another URL.
 *
 * <p>The fields are those of AddWebhook's body. Each but the repository may be null: a new webhook then gets Codeup's
 * default, an existing one keeps what it has.
 */
public class CreateWebhookStep extends CodeupStep.OfRepository {

    private static final long serialVersionUID = 1;

    private String url;
    private Boolean pushEvents;
    private Boolean mergeRequestsEvents;
    private Boolean tagPushEvents;
    private Boolean noteEvents;
    private Boolean enableSslVerification;
    private String description;
    private String secretCredentialsId;
    private IfExists ifExists = IfExists.RECONCILE;

    /**
     * @param repository the repository's id, path or clone URL
     */
    @DataBoundConstructor
    public CreateWebhookStep(@CheckForNull String repository) {
        super(repository);
    }

    /** What is missing in a stored build step gets the defaults of the form. */
    private Object readResolve() {
        ifExists = ifExists == null ? IfExists.RECONCILE : ifExists;
        return this;
    }

    /**
     * @return the URL that Codeup delivers to, or null for the URL of this job's own trigger
     */
    @CheckForNull
    public String getUrl() {
        return url;
    }

    @DataBoundSetter
    public void setUrl(@CheckForNull String url) {
        this.url = Util.fixEmptyAndTrim(url);
    }

    @CheckForNull
    public Boolean getPushEvents() {
        return pushEvents;
    }

    @DataBoundSetter
    public void setPushEvents(@CheckForNull Boolean pushEvents) {
        this.pushEvents = pushEvents;
    }

    @CheckForNull
    public Boolean getMergeRequestsEvents() {
        return mergeRequestsEvents;
    }

    @DataBoundSetter
    public void setMergeRequestsEvents(@CheckForNull Boolean mergeRequestsEvents) {
        this.mergeRequestsEvents = mergeRequestsEvents;
    }

    @CheckForNull
    public Boolean getTagPushEvents() {
        return tagPushEvents;
    }

    @DataBoundSetter
    public void setTagPushEvents(@CheckForNull Boolean tagPushEvents) {
        this.tagPushEvents = tagPushEvents;
    }

    @CheckForNull
    public Boolean getNoteEvents() {
        return noteEvents;
    }

    @DataBoundSetter
    public void setNoteEvents(@CheckForNull Boolean noteEvents) {
        this.noteEvents = noteEvents;
    }

    /**
     * @return whether Codeup checks the certificate of the webhook's URL, or null to leave it unchanged
     */
    @CheckForNull
    public Boolean getEnableSslVerification() {
        return enableSslVerification;
    }

    @DataBoundSetter
    public void setEnableSslVerification(@CheckForNull Boolean enableSslVerification) {
        this.enableSslVerification = enableSslVerification;
    }

    @CheckForNull
    public String getDescription() {
        return description;
    }

    @DataBoundSetter
    public void setDescription(@CheckForNull String description) {
        this.description = Util.fixEmpty(description);
    }

    /**
     * @return the id of a Secret text that Codeup sends with each delivery, or null
     */
    @CheckForNull
    public String getSecretCredentialsId() {
        return secretCredentialsId;
    }

    @DataBoundSetter
    public void setSecretCredentialsId(@CheckForNull String secretCredentialsId) {
        this.secretCredentialsId = Util.fixEmptyAndTrim(secretCredentialsId);
    }

    /**
     * @return what to do if a webhook with this URL exists: {@code reconcile} (the default), {@code keep} or {@code fail}
     */
    @NonNull
    public String getIfExists() {
        return ifExists.name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException if it is none of the three
     */
    @DataBoundSetter
    public void setIfExists(@CheckForNull String ifExists) {
        String name = Util.fixEmptyAndTrim(ifExists);
        try {
            this.ifExists = name == null ? IfExists.RECONCILE : IfExists.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(Messages.CreateWebhookStep_ifExists(name));
        }
    }

    /**
     * @return this step with the variables of a freestyle build expanded; in a Pipeline, Groovy has done that
     */
    @NonNull
    CreateWebhookStep expand(@NonNull EnvVars variables) {
        CreateWebhookStep expanded = new CreateWebhookStep(variables.expand(getRepository()));
        expanded.setConnection(variables.expand(getConnection()));
        expanded.setOrganizationId(variables.expand(getOrganizationId()));
        // the look-up of credentials resolves parameters itself, and checks the rights of their user
        expanded.setCredentialsId(getCredentialsId());
        expanded.setAccessTokenCredentialsId(getAccessTokenCredentialsId());
        expanded.setSecurityTokenCredentialsId(getSecurityTokenCredentialsId());
        expanded.secretCredentialsId = secretCredentialsId;
        expanded.setUrl(variables.expand(url));
        expanded.setDescription(variables.expand(description));
        expanded.pushEvents = pushEvents;
        expanded.mergeRequestsEvents = mergeRequestsEvents;
        expanded.tagPushEvents = tagPushEvents;
        expanded.noteEvents = noteEvents;
        expanded.enableSslVerification = enableSslVerification;
        expanded.ifExists = ifExists;
        return expanded;
    }

    @Override
    Serializable run(Run<?, ?> run, Log log) throws IOException, InterruptedException {
        RepositoryRef repository = repository();
        CodeupClients.Purpose purpose = url == null ? CodeupClients.Purpose.OWN_WEBHOOK : CodeupClients.Purpose.JOB;
        CodeupClient client = client(purpose, run, repository, log);
        Item owner = ItemWebhook.owner(run.getParent());
        checkOwnSecret(owner);
        if (url == null) {
            OwnWebhook.checkRepository(owner, connection(), client, repository);
        }
        DesiredWebhook desired = desiredWebhook(run);

        log.println(Messages.CreateWebhookStep_start(repository, WebhookUrl.masked(desired.url())));
        warn(desired, log);
        long repositoryId = client.repositoryId(repository);
        OwnWebhook managed = OwnWebhook.managed(owner, connection(), client, repository, repositoryId);
        if (managed != null && managed.is(null, desired.url())) {
            desired = asManaged(desired, managed, owner, log);
        } else {
            managed = null;
        }
        ReconcileResult result = new WebhookReconciler(client).reconcile(repositoryId, desired, ifExists);
        if (managed != null) {
            managed.reconciled(repositoryId, result);
        }
        new WebhookAction(repository.toString(), repositoryId, result).addTo(run);
        report(result, desired, log);

        LinkedHashMap<String, Serializable> values = ListWebhooksStep.values(result.webhook());
        values.put("repository", repository.toString());
        values.put("repositoryId", repositoryId);
        values.put("outcome", result.outcome().name());
        values.put("removed", new ArrayList<>(result.removed()));
        values.put("requestId", result.requestId());
        return values;
    }

    /** The job's own URL accepts the job's own secret, and the one that its trigger names. */
    private void checkOwnSecret(Item owner) {
        if (url != null || secretCredentialsId == null) {
            return;
        }
        DeliveryHandler handler = DeliveryHandler.of(owner);
        if (handler == null || !secretCredentialsId.equals(handler.secretCredentialsId(owner))) {
            throw new IllegalArgumentException(Messages.CreateWebhookStep_foreignSecret(secretCredentialsId));
        }
    }

    /** Jenkins would undo what differs from the item's configuration, so that it is not done, and said. */
    private static DesiredWebhook asManaged(DesiredWebhook step, OwnWebhook managed, Item owner, Log log)
            throws IOException {
        DesiredWebhook desired = step;
        List<String> different = new ArrayList<>();
        for (Map.Entry<WebhookOption, Boolean> option : managed.options().entrySet()) {
            Boolean stated = step.options().get(option.getKey());
            if (stated != null && !stated.equals(option.getValue())) {
                different.add(option.getKey().camelCase() + "=" + option.getValue());
            }
            desired = desired.with(option.getKey(), option.getValue());
        }
        log.println(
                different.isEmpty()
                        ? Messages.CreateWebhookStep_managed(owner.getFullName())
                        : Messages.CreateWebhookStep_warning(Messages.CreateWebhookStep_managedOtherwise(
                                owner.getFullName(), String.join(", ", different))));
        return desired.withSecretToken(
                SecretValue.of(ItemWebhook.of(owner).secret().getPlainText()));
    }

    private DesiredWebhook desiredWebhook(Run<?, ?> run) throws IOException {
        SecretValue secret = CredentialsLookup.of(run).secret(secretCredentialsId, "secretCredentialsId");
        if (url == null && secret == null) {
            secret = SecretValue.of(TargetUrl.ownWebhook(run).secret().getPlainText());
        }
        return DesiredWebhook.to(TargetUrl.of(url, run, connection()))
                .with(WebhookOption.PUSH_EVENTS, pushEvents)
                .with(WebhookOption.MERGE_REQUESTS_EVENTS, mergeRequestsEvents)
                .with(WebhookOption.TAG_PUSH_EVENTS, tagPushEvents)
                .with(WebhookOption.NOTE_EVENTS, noteEvents)
                .with(WebhookOption.ENABLE_SSL_VERIFICATION, enableSslVerification)
                .withDescription(description)
                .withSecretToken(secret);
    }

    private void warn(DesiredWebhook desired, Log log) {
        TargetUrl.warnings(url, connection(), desired.secretToken() != null)
                .forEach(warning -> log.println(Messages.CreateWebhookStep_warning(warning)));
        if (Boolean.FALSE.equals(desired.options().get(WebhookOption.ENABLE_SSL_VERIFICATION))) {
            log.println(Messages.CreateWebhookStep_warning(Messages.CreateWebhookStep_tlsOff()));
        }
    }

    private static void report(ReconcileResult result, DesiredWebhook desired, Log log) {
        String id = String.valueOf(result.webhook().id());
        log.println(
                switch (result.outcome()) {
                    case CREATED -> Messages.CreateWebhookStep_created(id);
                    case UPDATED -> Messages.CreateWebhookStep_updated(id, String.join(", ", result.changes()));
                    case UNCHANGED -> Messages.CreateWebhookStep_unchanged(id);
                });
        if (result.outcome() == Outcome.CREATED && !desired.unset().isEmpty()) {
            log.println(Messages.CreateWebhookStep_defaults(desired.unset().stream()
                    .map(option -> option.camelCase() + "=" + option.codeupDefault())
                    .collect(Collectors.joining(", "))));
        }
        if (!result.removed().isEmpty()) {
            log.println(Messages.CreateWebhookStep_removed(
                    result.removed().stream().map(String::valueOf).collect(Collectors.joining(", "))));
        }
        if (result.requestId() != null) {
            log.println(Messages.CreateWebhookStep_requestId(result.requestId()));
        }
    }

    /** Form, checks and symbol of the step. */
    @Extension
    public static class DescriptorImpl extends Descriptor {

        @Override
        public String getFunctionName() {
            return "codeupCreateWebhook";
        }

        @Override
        public String getDisplayName() {
            return Messages.CreateWebhookStep_displayName();
        }

        /** Warns of a URL that Codeup can probably not reach: the named one, or else that of this Jenkins. */
        @POST
        public FormValidation doCheckUrl(
                @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String connection) {
            CodeupForms.checkMayConfigure(item);
            return TargetUrl.check(Util.fixEmptyAndTrim(value), connection);
        }

        @POST
        public ListBoxModel doFillIfExistsItems(@AncestorInPath Item item, @QueryParameter String ifExists) {
            ListBoxModel items = new ListBoxModel();
            items.add(Messages.CreateWebhookStep_reconcile(), "reconcile");
            items.add(Messages.CreateWebhookStep_keep(), "keep");
            items.add(Messages.CreateWebhookStep_fail(), "fail");
            return CodeupForms.constants(item, ifExists, items);
        }

        @POST
        public ListBoxModel doFillSecretCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String secretCredentialsId) {
            return CodeupForms.secretTexts(item, secretCredentialsId);
        }
    }
}
