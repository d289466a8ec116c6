package io.jenkins.plugins.codeup.watch;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.Repository;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.watch.WatchedItems.Wish;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Finds the numbers of repositories that items name by their paths. Used by one thread at a time. */
final class RepositoryNames {

    private static final Logger LOGGER = Logger.getLogger(RepositoryNames.class.getName());

    private final OrganizationKey key;
    private final WatchStatus status;
    /** Names of repositories that are not there, and until when they are not asked for again. */
    private final Map<String, Long> missing = new HashMap<>();

    private final Map<String, Long> ids = new TreeMap<>();
    private final Map<Long, Repository> found = new HashMap<>();
    private CodeupClient client;
    private long missingUntil;

    RepositoryNames(@NonNull OrganizationKey key, @NonNull WatchStatus status) {
        this.key = key;
        this.status = status;
    }

    /**
     * Begins a round.
     *
     * @param known the numbers that were found before
     * @param until when a repository that is not there is asked for again, in milliseconds since 1970
     */
    void begin(@NonNull CodeupClient asked, @NonNull Map<String, Long> known, long until) {
        client = asked;
        missingUntil = until;
        ids.clear();
        ids.putAll(known);
        found.clear();
    }

    /**
     * @return the number of the repository that the item names; null if it is not there, or the item may not have its events
     */
    @CheckForNull
    Long id(@NonNull Wish wish) throws CodeupException, InterruptedException {
        Long id = id(wish.repository().repository());
        List<RepositoryRef> own = wish.repository().oneOf();
        if (id == null || own == null) {
            return id;
        }
        for (RepositoryRef one : own) {
            if (id.equals(id(one.identity(key.organizationId())))) {
                return id;
            }
        }
        return null;
    }

    private Long id(String named) throws CodeupException, InterruptedException {
        RepositoryRef ref = RepositoryRef.parse(named);
        Long known = ref.id() != null ? ref.id() : ids.get(named);
        if (known != null || missing.getOrDefault(named, 0L) > System.currentTimeMillis()) {
            return known;
        }
        try {
            Repository repository = client.getRepository(ref);
            found.put(repository.id(), repository);
            ids.put(named, repository.id());
            missing.remove(named);
            status.problem(named, null);
            return repository.id();
        } catch (CodeupException e) {
            if (!OrganizationWatch.isOfOne(e)) {
                throw e;
            }
            LOGGER.log(Level.WARNING, "Repository " + named + " of " + key + " is not watched", e);
            missing.put(named, missingUntil);
            status.problem(named, e);
            return null;
        }
    }

    /**
     * @return the repositories that Codeup was asked for in this round
     */
    @NonNull
    Map<Long, Repository> found() {
        return found;
    }

    /**
     * @return the numbers by name, of these repositories only
     */
    @NonNull
    Map<String, Long> ids(@NonNull Set<Long> wanted) {
        ids.values().retainAll(wanted);
        return new TreeMap<>(ids);
    }
}
