package io.jenkins.plugins.codeup.hooks;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.client.WebhookOption;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.hooks.DesiredWebhooks.Target;
import io.jenkins.plugins.codeup.webhook.ReconcileResult.Outcome;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/**
 * What Jenkins remembers of the webhooks that it manages for one item, so that they can be removed when the item is
 * gone. Immutable; holds no secret. Stored as JSON by {@link WebhookStore}: the names of all components are promises.
 *
 * @param id the id of the item's {@code ItemWebhook}
 * @param item the item's full name when it was last seen
 * @param directory the item's directory, below JENKINS_HOME without that in front, with slashes
 * @param webhooks each webhook that was made or may have been; added before the call that makes it
 * @param problem what keeps a webhook from being up to date, or null
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
record ManagedItem(
        @NonNull String id,
        @NonNull String item,
        @NonNull String directory,
        @NonNull List<ManagedWebhook> webhooks,
        @CheckForNull Problem problem) {

    ManagedItem {
        Objects.requireNonNull(id);
        Objects.requireNonNull(item);
        Objects.requireNonNull(directory);
        webhooks = webhooks == null ? List.of() : List.copyOf(webhooks);
    }

    /**
     * A repository over a connection.
     *
     * @param connection the connection's name
     * @param repository the number, or the path with the organization in front where there is one
     */
    record RepositoryKey(
            @NonNull String connection, @NonNull String repository) {

        @CheckForNull
        CodeupConnection connectionOrNull() {
            return CodeupConfiguration.get().getConnections().stream()
                    .filter(one -> one.getName().equals(connection))
                    .findFirst()
                    .orElse(null);
        }

        /** Whether both connections lead to the same Codeup; one that is gone was most likely renamed. */
        boolean hasSameCodeup(@NonNull RepositoryKey other) {
            CodeupConnection mine = connectionOrNull();
            CodeupConnection others = other.connectionOrNull();
            return mine == null || others == null || Objects.equals(mine.getEndpoint(), others.getEndpoint());
        }
    }

    /**
     * A webhook in a repository.
     *
     * @param connection the name of the connection that it was made over
     * @param repository as in {@link RepositoryKey}
     * @param repositoryId the repository's number, or null while it is not known
     * @param url where the webhook delivers to
     * @param options the events that it was made for
     * @param webhookId its Id in Codeup, or null until it is known to be up to date
     * @param outcome what the last call that made sure of it did, or null before the first
     * @param since when that was, in milliseconds since 1970
     * @param checkedOut true if only builds of the item check the repository out, and its configuration does not name it
     * @param secretHash a hash of the secret that Codeup has; null while it is not known
     * @param instance the {@link Instance} that stored it; only that one may remove the webhook
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ManagedWebhook(
            @NonNull String connection,
            @NonNull String repository,
            @CheckForNull Long repositoryId,
            @NonNull String url,
            @NonNull Map<WebhookOption, Boolean> options,
            @CheckForNull Long webhookId,
            @CheckForNull Outcome outcome,
            long since,
            @CheckForNull Boolean checkedOut,
            @CheckForNull String secretHash,
            @CheckForNull String instance) {

        /** Before the call that makes it. */
        static ManagedWebhook pending(
                @NonNull Target target, @CheckForNull Long repositoryId, @CheckForNull ManagedWebhook before) {
            return new ManagedWebhook(
                    target.key().connection(),
                    target.key().repository(),
                    repositoryId,
                    target.url(),
                    target.options(),
                    null,
                    null,
                    0,
                    target.checkedOut() ? true : null,
                    null,
                    before == null ? Instance.id() : before.instance);
        }

        ManagedWebhook done(long webhook, @NonNull Outcome result, @NonNull SecretValue secret) {
            return new ManagedWebhook(
                    connection,
                    repository,
                    repositoryId,
                    url,
                    options,
                    webhook,
                    result,
                    System.currentTimeMillis(),
                    checkedOut,
                    hash(secret),
                    instance);
        }

        private ManagedWebhook doubtful() {
            return new ManagedWebhook(
                    connection, repository, null, url, options, null, outcome, since, checkedOut, null, instance);
        }

        private static String hash(SecretValue secret) {
            return Instance.hash(secret.reveal().getBytes(StandardCharsets.UTF_8));
        }

        boolean has(@NonNull SecretValue secret) {
            return hash(secret).equals(secretHash);
        }

        boolean isOnlyCheckedOut() {
            return Boolean.TRUE.equals(checkedOut);
        }

        @NonNull
        RepositoryKey key() {
            return new RepositoryKey(connection, repository);
        }

        boolean isFor(@NonNull Target target) {
            return key().equals(target.key()) && url.equals(target.url());
        }
    }

    static ManagedItem of(@NonNull String id, @NonNull Item item) {
        return new ManagedItem(id, item.getFullName(), directory(item), List.of(), null);
    }

    private static String directory(Item item) {
        Path home = Jenkins.get().getRootDir().toPath();
        Path directory = item.getRootDir().toPath();
        return directory.startsWith(home)
                ? home.relativize(directory).toString().replace(File.separatorChar, '/')
                : directory.toString();
    }

    /** Whether the item is only not loaded, as its plugin is missing or its configuration is broken. */
    boolean isOnDisk() {
        Path home = Jenkins.get().getRootDir().toPath();
        return ItemWebhook.isIn(home.resolve(directory).toFile(), id);
    }

    ManagedItem seenAs(@NonNull Item now) {
        return new ManagedItem(id, now.getFullName(), directory(now), webhooks, problem);
    }

    /** Drops a problem that has to do neither with what the item wants now nor with what is left to remove. */
    ManagedItem with(@NonNull DesiredWebhooks desired) {
        boolean solved = problem != null
                && Stream.concat(
                                desired.targets().stream().map(Target::key),
                                webhooks.stream().map(ManagedWebhook::key))
                        .noneMatch(key -> key.repository().equals(problem.repository()));
        return solved ? with((Problem) null) : this;
    }

    ManagedItem with(@CheckForNull Problem changed) {
        return new ManagedItem(id, item, directory, webhooks, changed);
    }

    /** Takes the place of the webhook of the same repository and URL. */
    ManagedItem with(@NonNull ManagedWebhook webhook) {
        List<ManagedWebhook> changed = new ArrayList<>(webhooks);
        changed.removeIf(one -> one.key().equals(webhook.key()) && one.url().equals(webhook.url()));
        changed.add(webhook);
        return new ManagedItem(id, item, directory, changed, problem);
    }

    ManagedItem without(@NonNull ManagedWebhook gone) {
        return new ManagedItem(
                id,
                item,
                directory,
                webhooks.stream().filter(one -> !one.equals(gone)).toList(),
                problem);
    }

    /**
     * After a failed call. Where Codeup did not find the repository, its number and webhooks are forgotten: another
     * repository may have the name today.
     */
    ManagedItem failed(@NonNull RepositoryKey key, @NonNull Exception failure) {
        Problem now = Problem.of(failure, key.repository(), problem);
        List<ManagedWebhook> changed = webhooks.stream()
                .map(one -> now.kind() == Kind.NOT_FOUND && one.key().equals(key) ? one.doubtful() : one)
                .toList();
        return new ManagedItem(id, item, directory, changed, now);
    }

    /**
     * @return the webhook that was made for this target, or null
     */
    @CheckForNull
    ManagedWebhook find(@NonNull Target target) {
        return webhooks.stream().filter(one -> one.isFor(target)).findFirst().orElse(null);
    }

    /** Whether the webhook was up to date when Jenkins last saw it. */
    boolean fulfils(@NonNull Target target) {
        ManagedWebhook webhook = find(target);
        return webhook != null
                && webhook.webhookId() != null
                && webhook.options().equals(target.options());
    }

    /**
     * @return the webhooks that are not wanted any more. Where the same URL is wanted elsewhere, not before that one is
     *     there: both may be one webhook of a repository that has two names
     */
    @NonNull
    List<ManagedWebhook> unwanted(@NonNull DesiredWebhooks desired) {
        return webhooks.stream()
                .filter(webhook -> desired.targets().stream().noneMatch(webhook::isFor))
                .filter(webhook -> desired.targets().stream()
                        .filter(target -> target.url().equals(webhook.url()))
                        .allMatch(this::fulfils))
                .toList();
    }

    /** Whether this webhook is one that is wanted, over another connection or by another name of the repository. */
    boolean hasUnderAnotherName(@NonNull ManagedWebhook old, long repositoryId, @NonNull DesiredWebhooks desired) {
        return desired.targets().stream()
                .filter(target -> target.url().equals(old.url()) && !old.isFor(target))
                .map(this::find)
                .anyMatch(webhook -> webhook != null
                        && Long.valueOf(repositoryId).equals(webhook.repositoryId())
                        && webhook.key().hasSameCodeup(old.key()));
    }

    /**
     * Why an item's webhook is not up to date. What Codeup answered is kept in its parts, and put into words when it is
     * shown, in the reader's language.
     *
     * @param repository which repository it is about, or null if the configuration names none
     * @param kind Codeup's kind of failure, or null if Jenkins did not get as far as a call
     * @param operation with {@code method} and {@code target}, the call that failed, or null
     * @param status the HTTP status, or null
     * @param code Codeup's error code, or null
     * @param message Codeup's own message; without a kind, what is wrong in the configuration; or null
     * @param requestId Codeup's id of the call, or null
     * @param calls how many times the call was tried in a row
     * @param since when it first happened, in milliseconds since 1970
     * @param attempts how often it happened in a row
     * @param ignored whether an administrator asked for no warning of it
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Problem(
            @CheckForNull String repository,
            @CheckForNull Kind kind,
            @CheckForNull String operation,
            @CheckForNull String method,
            @CheckForNull String target,
            @CheckForNull Integer status,
            @CheckForNull String code,
            @CheckForNull String message,
            @CheckForNull String requestId,
            int calls,
            long since,
            int attempts,
            boolean ignored) {

        private static final int LONGEST_MESSAGE = 1_000;
        private static final Duration FIRST_WAIT = Duration.ofMinutes(1);
        private static final Duration LONGEST_WAIT = Duration.ofHours(1);

        /**
         * @param before the problem that the item had already, or null
         */
        static Problem of(@NonNull Exception failure, @CheckForNull String repository, @CheckForNull Problem before) {
            CodeupException codeups = failure instanceof CodeupException e ? e : null;
            Kind kind = codeups == null ? null : codeups.kind();
            String message = codeups == null ? String.valueOf(failure.getMessage()) : codeups.codeupMessage();
            return new Problem(
                    repository,
                    kind,
                    codeups == null ? null : codeups.call().operation(),
                    codeups == null ? null : codeups.call().method(),
                    codeups == null ? null : codeups.call().target(),
                    codeups == null ? null : codeups.status(),
                    codeups == null ? null : codeups.code(),
                    message != null && message.length() > LONGEST_MESSAGE
                            ? message.substring(0, LONGEST_MESSAGE) + "…"
                            : message,
                    codeups == null ? null : codeups.requestId(),
                    codeups == null ? 1 : codeups.attempts(),
                    before == null ? System.currentTimeMillis() : before.since,
                    before == null ? 1 : before.attempts + 1,
                    before != null && before.ignored && before.kind == kind);
        }

        Problem withIgnored(boolean changed) {
            return new Problem(
                    repository,
                    kind,
                    operation,
                    method,
                    target,
                    status,
                    code,
                    message,
                    requestId,
                    calls,
                    since,
                    attempts,
                    changed);
        }

        /**
         * @return what happened; without a kind, in the language of Jenkins at that time
         */
        @NonNull
        String describe(@NonNull Locale locale) {
            if (kind == null || operation == null || method == null || target == null) {
                return String.valueOf(message);
            }
            return new CodeupException(
                            kind,
                            new CodeupException.Call(operation, method, target),
                            status,
                            code,
                            message,
                            requestId,
                            null)
                    .givenUp(calls, null)
                    .whatHappened(locale);
        }

        /**
         * @return what to do about it; empty if what happened tells that
         */
        @NonNull
        String advice(@NonNull Locale locale) {
            return kind == null ? "" : CodeupException.advice(kind, locale);
        }

        /** How long to wait before the next attempt: twice as long each time, with jitter, an hour at most. */
        @NonNull
        Duration pause() {
            long doubled = FIRST_WAIT.toMillis() << Math.min(attempts - 1, 10);
            long bounded = Math.min(doubled, LONGEST_WAIT.toMillis());
            return Duration.ofMillis(bounded / 2 + ThreadLocalRandom.current().nextLong(bounded / 2 + 1));
        }
    }
}
