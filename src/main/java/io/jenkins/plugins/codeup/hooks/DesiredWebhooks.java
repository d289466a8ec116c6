package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.model.Job;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.client.RepositoryUrl;
import io.jenkins.plugins.codeup.client.WebhookOption;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.connection.RootUrl;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.hooks.ManagedItem.RepositoryKey;
import io.jenkins.plugins.codeup.scm.CodeupSCMSource;
import io.jenkins.plugins.codeup.scm.MultibranchTrigger;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import io.jenkins.plugins.codeup.trigger.JobDeliveryHandler;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jenkins.branch.MultiBranchProject;
import jenkins.model.ParameterizedJobMixIn.ParameterizedJob;
import jenkins.plugins.git.AbstractGitSCMSource;
import jenkins.plugins.git.GitSCMSource;
import org.jvnet.localizer.Localizable;

/** The webhooks that an item's configuration asks for, or the one reason why it asks for none. */
final class DesiredWebhooks {

    /** What an item wants that is gone. */
    static final DesiredWebhooks NONE = none(Messages._DesiredWebhooks_noTrigger());

    private final List<Target> targets;
    private final Localizable whyNone;
    private final boolean manual;
    private final CodeupConnection connection;

    /**
     * One webhook in a repository.
     *
     * @param url where it delivers to
     * @param options the events to deliver; an option that is missing is left as it is
     */
    record Target(
            @NonNull RepositoryKey key,
            @NonNull String url,
            @NonNull Map<WebhookOption, Boolean> options) {}

    private DesiredWebhooks(
            List<Target> targets, Localizable whyNone, boolean manual, @CheckForNull CodeupConnection connection) {
        this.targets = List.copyOf(targets);
        this.whyNone = whyNone;
        this.manual = manual;
        this.connection = connection;
    }

    private static DesiredWebhooks none(Localizable why) {
        return new DesiredWebhooks(List.of(), why, false, null);
    }

    /** Whether items of this kind can have a webhook. Jobs of branches have that of their multibranch project. */
    static boolean mayHaveSome(@NonNull Item item) {
        return item instanceof MultiBranchProject
                || item instanceof Job<?, ?> job && item instanceof ParameterizedJob && ItemWebhook.owner(job) == item;
    }

    /**
     * @throws IllegalArgumentException if the configuration names something that does not exist or fit; the message says
     *     what
     * @throws IllegalStateException if the URL of this Jenkins is not set
     * @throws IOException if what is stored of the item's webhook can't be read or written
     */
    @NonNull
    static DesiredWebhooks of(@NonNull Item item) throws IOException {
        if (item instanceof MultiBranchProject<?, ?> project) {
            return ofProject(project);
        }
        return item instanceof Job<?, ?> job && item instanceof ParameterizedJob<?, ?> parameterized
                ? ofJob(job, parameterized.isDisabled())
                : none(Messages._DesiredWebhooks_noTrigger());
    }

    private static DesiredWebhooks ofJob(Job<?, ?> job, boolean disabled) throws IOException {
        CodeupTrigger trigger = CodeupTrigger.of(job);
        if (trigger == null) {
            return none(Messages._DesiredWebhooks_noTrigger());
        }
        if (disabled) {
            return none(Messages._DesiredWebhooks_disabled());
        }
        return of(
                job,
                trigger.isManageWebhook(),
                trigger.getConnection(),
                trigger.getRepository(),
                trigger.getRepository() == null ? JobDeliveryHandler.sourceUrls(job) : List.of(),
                Map.of(
                        WebhookOption.PUSH_EVENTS, trigger.isPushEvents(),
                        WebhookOption.TAG_PUSH_EVENTS, trigger.isTagPushEvents(),
                        WebhookOption.MERGE_REQUESTS_EVENTS, trigger.isMergeRequestsEvents(),
                        WebhookOption.NOTE_EVENTS, trigger.isNoteEvents()));
    }

    /** A Codeup source needs no trigger to have a webhook, but a trigger can change what it says. */
    private static DesiredWebhooks ofProject(MultiBranchProject<?, ?> project) throws IOException {
        MultibranchTrigger trigger = MultibranchTrigger.of(project);
        List<AbstractGitSCMSource> sources = project.getSCMSources().stream()
                .filter(source -> source instanceof GitSCMSource || source instanceof CodeupSCMSource)
                .map(AbstractGitSCMSource.class::cast)
                .toList();
        CodeupSCMSource codeup = sources.stream()
                .filter(CodeupSCMSource.class::isInstance)
                .map(CodeupSCMSource.class::cast)
                .findFirst()
                .orElse(null);
        if (trigger == null && codeup == null) {
            return none(Messages._DesiredWebhooks_noSource());
        }
        if (project.isDisabled()) {
            return none(Messages._DesiredWebhooks_disabled());
        }
        String connection = trigger == null ? null : trigger.getConnection();
        String repository = trigger == null ? null : trigger.getRepository();
        if (codeup != null) {
            connection = connection == null ? codeup.getConnection() : connection;
            boolean alone = project.getSCMSources().size() == 1;
            repository = repository == null && alone ? codeup.identity() : repository;
        }
        Map<WebhookOption, Boolean> pushes =
                Map.of(WebhookOption.PUSH_EVENTS, true, WebhookOption.TAG_PUSH_EVENTS, true);
        Map<WebhookOption, Boolean> all = Map.of(
                WebhookOption.PUSH_EVENTS,
                true,
                WebhookOption.TAG_PUSH_EVENTS,
                true,
                WebhookOption.MERGE_REQUESTS_EVENTS,
                true);
        return of(
                project,
                trigger == null || trigger.isManageWebhook(),
                connection,
                repository,
                sources.stream().map(AbstractGitSCMSource::getRemote).toList(),
                codeup == null ? pushes : all);
    }

