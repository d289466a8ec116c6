package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.Repository;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The repositories of an organization that a folder takes, as its fields say, and the names of their projects. */
final class FolderRepositories {

    /** So many are found faster by their names than in the list. */
    private static final int FEW = 5;

    private final CodeupSCMNavigator navigator;
    private final CodeupClient client;
    /** Those that a repository may be in, or null for all. */
    private final List<String> groups;

    /**
     * Asks Codeup for the groups where the folder needs them.
     *
     * @throws AbortException if the API does not tell them
     */
    FolderRepositories(@NonNull CodeupSCMNavigator navigator, @NonNull CodeupClient client)
            throws IOException, InterruptedException {
        this.navigator = navigator;
        this.client = client;
        this.groups = groups(navigator, client);
    }

    /**
     * Reads the whole list before any repository is used: half a list must not pass for a whole one.
     *
     * @param names the only projects that are asked for, or null for all; a few are asked for one by one
     */
    @NonNull
    Collection<Repository> list(@CheckForNull Set<String> names) throws IOException, InterruptedException {
        if (names != null && names.size() <= FEW) {
            return named(names);
        }
        Map<Long, Repository> all = new LinkedHashMap<>();
        Predicate<Repository> add = repository -> {
            all.put(repository.id(), repository);
            return true;
        };
        client.listRepositories(navigator.getSearch(), false, add);
        if (navigator.isArchivedIncluded()) {
            client.listRepositories(navigator.getSearch(), true, add);
        }
        return all.values();
    }

    private Collection<Repository> named(Set<String> names) throws CodeupException, InterruptedException {
        List<Repository> found = new ArrayList<>();
        for (String name : names) {
            String path = navigator.getGroup() == null ? name : navigator.getGroup() + "/" + name;
            try {
                found.add(client.getRepository(RepositoryRef.parse(path)));
            } catch (CodeupException e) {
                if (e.kind() != CodeupException.Kind.NOT_FOUND) {
                    throw e;
                }
            }
        }
        return found;
    }

    /**
     * Whoever owns a namespace may have any Jenkinsfile in it, which would be run with this folder's credentials. That a
     * repository is a fork is not shown by Codeup; its namespace is.
     *
     * @return the groups that a repository may be in, or null for all
     */
    @CheckForNull
    private static List<String> groups(CodeupSCMNavigator navigator, CodeupClient client)
            throws IOException, InterruptedException {
        if (navigator.getGroup() != null || navigator.isPersonalIncluded()) {
            return null;
        }
        List<String> groups = client.listGroups();
        if (groups == null) {
            throw new AbortException(Messages.CodeupSCMNavigator_groupNeeded());
        }
        return groups;
    }

    /**
     * @return whether the repository is somebody's own or in a namespace that is not known; those directly below the
     *     organization are nobody's own. Never if the folder is limited to a group or takes personal repositories
     */
    boolean isPersonal(@NonNull Repository repository) {
        String path = repository.path();
        String below = repository.pathInOrganization();
        return groups != null
                && (path == null
                        || (below == null || below.contains("/"))
                                && groups.stream().noneMatch(one -> path.startsWith(one + "/")));
    }

    /**
     * @return the path within the organization or the group; null for a repository outside the group
     */
    @CheckForNull
    String projectName(@NonNull Repository repository) {
        return projectName(navigator, repository);
    }

    /** The same, without a call to Codeup. */
    @CheckForNull
    static String projectName(@NonNull CodeupSCMNavigator navigator, @NonNull Repository repository) {
        String path = repository.pathInOrganization();
        String group = navigator.getGroup();
        if (group == null) {
            return path == null ? String.valueOf(repository.id()) : path;
        }
        return path != null && path.startsWith(group + "/") ? path.substring(group.length() + 1) : null;
    }
}
