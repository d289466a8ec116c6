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
import io.jenkins.plugins.codeup.connection.CodeupClients;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.connection.CodeupForms;
import io.jenkins.plugins.codeup.connection.ConnectionTest;
import io.jenkins.plugins.codeup.connection.CredentialsLookup;
import io.jenkins.plugins.codeup.connection.RootUrl;
import io.jenkins.plugins.codeup.delivery.DeliveryFilter;
import io.jenkins.plugins.codeup.delivery.NamePatterns;
import io.jenkins.plugins.codeup.delivery.NamePatterns.Kind;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import java.io.IOException;
import java.io.ObjectStreamException;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jenkins.model.ParameterizedJobMixIn;
import org.eclipse.jgit.transport.URIish;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.structs.describable.CustomDescribableModel;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
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
    private boolean buildOnEdits;
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
        TriggerSettings.of(this)
                .problems()
                .forEach(problem ->
                        LOGGER.log(Level.WARNING, "The Codeup trigger of {0} has a wrong setting. {1}", new Object[] {
                            job.getFullName(), problem
                        }));
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
     * Checks the settings of the job's trigger, wherever they come from.
     *
     * @return what is wrong: field, value, consequence and remedy, in the reader's language; empty if nothing is or there
     *     is no trigger
     */
    @NonNull
    @Restricted(NoExternalUse.class)
    public static List<String> problems(@NonNull Job<?, ?> job) {
        CodeupTrigger trigger = of(job);
        return trigger == null ? List.of() : TriggerSettings.problems(trigger, job);
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

    /**
     * @return whether an update of a merge request is built that is no push: of title, description, labels or reviewers
     */
    public boolean isBuildOnEdits() {
        return buildOnEdits;
    }

    @DataBoundSetter
    public void setBuildOnEdits(boolean buildOnEdits) {
        this.buildOnEdits = buildOnEdits;
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
    public static class DescriptorImpl extends TriggerDescriptor implements CustomDescribableModel {

        @Override
        public Map<String, Object> customInstantiate(Map<String, Object> arguments) {
            CodeupForms.checkSwitches(CodeupTrigger.class, arguments);
            return arguments;
        }

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
                return webhook == null ? null : webhook.url(RootUrl.of(connection(job)));
            } catch (IOException | IllegalStateException | IllegalArgumentException noUrl) {
                LOGGER.log(Level.FINE, "No webhook URL for the form of " + job.getFullName(), noUrl);
                return null;
            }
        }

        /** The connection that the job's webhook is managed through: named, or that of the repository's organization. */
        private static CodeupConnection connection(Job<?, ?> job) {
            CodeupTrigger trigger = of(job);
            String name = trigger == null ? null : trigger.getConnection();
            String stated = trigger == null ? null : trigger.getRepository();
            CodeupConfiguration configuration = CodeupConfiguration.get();
            CodeupConnection fitting = Stream.concat(
                            Stream.ofNullable(stated),
                            stated == null ? JobDeliveryHandler.sourceUrls(job).stream() : Stream.empty())
                    .findFirst()
                    .map(repository -> configuration.connectionFor(name, RepositoryRef.parse(repository)))
                    .orElse(null);
            return fitting == null ? configuration.connection(name) : fitting;
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
            if (value == null || value.isBlank()) {
                return item instanceof Job<?, ?> job ? checkSources(job) : FormValidation.ok();
            }
            return validation(Stream.ofNullable(TriggerSettings.repositoryProblem(value)));
        }

        private static FormValidation validation(Stream<?> problems) {
            String all = problems.map(Object::toString).collect(Collectors.joining(" "));
            return all.isEmpty() ? FormValidation.ok() : FormValidation.error(all);
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
            String tested = Util.fixNull(repository);
            if (tested.isBlank() && item instanceof Job<?, ?> job) {
                tested = JobDeliveryHandler.sourceUrls(job).stream().findFirst().orElse("");
            }
            try {
                CodeupConnection tried = CodeupConfiguration.get()
                        .connectionFor(Util.fixEmptyAndTrim(connection), RepositoryRef.parse(tested));
                return tried == null
                        ? FormValidation.error(Messages.CodeupTrigger_noConnection(tested))
                        : ConnectionTest.ofRepository(
                                purpose(item, RepositoryRef.parse(tested), tried),
                                item,
                                tried.getName(),
                                tested,
                                null,
                                CredentialsLookup.Ids.NONE);
            } catch (IllegalArgumentException e) {
                return FormValidation.error(e.getMessage());
            }
        }

        /** Jenkins manages webhooks in the job's own repositories only, or wherever an administrator allows it. */
        private static CodeupClients.Purpose purpose(Item item, RepositoryRef tested, CodeupConnection connection) {
            JobSources sources = item instanceof Job<?, ?> job ? JobSources.of(job) : new JobSources(true, List.of());
            String identity = tested.identity(connection.getOrganizationId());
            boolean own = !sources.any()
                    || sources.urls().stream()
                            .map(url -> RepositoryRef.parse(url).identity(connection.getOrganizationId()))
                            .anyMatch(identity::equals);
            return own ? CodeupClients.Purpose.OWN_WEBHOOK : CodeupClients.Purpose.JOB;
        }

        private static FormValidation checkPatterns(Item item, Kind kind, String included, String excluded) {
            CodeupForms.checkMayConfigure(item);
            return validation(TriggerSettings.patternProblems(kind, included, excluded).stream());
        }

        @POST
        public FormValidation doCheckBranches(@AncestorInPath Item item, @QueryParameter String value) {
            return checkPatterns(item, Kind.BRANCHES, value, null);
        }

        @POST
        public FormValidation doCheckExcludedBranches(@AncestorInPath Item item, @QueryParameter String value) {
            return checkPatterns(item, Kind.BRANCHES, null, value);
        }

        @POST
        public FormValidation doCheckSourceBranches(@AncestorInPath Item item, @QueryParameter String value) {
            return checkPatterns(item, Kind.SOURCE_BRANCHES, value, null);
        }

        @POST
        public FormValidation doCheckExcludedSourceBranches(@AncestorInPath Item item, @QueryParameter String value) {
            return checkPatterns(item, Kind.SOURCE_BRANCHES, null, value);
        }

        @POST
        public FormValidation doCheckTags(@AncestorInPath Item item, @QueryParameter String value) {
            return checkPatterns(item, Kind.TAGS, value, null);
        }

        @POST
        public FormValidation doCheckPaths(@AncestorInPath Item item, @QueryParameter String value) {
            return checkPatterns(item, Kind.PATHS, value, null);
        }

        @POST
        public FormValidation doCheckExcludedPaths(@AncestorInPath Item item, @QueryParameter String value) {
            return checkPatterns(item, Kind.PATHS, null, value);
        }

        @POST
        public FormValidation doCheckIgnoredAuthors(@AncestorInPath Item item, @QueryParameter String value) {
            return checkPatterns(item, Kind.AUTHORS, null, value);
        }

        @POST
        public FormValidation doCheckNotePattern(@AncestorInPath Item item, @QueryParameter String value) {
            CodeupForms.checkMayConfigure(item);
            return validation(Stream.ofNullable(TriggerSettings.notePatternProblem(Util.fixEmptyAndTrim(value))));
        }

        @POST
        public FormValidation doCheckMergeRequestActions(@AncestorInPath Item item, @QueryParameter String value) {
            CodeupForms.checkMayConfigure(item);
            return validation(TriggerSettings.actionProblems(Util.fixNull(value)).stream());
        }

        @POST
        public FormValidation doCheckSecretCredentialsId(@AncestorInPath Item item, @QueryParameter String value) {
            CodeupForms.checkMayConfigure(item);
            return validation(Stream.ofNullable(TriggerSettings.secretProblem(item, Util.fixEmptyAndTrim(value))));
        }
    }
}
