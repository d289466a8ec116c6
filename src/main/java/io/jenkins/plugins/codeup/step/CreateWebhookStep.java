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
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.client.WebhookOption;
import io.jenkins.plugins.codeup.connection.CredentialsItems;
import io.jenkins.plugins.codeup.webhook.IfExists;
import java.io.IOException;
import java.io.Serializable;
import java.util.Locale;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * {@code codeupCreateWebhook}: sees to it that a repository has a webhook to this job or another URL. The fields below
 * are those of AddWebhook's body; each but the repository may be absent, which leaves it to Codeup on a new hook and
 * as it is on an existing one.
 */
public class CreateWebhookStep extends RepositoryStep {

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
     * @param repository the repository's number, its path or its clone URL
     */
    @DataBoundConstructor
    public CreateWebhookStep(@CheckForNull String repository) {
        super(repository);
    }

    /**
     * @return where Codeup shall deliver to, or null for the URL of this job's own trigger
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
     * @return whether Codeup checks the certificate of the hook's URL, or null if not stated
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
     * @return the id of a Secret text that Codeup sends along with deliveries, or null
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
     * @return what to do about a hook to the same place: {@code reconcile} (the default), {@code keep} or {@code fail}
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
            throw new IllegalArgumentException(Messages.CreateWebhookStep_ifExists(name), e);
        }
    }

    @NonNull
    IfExists ifExists() {
        return ifExists;
    }

    /**
     * @param url where the hook points, resolved
     * @param secret the hook's secret, resolved, or null
     */
    @NonNull
    DesiredWebhook toSpec(@NonNull String url, @CheckForNull SecretValue secret) {
        return DesiredWebhook.to(url)
                .with(WebhookOption.PUSH_EVENTS, pushEvents)
                .with(WebhookOption.MERGE_REQUESTS_EVENTS, mergeRequestsEvents)
                .with(WebhookOption.TAG_PUSH_EVENTS, tagPushEvents)
                .with(WebhookOption.NOTE_EVENTS, noteEvents)
                .with(WebhookOption.ENABLE_SSL_VERIFICATION, enableSslVerification)
                .withDescription(description)
                .withSecretToken(secret);
    }

    /**
     * @return this call with the variables of a freestyle build put in; in a Pipeline Groovy has done so already
     */
    @NonNull
    CreateWebhookStep expand(@NonNull EnvVars variables) {
        CreateWebhookStep expanded = new CreateWebhookStep(variables.expand(getRepository()));
        expanded.setConnection(variables.expand(getConnection()));
        expanded.setOrganizationId(variables.expand(getOrganizationId()));
        // a parameter expression is resolved, and its user's rights checked, where credentials are looked up
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
    Serializable execute(Run<?, ?> run, CodeupLog log) throws IOException, InterruptedException {
        return WebhookCreation.run(this, run, log);
    }

    /** Form, checks and the name of the step. */
    @Extension
    public static class DescriptorImpl extends CodeupStepDescriptor {

        @Override
        public String getFunctionName() {
            return "codeupCreateWebhook";
        }

        @Override
        public String getDisplayName() {
            return Messages.CreateWebhookStep_displayName();
        }

        @POST
        public FormValidation doCheckUrl(
                @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String connection) {
            checkMayConfigure(item);
            return HookTarget.check(Util.fixEmptyAndTrim(value), connection);
        }

        @POST
        public ListBoxModel doFillIfExistsItems() {
            ListBoxModel items = new ListBoxModel();
            items.add(Messages.CreateWebhookStep_reconcile(), "reconcile");
            items.add(Messages.CreateWebhookStep_keep(), "keep");
            items.add(Messages.CreateWebhookStep_fail(), "fail");
            return items;
        }

        @POST
        public ListBoxModel doFillSecretCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String secretCredentialsId) {
            return CredentialsItems.secretTexts(item, secretCredentialsId);
        }
    }
}
