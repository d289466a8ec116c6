package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Job;
import hudson.triggers.Trigger;
import hudson.triggers.TriggerDescriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.connection.CodeupForms;
import io.jenkins.plugins.codeup.connection.ConnectionTest;
import io.jenkins.plugins.codeup.connection.CredentialsLookup;
import io.jenkins.plugins.codeup.connection.RootUrl;
import io.jenkins.plugins.codeup.delivery.DeliveryFilter;
import io.jenkins.plugins.codeup.delivery.NamePatterns;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import java.io.IOException;
import java.io.ObjectStreamException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import jenkins.model.ParameterizedJobMixIn;
import org.eclipse.jgit.transport.URIish;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/**
 * Trigger {@code codeup}: starts builds of a job on pushes, tags, merge requests and comments in Codeup. Says which
 * events are built; the webhook's URL and secret belong to the job, see {@link ItemWebhook}.
 */
public class CodeupTrigger extends Trigger<Job<?, ?>> {

    private static final Logger LOGGER = Logger.getLogger(CodeupTrigger.class.getName());
    private static final String DEFAULT_ACTIONS = "open, reopen, update";

    // Boolean where the default is true: an element that a stored trigger lacks is null, see readResolve
    private String repository;
    private Boolean manageWebhook = true;
    private Boolean pushEvents = true;
    private boolean tagPushEvents;
    private boolean mergeRequestsEvents;
    private String mergeRequestActions = DEFAULT_ACTIONS;
    private boolean noteEvents;
    private String notePattern;
    private String branches;
    private String excludedBranches;
    private String sourceBranches;
    private String excludedSourceBranches;
    private String tags;
    private Boolean skipCi = true;
    private String ignoredAuthors;
    private String paths;
    private String excludedPaths;
    private String connection;
    private String secretCredentialsId;

    @DataBoundConstructor
    public CodeupTrigger() {
        // all fields have defaults
    }

    /** Gives a trigger that was stored with some elements, or none, the same defaults as the form. */
    @Override
    protected Object readResolve() throws ObjectStreamException {
        manageWebhook = manageWebhook == null || manageWebhook;
        pushEvents = pushEvents == null || pushEvents;
        skipCi = skipCi == null || skipCi;
        setMergeRequestActions(mergeRequestActions);
        // Trigger fails without a schedule. A trigger on events has none, and start() needs none.
        return spec == null ? this : super.readResolve();
    }

