package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.model.Job;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.client.WebhookOption;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.connection.RootUrl;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.hooks.ManagedItem.RepositoryKey;
import io.jenkins.plugins.codeup.scm.CodeupSCMSource;
import io.jenkins.plugins.codeup.scm.CommentCommandsTrait;
import io.jenkins.plugins.codeup.scm.MultibranchTrigger;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import jenkins.branch.MultiBranchProject;
import jenkins.model.ParameterizedJobMixIn.ParameterizedJob;
import jenkins.scm.api.trait.SCMTrait;
import org.jvnet.localizer.Localizable;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** The webhooks that an item's configuration asks for, or the one reason why it asks for none. */
@Restricted(NoExternalUse.class)
public final class DesiredWebhooks {

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
     * @param checkedOut whether only builds check the repository out, and the configuration does not name it
     * @param oneOf if not null, the repository must be one of these, of which only Codeup can tell
     */
    record Target(
            @NonNull RepositoryKey key,
            @NonNull String url,
            @NonNull Map<WebhookOption, Boolean> options,
            boolean checkedOut,
            @CheckForNull List<RepositoryRef> oneOf) {}

    /**
     * A repository whose events the item wants, and that its connection watches.
     *
     * @param connection the connection's name
     * @param repository the number, or the path with the organization in front where there is one
     * @param options the events
     * @param oneOf as in {@link Target}
     */
    public record Watched(
            @NonNull String connection,
            @NonNull String repository,
            @NonNull Map<WebhookOption, Boolean> options,
            @CheckForNull List<RepositoryRef> oneOf) {}

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
        return of(item, false);
    }

    /**
     * @return the repositories of the item that are watched, whether or not they have webhooks too
     * @throws IllegalArgumentException as {@link #of}
     * @throws IOException as {@link #of}
     */
    @NonNull
    public static List<Watched> watched(@NonNull Item item) throws IOException {
        return mayHaveSome(item)
                ? of(item, true).targets.stream()
                        .map(one ->
                                new Watched(one.key().connection(), one.key().repository(), one.options(), one.oneOf()))
                        .toList()
                : List.of();
    }

    private static DesiredWebhooks of(Item item, boolean watch) throws IOException {
        if (item instanceof MultiBranchProject<?, ?> project) {
            return ofProject(project, watch);
        }
        return item instanceof Job<?, ?> job && item instanceof ParameterizedJob<?, ?> parameterized
                ? ofJob(job, parameterized.isDisabled(), watch)
                : none(Messages._DesiredWebhooks_noTrigger());
    }

    private static DesiredWebhooks ofJob(Job<?, ?> job, boolean disabled, boolean watch) throws IOException {
        CodeupTrigger trigger = CodeupTrigger.of(job);
        if (trigger == null) {
            return none(MissingTrigger.why(job));
        }
        if (disabled) {
            return none(Messages._DesiredWebhooks_disabled());
        }
        RepositoryOrigin origin = RepositoryOrigin.of(job, trigger);
        return of(job, trigger.isManageWebhook(), watch, trigger.getConnection(), origin, options(trigger));
    }

    private static Map<WebhookOption, Boolean> options(CodeupTrigger trigger) {
        return Map.of(
                WebhookOption.PUSH_EVENTS, trigger.isPushEvents(),
                WebhookOption.TAG_PUSH_EVENTS, trigger.isTagPushEvents(),
                WebhookOption.MERGE_REQUESTS_EVENTS, trigger.isMergeRequestsEvents(),
                WebhookOption.NOTE_EVENTS, trigger.isNoteEvents() || trigger.getCommands() != null);
    }

    /**
     * @param urls what a build of the job checks out
     * @return the webhooks that the job gets for that, as its configuration names no repository; empty if it does, or if
     *     there is to be none
     */
    @NonNull
    static List<Target> addedBy(@NonNull Job<?, ?> job, @NonNull List<String> urls) throws IOException {
        CodeupTrigger trigger = CodeupTrigger.of(job);
        if (trigger == null || !trigger.isManageWebhook() || trigger.getRepository() != null || !mayHaveSome(job)) {
            return List.of();
        }
        RepositoryOrigin origin = RepositoryOrigin.of(job, trigger);
        List<Target> added = new ArrayList<>();
        for (RepositoryRef one : RepositoryOrigin.atCodeup(urls)) {
            CodeupConnection connection = CodeupConfiguration.get().connectionFor(trigger.getConnection(), one);
            if (connection == null || !connection.managesWebhooks() || origin.any() && !connection.isAllowJobs()) {
                continue;
            }
            String organization = connection.getOrganizationId();
            if (!RepositoryOrigin.isAmong(origin.own(), one, organization)) {
                added.add(new Target(
                        new RepositoryKey(connection.getName(), one.identity(organization)),
                        ItemWebhook.of(job).url(RootUrl.of(connection)),
                        options(trigger),
                        true,
                        null));
            }
        }
        return added;
    }

    /** A Codeup source needs no trigger to have a webhook, but a trigger can change what it says. */
    private static DesiredWebhooks ofProject(MultiBranchProject<?, ?> project, boolean watch) throws IOException {
        MultibranchTrigger trigger = MultibranchTrigger.of(project);
        CodeupSCMSource codeup = project.getSCMSources().stream()
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
        if (codeup != null) {
            connection = connection == null ? codeup.getConnection() : connection;
        }
        Map<WebhookOption, Boolean> pushes =
                Map.of(WebhookOption.PUSH_EVENTS, true, WebhookOption.TAG_PUSH_EVENTS, true);
        Map<WebhookOption, Boolean> all = new EnumMap<>(pushes);
        all.put(WebhookOption.MERGE_REQUESTS_EVENTS, true);
        if (codeup != null && SCMTrait.find(codeup.getTraits(), CommentCommandsTrait.class) != null) {
            all.put(WebhookOption.NOTE_EVENTS, true);
        }
        return of(
                project,
                trigger == null || trigger.isManageWebhook(),
                watch,
                connection,
                RepositoryOrigin.of(project, trigger),
                codeup == null ? pushes : all);
    }

    /**
     * @param watch whether the repositories to watch are asked for, which need no URL
     * @param chosen the name of the connection that was chosen, or null for the one that fits the repository
     */
    private static DesiredWebhooks of(
            Item item,
            boolean managed,
            boolean watch,
            @CheckForNull String chosen,
            RepositoryOrigin origin,
            Map<WebhookOption, Boolean> options)
            throws IOException {
        if (!managed) {
            Localizable why = Messages._DesiredWebhooks_manual();
            return new DesiredWebhooks(List.of(), why, true, connectionOrNull(chosen, origin));
        }
        List<RepositoryRef> named = origin.repositories();
        List<RepositoryRef> repositories = new ArrayList<>(named);
        checkedOut(item, origin).stream().filter(one -> !named.contains(one)).forEach(repositories::add);
        Localizable whyNone =
                !origin.any() ? Messages._DesiredWebhooks_noRepository() : Messages._DesiredWebhooks_elsewhere();
        CodeupConnection first = named.isEmpty() ? connectionOrNull(chosen, origin) : null;
        List<Target> targets = new ArrayList<>();
        for (RepositoryRef one : repositories) {
            CodeupConnection connection = CodeupConfiguration.get().connectionFor(chosen, one);
            first = first == null ? connection : first;
            boolean checkedOut = !named.contains(one);
            if (checkedOut && origin.any() && (connection == null || !connection.isAllowJobs())) {
                continue;
            }
            whyNone = whyNot(connection, one, watch);
            if (whyNone == null) {
                String organization =
                        one.organizationId() == null ? connection.getOrganizationId() : one.organizationId();
                targets.add(new Target(
                        new RepositoryKey(connection.getName(), one.identity(organization)),
                        watch ? "" : ItemWebhook.of(item).url(RootUrl.of(connection)),
                        options,
                        checkedOut,
                        checkedOut ? null : oneOf(origin, one, connection)));
            }
        }
        return new DesiredWebhooks(targets, whyNone, false, first);
    }

    private static Localizable whyNot(
            @CheckForNull CodeupConnection connection, RepositoryRef repository, boolean watch) {
        if (connection == null) {
            return Messages._DesiredWebhooks_noConnection(repository.organizationId());
        }
        if (watch ? connection.watches() : connection.managesWebhooks()) {
            return null;
        }
        if (connection.watches()) {
            return Messages._DesiredWebhooks_watches(connection.getName());
        }
        if (connection.getName().isEmpty()) {
            return Messages._DesiredWebhooks_noConnections();
        }
        return connection.isManageWebhooks()
                ? Messages._DesiredWebhooks_noCredentials(connection.getName())
                : Messages._DesiredWebhooks_off(connection.getName());
    }

    /**
     * The connection's credentials serve the item's own sources only, unless an administrator allows more: whoever writes
     * a Jenkinsfile may also state another repository in it.
     */
    private static List<RepositoryRef> oneOf(
            RepositoryOrigin origin, RepositoryRef stated, CodeupConnection connection) {
        if (origin.stated() == null || !origin.any() || connection.isAllowJobs()) {
            return null;
        }
        String organization = connection.getOrganizationId();
        return RepositoryOrigin.isAmong(origin.own(), stated, organization) ? null : origin.own();
    }

    /**
     * @return the repositories of the item's sources, or null if it has no sources: then its own configuration decides
     */
    @CheckForNull
    static List<RepositoryRef> ownRepositories(@NonNull Item item) {
        RepositoryOrigin origin = item instanceof MultiBranchProject<?, ?> project
                ? RepositoryOrigin.of(project, null)
                : item instanceof Job<?, ?> job
                        ? RepositoryOrigin.of(job, null)
                        : new RepositoryOrigin(null, true, List.of());
        return origin.any() ? origin.own() : null;
    }

    /** What builds of the job checked out, if its configuration leaves that to them. It stays until that changes. */
    private static List<RepositoryRef> checkedOut(Item item, RepositoryOrigin origin) throws IOException {
        ItemWebhook own = origin.stated() == null && item instanceof Job ? ItemWebhook.existing(item) : null;
        ManagedItem managed = own == null ? null : WebhookManager.get().store().get(own.id());
        return managed == null
                ? List.of()
                : managed.webhooks().stream()
                        .filter(ManagedItem.ManagedWebhook::isOnlyCheckedOut)
                        .map(webhook -> RepositoryRef.parse(webhook.repository()))
                        .distinct()
                        .toList();
    }

    public static boolean isAtCodeup(@NonNull String url) {
        return CodeupConfiguration.get().isAtCodeup(url);
    }

    @CheckForNull
    private static CodeupConnection connectionOrNull(@CheckForNull String chosen, RepositoryOrigin origin) {
        try {
            List<RepositoryRef> repositories = origin.repositories();
            if (repositories.isEmpty()) {
                return chosen == null ? null : CodeupConfiguration.get().connection(chosen);
            }
            return CodeupConfiguration.get().connectionFor(chosen, repositories.get(0));
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
