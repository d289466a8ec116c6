package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import io.jenkins.plugins.codeup.client.CallListener;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.connection.CodeupAccess;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.connection.CredentialsIds;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.webhook.ReconcileResult;
import io.jenkins.plugins.codeup.webhook.ReconcileResult.Outcome;
import io.jenkins.plugins.codeup.webhook.WebhookReconciler;
import io.jenkins.plugins.codeup.webhook.WebhookUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One repository's hooks made as the items want them now: first those that are wanted, then those that are not any more
 * go, so that there is no moment without. What may come of a call is written down before it.
 */
final class RepositoryWork {

    private static final Logger LOGGER = Logger.getLogger(RepositoryWork.class.getName());

    private final WebhookStore ledger;
    private final CodeupConnection connection;
    private final RepositoryKey at;
    private final RepositoryRef repository;
    private final Set<String> ensured = new HashSet<>();
    private Long repositoryId;

    private RepositoryWork(WebhookStore ledger, CodeupConnection connection, RepositoryKey at) {
        this.ledger = ledger;
        this.connection = connection;
        this.at = at;
        this.repository = RepositoryRef.parse(at.repository());
    }

    /** What one item wants here. */
    private record Concern(String id, ItemWebhook hook, List<HookWish> wishes) {}

    /**
     * @param ids the item hooks that are concerned
     * @param look whether to look at what should be there already
     * @return the item hooks for which something was made sure of
     * @throws InterruptedException when Jenkins stops
     */
    @NonNull
    static Set<String> run(
            @NonNull WebhookStore ledger,
            @NonNull RepositoryKey at,
            @NonNull Set<String> ids,
            boolean look,
            @NonNull HookFailures failures)
            throws InterruptedException {
        for (String id : ids) {
            try {
                CodeupConnection connection = CodeupConfiguration.get().connection(at.connection());
                if (!connection.managesWebhooks()) {
                    return Set.of();
                }
                RepositoryWork work = new RepositoryWork(ledger, connection, at);
                work.all(ids, look, failures);
                return work.ensured;
            } catch (IllegalArgumentException e) {
                failures.failed(id, at, e);
            }
        }
        return Set.of();
    }

    private void all(Set<String> ids, boolean look, HookFailures failures) throws InterruptedException {
        List<Concern> concerns = new ArrayList<>();
        for (String id : ids) {
            try {
                Concern concern = concern(id);
                if (concern != null) {
                    concerns.add(concern);
                }
            } catch (IOException | IllegalArgumentException | IllegalStateException e) {
                failures.failed(id, at, e);
            }
        }
        repositoryId = concerns.stream()
                .map(concern -> ledger.get(concern.id))
                .filter(Objects::nonNull)
                .flatMap(record -> record.places().stream())
                .filter(place -> place.at().equals(at) && place.repositoryId() != null)
                .map(HookPlace::repositoryId)
                .findFirst()
                .orElse(null);
        Set<DesiredWebhook> drifted = Set.of();
        try {
            drifted = look ? drifted(concerns) : drifted;
        } catch (CodeupException | IllegalArgumentException | IllegalStateException e) {
            concerns.forEach(concern -> failures.failed(concern.id, at, e));
            return;
        }
        for (Concern concern : concerns) {
            try {
                one(concern, drifted, look);
            } catch (CodeupException | IllegalArgumentException | IllegalStateException e) {
                failures.failed(concern.id, at, e);
            }
        }
    }

    /** Null where nothing may be done: somebody sees to the hook by hand, or the item is only not loaded. */
    private Concern concern(String id) throws IOException {
        Item item = PresentItems.find(id);
        if (item == null) {
            HookRecord record = ledger.get(id);
            boolean there = record != null && Files.exists(Path.of(record.directory(), ItemWebhook.FILE_NAME));
            return record == null || there ? null : new Concern(id, null, List.of());
        }
        HookChoice choice = HookedItems.choiceOf(item);
        ItemWebhook hook = ItemWebhook.of(item);
        if (choice == null) {
            return new Concern(id, hook, List.of());
        }
        if (!choice.managed()) {
            return null;
        }
        ledger.update(id, record -> record == null ? HookRecord.of(id, item) : record.seenAs(item));
        return new Concern(id, hook, HookWishes.of(choice, hook));
    }