    /** Gives the job its webhook URL when the trigger is saved, so that the form can show it. */
    @Override
    public void start(Job<?, ?> job, boolean newInstance) {
        this.job = job;
        if (newInstance && ItemWebhook.owner(job) == job) {
            try {
                ItemWebhook.of(job);
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "The webhook URL of " + job.getFullName() + " cannot be stored", e);
            }
        }
    }

    /**
     * @return the job's trigger, or null if it has none
     */
    @CheckForNull
    public static CodeupTrigger of(@NonNull Job<?, ?> job) {
        return ParameterizedJobMixIn.getTrigger(job, CodeupTrigger.class);
    }

    /**
     * @return number, path or clone URL of the repository whose events start builds, or null for the repositories that
     *     the job checks out by git
     */
    @CheckForNull
    public String getRepository() {
        return repository;
    }

    @DataBoundSetter
    public void setRepository(@CheckForNull String repository) {
        this.repository = Util.fixEmptyAndTrim(repository);
    }

    /**
     * @return whether Jenkins creates, updates and deletes the job's webhook, if the connection allows it
     */
    public boolean isManageWebhook() {
        return manageWebhook;
    }

    @DataBoundSetter
    public void setManageWebhook(boolean manageWebhook) {
        this.manageWebhook = manageWebhook;
    }

    public boolean isPushEvents() {
        return pushEvents;
    }

    @DataBoundSetter
    public void setPushEvents(boolean pushEvents) {
        this.pushEvents = pushEvents;
    }

    public boolean isTagPushEvents() {
        return tagPushEvents;
    }

    @DataBoundSetter
    public void setTagPushEvents(boolean tagPushEvents) {
        this.tagPushEvents = tagPushEvents;
    }

    public boolean isMergeRequestsEvents() {
        return mergeRequestsEvents;
    }

    @DataBoundSetter
    public void setMergeRequestsEvents(boolean mergeRequestsEvents) {
        this.mergeRequestsEvents = mergeRequestsEvents;
    }

    /**
     * @return actions and states of merge requests, separated by commas, see {@link DeliveryFilter#mergeRequestActions}
     */
    @NonNull
    public String getMergeRequestActions() {
        return mergeRequestActions;
    }

    @DataBoundSetter
    public void setMergeRequestActions(@CheckForNull String mergeRequestActions) {
        String actions = Util.fixEmptyAndTrim(mergeRequestActions);
        this.mergeRequestActions = actions == null ? DEFAULT_ACTIONS : actions;
    }

    public boolean isNoteEvents() {
        return noteEvents;
    }

    @DataBoundSetter
    public void setNoteEvents(boolean noteEvents) {
        this.noteEvents = noteEvents;
    }

    /**
     * @return the regular expression that must match a part of a comment, or null for every comment
     */
    @CheckForNull
    public String getNotePattern() {
        return notePattern;
    }

    @DataBoundSetter
    public void setNotePattern(@CheckForNull String notePattern) {
        this.notePattern = Util.fixEmptyAndTrim(notePattern);
    }

    /**
     * @return patterns as {@link NamePatterns#of} takes them, here and below, or null for all branches
     */
    @CheckForNull
    public String getBranches() {
        return branches;
    }

    @DataBoundSetter
    public void setBranches(@CheckForNull String branches) {
        this.branches = Util.fixEmptyAndTrim(branches);
    }

    @CheckForNull
    public String getExcludedBranches() {
        return excludedBranches;
    }

    @DataBoundSetter
    public void setExcludedBranches(@CheckForNull String excludedBranches) {
        this.excludedBranches = Util.fixEmptyAndTrim(excludedBranches);
    }

    /**
     * @return patterns for the source branches of merge requests, or null for all
     */
    @CheckForNull
    public String getSourceBranches() {
        return sourceBranches;
    }

    @DataBoundSetter
    public void setSourceBranches(@CheckForNull String sourceBranches) {
        this.sourceBranches = Util.fixEmptyAndTrim(sourceBranches);
    }

    @CheckForNull
    public String getExcludedSourceBranches() {
        return excludedSourceBranches;
    }

    @DataBoundSetter
    public void setExcludedSourceBranches(@CheckForNull String excludedSourceBranches) {
        this.excludedSourceBranches = Util.fixEmptyAndTrim(excludedSourceBranches);
    }

    @CheckForNull
    public String getTags() {
        return tags;
    }

    @DataBoundSetter
    public void setTags(@CheckForNull String tags) {
        this.tags = Util.fixEmptyAndTrim(tags);
    }

    public boolean isSkipCi() {
        return skipCi;
    }

    @DataBoundSetter
    public void setSkipCi(boolean skipCi) {
        this.skipCi = skipCi;
    }

    @CheckForNull
    public String getIgnoredAuthors() {
        return ignoredAuthors;
    }

    @DataBoundSetter
    public void setIgnoredAuthors(@CheckForNull String ignoredAuthors) {
        this.ignoredAuthors = Util.fixEmptyAndTrim(ignoredAuthors);
    }

    @CheckForNull
    public String getPaths() {
        return paths;
    }

    @DataBoundSetter
    public void setPaths(@CheckForNull String paths) {
        this.paths = Util.fixEmptyAndTrim(paths);
    }

    @CheckForNull
    public String getExcludedPaths() {
        return excludedPaths;
    }

    @DataBoundSetter
    public void setExcludedPaths(@CheckForNull String excludedPaths) {
        this.excludedPaths = Util.fixEmptyAndTrim(excludedPaths);
    }

    /**
     * @return name of the connection for the job's webhook, or null for the one that fits the repository
     */
    @CheckForNull
    public String getConnection() {
        return connection;
    }

    @DataBoundSetter
    public void setConnection(@CheckForNull String connection) {
        this.connection = Util.fixEmptyAndTrim(connection);
    }

    /**
     * @return id of a Secret text that deliveries may carry instead of the job's own secret, or null
     */
    @CheckForNull
    public String getSecretCredentialsId() {
        return secretCredentialsId;
    }

    @DataBoundSetter
    public void setSecretCredentialsId(@CheckForNull String secretCredentialsId) {
        this.secretCredentialsId = Util.fixEmptyAndTrim(secretCredentialsId);
    }

    /** Form of the trigger and its checks. */
    @Extension
    @Symbol("codeup")
    public static class DescriptorImpl extends TriggerDescriptor {

        @Override
        public boolean isApplicable(Item item) {
            return item instanceof Job && item instanceof ParameterizedJobMixIn.ParameterizedJob;
        }

        @Override
        public String getDisplayName() {
            return Messages.CodeupTrigger_displayName();
        }

        /**
         * @return the webhook URL of the job whose form is shown, for those who may configure it; null if the job has
         *     none before it is saved with the trigger, or the URL of this Jenkins is not configured
         */
        @CheckForNull
        public String getWebhookUrl() {
            StaplerRequest2 request = Stapler.getCurrentRequest2();
            Job<?, ?> job = request == null ? null : request.findAncestorObject(Job.class);
            if (job == null || !job.hasPermission(Item.CONFIGURE)) {
                return null;
            }
            try {
                ItemWebhook webhook = ItemWebhook.existing(job);
                CodeupTrigger trigger = of(job);
                String connection = trigger == null ? null : trigger.getConnection();
                return webhook == null
                        ? null
                        : webhook.url(RootUrl.of(CodeupConfiguration.get().connection(connection)));
            } catch (IOException | IllegalStateException | IllegalArgumentException noUrl) {
                LOGGER.log(Level.FINE, "No webhook URL for the form of " + job.getFullName(), noUrl);
                return null;
            }
        }

        @POST
        public ListBoxModel doFillSecretCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String secretCredentialsId) {
            return CodeupForms.secretTexts(item, secretCredentialsId);
        }

        @POST
        public ListBoxModel doFillConnectionItems(@AncestorInPath Item item, @QueryParameter String connection) {
            return CodeupForms.connections(item, connection);
        }

        @POST
        public FormValidation doCheckRepository(@AncestorInPath Item item, @QueryParameter String value) {
            CodeupForms.checkMayConfigure(item);
            if (value.isBlank()) {
                return item instanceof Job<?, ?> job ? checkSources(job) : FormValidation.ok();
            }
            try {
                RepositoryRef.parse(value);
                return FormValidation.ok();
            } catch (IllegalArgumentException e) {
                return FormValidation.error(e.getMessage());
            }
        }

        /** Names the repositories that an empty field stands for. */
        private static FormValidation checkSources(Job<?, ?> job) {
            String sources = JobDeliveryHandler.remotes(job)
                    .map(URIish::toString) // without a password
                    .distinct()
                    .collect(Collectors.joining(", "));
            return sources.isEmpty()
                    ? FormValidation.warning(Messages.CodeupTrigger_noSources())
                    : FormValidation.ok(Messages.CodeupTrigger_sources(sources));
        }

        /** "Test connection": asks Codeup for the repository's webhooks with the credentials of its connection. */
        @POST
        public FormValidation doTestRepository(
                @AncestorInPath Item item, @QueryParameter String repository, @QueryParameter String connection) {
            CodeupForms.checkMayConfigure(item);
            String tested = repository;
            if (tested.isBlank() && item instanceof Job<?, ?> job) {
                tested = JobDeliveryHandler.sourceUrls(job).stream().findFirst().orElse("");
            }
            try {
                CodeupConnection tried = CodeupConfiguration.get()
                        .connectionFor(Util.fixEmptyAndTrim(connection), RepositoryRef.parse(tested));
                return tried == null
                        ? FormValidation.error(Messages.CodeupTrigger_noConnection(tested))
                        : ConnectionTest.ofRepository(item, tried.getName(), tested, null, CredentialsLookup.Ids.NONE);
            } catch (IllegalArgumentException e) {
                return FormValidation.error(e.getMessage());
            }
        }

        /** Checks each field that holds {@link NamePatterns}. */
        @POST
        public FormValidation doCheckPatterns(@AncestorInPath Item item, @QueryParameter String value) {
            CodeupForms.checkMayConfigure(item);
            return checkPattern(() -> NamePatterns.of(value, null));
        }

        @POST
        public FormValidation doCheckNotePattern(@AncestorInPath Item item, @QueryParameter String value) {
            CodeupForms.checkMayConfigure(item);
            return checkPattern(() -> NamePatterns.BoundedPattern.regex(value));
        }

        private static FormValidation checkPattern(Runnable parser) {
            try {
                parser.run();
                return FormValidation.ok();
            } catch (PatternSyntaxException e) {
                return FormValidation.error(Messages.CodeupTrigger_pattern(e.getDescription()));
            }
        }

        @POST
        public FormValidation doCheckMergeRequestActions(@AncestorInPath Item item, @QueryParameter String value) {
            CodeupForms.checkMayConfigure(item);
            return DeliveryFilter.parseActions(value).stream()
                    .filter(action -> !DeliveryFilter.isMergeRequestAction(action))
                    .findFirst()
                    .map(action -> FormValidation.error(Messages.CodeupTrigger_action(action)))
                    .orElseGet(FormValidation::ok);
        }
    }
}
