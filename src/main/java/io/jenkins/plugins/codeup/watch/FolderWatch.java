package io.jenkins.plugins.codeup.watch;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.codeup.client.Repository;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.scm.CodeupSCMNavigator;
import io.jenkins.plugins.codeup.scm.NewRepository;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import jenkins.branch.OrganizationFolder;
import jenkins.model.Jenkins;
import jenkins.scm.api.SCMNavigator;

/**
 * Tells organization folders of repositories without a project that changed, as the watch of their organization sees: a new
 * repository gets its project, and one without a Jenkinsfile when that is pushed. Used by one thread at a time.
 */
final class FolderWatch {

    /** A repository that gets no project is looked at so soon again, then ever more seldom. */
    private static final long FIRST_PAUSE_MILLIS = TimeUnit.SECONDS.toMillis(50);

    private static final long MAX_PAUSE_MILLIS = TimeUnit.MINUTES.toMillis(30);

    private final OrganizationKey key;
    /** Those that changed and have no project. */
    private final Map<Long, Waiting> waiting = new HashMap<>();

    /** A repository that folders are told of, now or later. */
    private static final class Waiting {
        private Repository repository;
        private boolean changed;
        private int told;
        private long next;
    }

    private record Source(OrganizationFolder folder, CodeupSCMNavigator navigator) {}

    FolderWatch(@NonNull OrganizationKey key) {
        this.key = key;
    }

    /** The organizations of folders whose connections watch. */
    @NonNull
    static Set<OrganizationKey> organizations() {
        Set<OrganizationKey> all = new HashSet<>();
        for (Source source : sources()) {
            OrganizationKey of = key(source.navigator);
            if (of != null) {
                all.add(of);
            }
        }
        return all;
    }

    private static List<Source> sources() {
        List<Source> all = new ArrayList<>();
        if (CodeupConfiguration.get().getConnections().stream().noneMatch(CodeupConnection::watches)) {
            return all;
        }
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            for (OrganizationFolder folder : Jenkins.get().allItems(OrganizationFolder.class)) {
                for (SCMNavigator navigator : folder.isDisabled() ? List.<SCMNavigator>of() : folder.getNavigators()) {
                    if (navigator instanceof CodeupSCMNavigator codeup) {
                        all.add(new Source(folder, codeup));
                    }
                }
            }
        }
        return all;
    }

    @CheckForNull
    private static OrganizationKey key(CodeupSCMNavigator navigator) {
        try {
            CodeupConnection connection = CodeupConfiguration.get().connection(navigator.getConnection());
            String own = connection.getOrganizationId();
            String named = navigator.getOrganizationId();
            boolean fits = own == null || named == null || own.equals(named);
            return connection.watches() && fits
                    ? new OrganizationKey(connection.getName(), own == null ? named : own)
                    : null;
        } catch (IllegalArgumentException unknownConnection) {
            return null;
        }
    }

    /**
     * @param item a full name
     * @return whether an organization folder made the item
     */
    static boolean isOfFolder(@NonNull String item) {
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            Item found = Jenkins.get().getItemByFullName(item);
            return found != null && found.getParent() instanceof OrganizationFolder;
        }
    }

    /**
     * Called in each round.
     *
     * @param changed what the list of the latest activity shows as changed since the last round
     */
    void round(@NonNull Collection<Repository> changed) {
        for (Repository one : changed) {
            Waiting known = waiting.computeIfAbsent(one.id(), id -> new Waiting());
            known.repository = one;
            known.changed = true;
        }
        if (waiting.isEmpty()) {
            return;
        }
        List<Source> sources = sources().stream()
                .filter(source -> key.equals(key(source.navigator)))
                .toList();
        long now = System.currentTimeMillis();
        waiting.values()
                .removeIf(
                        one -> one.changed && sources.stream().noneMatch(source -> isMissing(source, one.repository)));
        for (Waiting one : waiting.values()) {
            if (one.changed && one.next <= now) {
                one.changed = false;
                one.next = now + Math.min(MAX_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(one.told, 10));
                one.told++;
                sources.forEach(source -> NewRepository.tell(source.folder, source.navigator, one.repository));
            }
        }
    }

    private static boolean isMissing(Source source, Repository repository) {
        String name = NewRepository.projectName(source.navigator, repository);
        return name != null && source.folder.getItemByProjectName(name) == null;
    }

    /** A project's repository has another path, was archived, or is archived no more: its folder is scanned. */
    void moved(@NonNull Collection<String> items) {
        Set<OrganizationFolder> folders = new HashSet<>();
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            for (String item : items) {
                Item found = Jenkins.get().getItemByFullName(item);
                if (found != null && found.getParent() instanceof OrganizationFolder folder) {
                    folders.add(folder);
                }
            }
        }
        folders.stream().filter(Objects::nonNull).forEach(folder -> folder.scheduleBuild2(0));
    }
}