    /**
     * @param chosen the name of the connection that was chosen, or null for the one that fits the repository
     * @param repository the repository that was entered, or null for those of the sources
     * @param urls where the item's sources are, at Codeup or elsewhere
     */
    private static DesiredWebhooks of(
            Item item,
            boolean managed,
            @CheckForNull String chosen,
            @CheckForNull String repository,
            List<String> urls,
            Map<WebhookOption, Boolean> options)
            throws IOException {
        if (!managed) {
            Localizable why = Messages._DesiredWebhooks_manual();
            return new DesiredWebhooks(List.of(), why, true, connectionOrNull(chosen, repository, urls));
        }
        List<RepositoryRef> repositories = repositories(repository, urls);
        Localizable whyNone =
                urls.isEmpty() ? Messages._DesiredWebhooks_noRepository() : Messages._DesiredWebhooks_elsewhere();
        CodeupConnection first = null;
        List<Target> targets = new ArrayList<>();
        for (RepositoryRef one : repositories) {
            CodeupConnection connection = CodeupConfiguration.get().connectionFor(chosen, one);
            first = first == null ? connection : first;
            whyNone = whyNot(connection, one);
            if (whyNone == null) {
                String organization =
                        one.organizationId() == null ? connection.getOrganizationId() : one.organizationId();
                targets.add(new Target(
                        new RepositoryKey(connection.getName(), one.identity(organization)),
                        ItemWebhook.of(item).url(RootUrl.of(connection)),
                        options));
            }
        }
        return new DesiredWebhooks(targets, whyNone, false, first);
    }

    private static Localizable whyNot(@CheckForNull CodeupConnection connection, RepositoryRef repository) {
        if (connection == null) {
            return Messages._DesiredWebhooks_noConnection(repository.organizationId());
        }
        if (connection.managesWebhooks()) {
            return null;
        }
        if (connection.getName().isEmpty()) {
            return Messages._DesiredWebhooks_noConnections();
        }
        return connection.isManageWebhooks()
                ? Messages._DesiredWebhooks_noCredentials(connection.getName())
                : Messages._DesiredWebhooks_off(connection.getName());
    }

    private static List<RepositoryRef> repositories(@CheckForNull String repository, List<String> urls) {
        if (repository != null) {
            return List.of(RepositoryRef.parse(repository));
        }
        return urls.stream()
                .filter(DesiredWebhooks::isAtCodeup)
                .map(RepositoryRef::parse)
                .distinct()
                .toList();
    }

    private static boolean isAtCodeup(String url) {
        RepositoryUrl parsed = RepositoryUrl.parse(url);
        return parsed != null
                && parsed.isAtCodeup(CodeupConfiguration.get().getConnections().stream()
                        .map(CodeupConnection::getEndpoint)
                        .filter(Objects::nonNull)
                        .map(endpoint -> URI.create(endpoint).getHost())
                        .filter(Objects::nonNull)
                        .toList());
    }

    @CheckForNull
    private static CodeupConnection connectionOrNull(
            @CheckForNull String chosen, @CheckForNull String repository, List<String> urls) {
        try {
            List<RepositoryRef> repositories = repositories(repository, urls);
            return repositories.isEmpty() ? null : CodeupConfiguration.get().connectionFor(chosen, repositories.get(0));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @NonNull
    List<Target> targets() {
        return targets;
    }

    boolean isEmpty() {
        return targets.isEmpty();
    }

    /**
     * @return why there are none, for "Jenkins manages no webhook here: ...", or null if there are some
     */
    @CheckForNull
    Localizable whyNone() {
        return isEmpty() ? whyNone : null;
    }

    /** Whether the webhook is made by hand: then Jenkins makes, changes and removes nothing. */
    boolean isManual() {
        return manual;
    }

    /**
     * @return the connection for the item's first repository, or null if none is known
     */
    @CheckForNull
    CodeupConnection connection() {
        return connection;
    }
}
