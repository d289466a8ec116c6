package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Job;
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
import io.jenkins.plugins.codeup.connection.RequiredRole;
import io.jenkins.plugins.codeup.connection.RootUrl;
import io.jenkins.plugins.codeup.delivery.NamePatterns.Kind;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jenkins.model.ParameterizedJobMixIn;
import org.eclipse.jgit.transport.URIish;
import org.jenkinsci.plugins.structs.describable.CustomDescribableModel;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/**
 * Form of the trigger {@code codeup}: its checks, drop-down lists and buttons. The checks themselves are in {@link
 * TriggerSettings}, as Jenkinsfiles, XML and Configuration as Code have no form.
 */
@Restricted(NoExternalUse.class)
public abstract class TriggerForm extends TriggerDescriptor implements CustomDescribableModel {

    private static final Logger LOGGER = Logger.getLogger(TriggerForm.class.getName());

    @Override
    public Map<String, Object> customInstantiate(Map<String, Object> arguments) {
        CodeupForms.checkSwitches(CodeupTrigger.class, arguments);
        return arguments;
    }

    @Override
    public boolean isApplicable(Item item) {
        return item instanceof Job && item instanceof ParameterizedJobMixIn.ParameterizedJob;
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
        CodeupTrigger trigger = CodeupTrigger.of(job);
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
    public ListBoxModel doFillNoteRoleItems(@AncestorInPath Item item, @QueryParameter String noteRole) {
        return CodeupForms.constants(item, noteRole, RequiredRole.items());
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
        boolean own = sources.isOwn(tested, connection.getOrganizationId());
        return own ? CodeupClients.Purpose.OWN_WEBHOOK : CodeupClients.Purpose.JOB;
    }

    @POST
    public FormValidation doCheckBranches(@AncestorInPath Item item, @QueryParameter String value) {
        return PatternProblems.check(item, Kind.BRANCHES, value, null);
    }

    @POST
    public FormValidation doCheckExcludedBranches(@AncestorInPath Item item, @QueryParameter String value) {
        return PatternProblems.check(item, Kind.BRANCHES, null, value);
    }

    @POST
    public FormValidation doCheckSourceBranches(@AncestorInPath Item item, @QueryParameter String value) {
        return PatternProblems.check(item, Kind.SOURCE_BRANCHES, value, null);
    }

    @POST
    public FormValidation doCheckExcludedSourceBranches(@AncestorInPath Item item, @QueryParameter String value) {
        return PatternProblems.check(item, Kind.SOURCE_BRANCHES, null, value);
    }

    @POST
    public FormValidation doCheckTags(@AncestorInPath Item item, @QueryParameter String value) {
        return PatternProblems.check(item, Kind.TAGS, value, null);
    }

    @POST
    public FormValidation doCheckPaths(@AncestorInPath Item item, @QueryParameter String value) {
        return PatternProblems.check(item, Kind.PATHS, value, null);
    }

    @POST
    public FormValidation doCheckExcludedPaths(@AncestorInPath Item item, @QueryParameter String value) {
        return PatternProblems.check(item, Kind.PATHS, null, value);
    }

    @POST
    public FormValidation doCheckIgnoredAuthors(@AncestorInPath Item item, @QueryParameter String value) {
        return PatternProblems.check(item, Kind.AUTHORS, null, value);
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

    @POST
    public FormValidation doCheckStatusContext(@AncestorInPath Item item, @QueryParameter String value) {
        CodeupForms.checkMayConfigure(item);
        return validation(Stream.ofNullable(StatusTemplate.problem(value)));
    }
}
