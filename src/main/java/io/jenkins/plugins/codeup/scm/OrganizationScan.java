package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.Repository;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Collection;
import jenkins.scm.api.SCMSourceObserver;

/** Offers the repositories of an organization, those that a folder wants, as the projects that they would be. */
final class OrganizationScan {

    private final CodeupSCMNavigator navigator;
    private final SCMSourceObserver observer;
    private final PrintStream log;

    OrganizationScan(@NonNull CodeupSCMNavigator navigator, @NonNull SCMSourceObserver observer) {
        this.navigator = navigator;
        this.observer = observer;
        this.log = observer.getListener().getLogger();
    }

    void run(@NonNull Collection<Repository> repositories) throws IOException, InterruptedException {
        CodeupSCMNavigatorContext context = new CodeupSCMNavigatorContext().withTraits(navigator.getTraits());
        try (CodeupSCMNavigatorContext.Request request = context.newRequest(navigator, observer)) {
            int count = 0;
            for (Repository repository : repositories) {
                String name = projectName(repository);
                if (name == null) {
                    continue;
                }
                count++;
                if (process(request, name, repository)) {
                    break;
                }
            }
            log.println(Messages.OrganizationScan_count(count));
        }
    }

    /**
     * @return the path below the organization and the group, or null for a repository that is not in the group
     */
    private String projectName(Repository repository) {
        String path = RepositoryPlace.of(repository).pathInOrganization();
        String group = navigator.getGroup();
        if (path == null) {
            return group == null ? String.valueOf(repository.id()) : null;
        }
        if (group == null) {
            return path;
        }
        return path.startsWith(group + "/") ? path.substring(group.length() + 1) : null;
    }

    /** Whether that was all that was asked for. */
    private boolean process(CodeupSCMNavigatorContext.Request request, String name, Repository repository)
            throws IOException, InterruptedException {
        if (repository.archived() && !navigator.isArchivedIncluded()) {
            log.println(Messages.OrganizationScan_archived(name));
            return false;
        }
        log.println(Messages.OrganizationScan_repository(name));
        return request.process(
                name,
                project -> new CodeupSCMSourceBuilder(navigator, project, repository)
                        .withTraits(request.traits())
                        .build(),
                null,
                (project, matches) -> log.println(
                        matches
                                ? Messages.OrganizationScan_matches(project)
                                : Messages.OrganizationScan_matchesNot(project)));
    }
}