    /** By one list, of all that should be there already. */
    private Set<DesiredWebhook> drifted(List<Concern> concerns) throws CodeupException, InterruptedException {
        List<DesiredWebhook> made = new ArrayList<>();
        for (Concern concern : concerns) {
            HookRecord record = ledger.get(concern.id);
            concern.wishes.stream()
                    .filter(wish -> wish.at().equals(at) && record.fulfils(wish))
                    .forEach(wish -> made.add(wish.spec(concern.hook)));
        }
        return made.isEmpty() ? Set.of() : Set.copyOf(registrar().notAsWanted(repositoryId, made));
    }

    private void one(Concern concern, Set<DesiredWebhook> drifted, boolean look)
            throws CodeupException, InterruptedException {
        for (HookWish wish : concern.wishes) {
            HookRecord record = ledger.get(concern.id);
            DesiredWebhook spec = wish.spec(concern.hook);
            if (!wish.at().equals(at)) {
                continue;
            }
            if (!record.fulfils(wish) || drifted.contains(spec)) {
                ensure(concern.id, wish, spec);
            } else if (look) {
                ledger.update(concern.id, before -> before.with(Outcome.UNCHANGED));
            }
        }
        HookRecord record = ledger.get(concern.id);
        for (HookPlace place : record == null ? List.<HookPlace>of() : record.toBeRemoved(concern.wishes)) {
            if (place.at().equals(at)) {
                remove(concern, place);
            }
        }
        ledger.update(concern.id, before -> settled(before, concern));
    }

    private void ensure(String id, HookWish wish, DesiredWebhook spec) throws CodeupException, InterruptedException {
        ledger.update(id, record -> record.with(HookPlace.about(wish, repositoryId)));
        ReconcileResult registration = registrar().ensure(repositoryId, spec);
        ledger.update(
                id,
                record -> record.with(HookPlace.about(wish, repositoryId)
                                .done(repositoryId, registration.webhook().id()))
                        .with(registration.outcome()));
        ensured.add(id);
        LOGGER.log(
                registration.outcome() == Outcome.UNCHANGED ? Level.FINE : Level.INFO,
                "Codeup webhook {0} of repository {1} for {2}: {3}",
                new Object[] {
                    String.valueOf(registration.webhook().id()),
                    at.repository(),
                    Objects.requireNonNull(ledger.get(id)).item(),
                    registration.outcome()
                });
    }

    /** A repository that is gone has no hooks any more; and what is wanted by another name stays. */
    private void remove(Concern concern, HookPlace place) throws CodeupException, InterruptedException {
        try {
            WebhookReconciler registrar = registrar();
            HookRecord known = ledger.get(concern.id);
            if (known == null || !known.isWantedAt(place, repositoryId, concern.wishes)) {
                List<Long> removed = registrar.remove(repositoryId, place.url());
                LOGGER.log(Level.INFO, "Codeup webhooks {0} of repository {1}, to {2}, removed", new Object[] {
                    removed, at.repository(), WebhookUrl.masked(place.url())
                });
            }
        } catch (CodeupException e) {
            if (e.kind() != Kind.NOT_FOUND) {
                throw e;
            }
        }
        ledger.update(concern.id, record -> record == null ? null : record.without(place::equals));
    }

    /** Without a problem about this repository, and without a record where nothing is left to remember. */
    private HookRecord settled(HookRecord record, Concern concern) {
        if (record == null) {
            return null;
        }
        HookProblem problem = record.problem();
        boolean solved = problem != null
                && (problem.repository() == null || problem.repository().equals(at.repository()));
        HookRecord after = solved ? record.with((HookProblem) null) : record;
        return after.places().isEmpty() && concern.wishes.isEmpty() && after.problem() == null ? null : after;
    }

    /** Each undertaking has a deadline of its own, the connection's. */
    private WebhookReconciler registrar() throws CodeupException, InterruptedException {
        CodeupClient client =
                CodeupAccess.inBackground(connection).client(repository, null, CredentialsIds.NONE, CallListener.NONE);
        if (repositoryId == null) {
            repositoryId = client.repositoryId(repository);
        }
        return new WebhookReconciler(client);
    }
}
