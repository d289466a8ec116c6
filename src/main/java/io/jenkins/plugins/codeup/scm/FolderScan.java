package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.plugins.git.GitException;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.Repository;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import jenkins.branch.OrganizationFolder;
import jenkins.scm.api.SCMSourceObserver;
import jenkins.scm.api.SCMSourceOwner;
import jenkins.util.Timer;

/**
 * One scan of an organization folder: offers the repositories that it takes to the scan's observer, one after the other.
 * Branch API searches each for a Jenkinsfile. What it and the scan of the repository's project will ask for is read ahead.
 */
final class FolderScan {

    private final CodeupSCMNavigator navigator;
    private final FolderRepositories selected;
    private final CodeupSCMNavigator.Context.Request request;
    private final SCMSourceObserver observer;
    private final PrintStream log;
    /** The path of the file that the folder searches for; null until it has asked for one. */
    private final AtomicReference<String> path = new AtomicReference<>();

    private final List<CodeupSCMSource> sources = new ArrayList<>();
    /** The index of the source that the observer looks at. */
    private volatile int current;

    FolderScan(
            @NonNull CodeupSCMNavigator navigator,
            @NonNull FolderRepositories selected,
            @NonNull CodeupSCMNavigator.Context.Request request,
            @NonNull SCMSourceObserver observer) {
        this.navigator = navigator;
        this.selected = selected;
        this.request = request;
        this.observer = observer;
        this.log = observer.getListener().getLogger();
    }

    /**
     * @throws IOException if Codeup cannot be asked, or a repository that has a project cannot be read
     */
    void offer(@NonNull Collection<Repository> repositories) throws IOException, InterruptedException {
        List<String> names = new ArrayList<>();
        int count = 0;
        for (Repository repository : repositories) {
            String name = selected.projectName(repository);
            if (name != null) {
                count++;
                if (isTaken(repository, name)) {
                    names.add(name);
                    sources.add(source(repository, name));
                }
            }
        }
        List<String> unread = observer.getIncludes() == null ? offerAhead(names) : offer(names, null);
        log.println(Messages.CodeupSCMNavigator_count(count));
        keepProjects(observer.getContext(), unread);
    }

    private boolean isTaken(Repository repository, String name) {
        if (selected.isPersonal(repository)) {
            log.println(Messages.CodeupSCMNavigator_personal(name));
            return false;
        }
        if (repository.archived() && !navigator.isArchivedIncluded()) {
            log.println(Messages.CodeupSCMNavigator_archived(name));
            return false;
        }
        return true;
    }

    private CodeupSCMSource source(Repository repository, String name) {
        CodeupSCMSource source = new CodeupSCMNavigator.SourceBuilder(navigator, name, repository)
                .withTraits(request.traits())
                .build();
        source.setOwner(observer.getContext());
        source.lookup().searchFor(path);
        return source;
    }

    private List<String> offerAhead(List<String> names) throws IOException, InterruptedException {
        try (ReadAhead.Window ahead = ReadAhead.get().window(navigator.getConnection(), tasks(names))) {
            return offer(names, ahead);
        } finally {
            // the scans of the projects have taken theirs by then
            Timer.get()
                    .schedule(
                            () -> sources.forEach(source -> source.lookup().forgetFolderScan()),
                            ScanHandover.MAX_AGE.toSeconds(),
                            TimeUnit.SECONDS);
        }
    }

    /**
     * @param ahead null to read nothing ahead
     * @return the names of the repositories that cannot be read
     */
    private List<String> offer(List<String> names, ReadAhead.Window ahead) throws IOException, InterruptedException {
        List<String> unread = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            current = i;
            if (ahead != null && path.get() != null) {
                ahead.next();
            }
            CodeupSCMSource source = sources.get(i);
            try {
                if (request.process(names.get(i), name -> source, null, this::record)) {
                    break;
                }
            } catch (IOException | GitException e) {
                if (isOfCodeup(e)) {
                    throw e;
                }
                log.println(Messages.CodeupSCMNavigator_unread(names.get(i), e.getMessage()));
                unread.add(names.get(i));
            }
        }
        return unread;
    }

    private void record(String name, boolean matches) {
        log.println(matches ? Messages.CodeupSCMNavigator_scanning(name) : Messages.CodeupSCMNavigator_excluded(name));
    }

    /** One task for each source from the current one on. */
    private Iterator<ReadAhead.Task> tasks(List<String> names) {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                next = Math.max(next, current);
                return next < names.size();
            }

            @Override
            public ReadAhead.Task next() {
                int index = next++;
                return isExcluded(names.get(index)) ? ReadAhead.NOTHING : window -> readAhead(index, window);
            }
        };
    }

    private boolean isExcluded(String name) {
        try {
            return request.isExcluded(name);
        } catch (IOException e) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void readAhead(int index, ReadAhead.Window window) throws IOException, InterruptedException {
        if (index >= current) {
            HeadReadAhead.ofFolder(sources.get(index), observer.getListener(), window);
        }
    }

    /** Whether the other repositories would fail alike: Codeup is not there, or does not take the credentials. */
    private static boolean isOfCodeup(Exception e) {
        return e instanceof CodeupException codeup
                && codeup.kind() != CodeupException.Kind.FORBIDDEN
                && codeup.kind() != CodeupException.Kind.NOT_FOUND;
    }

    /**
     * Ends the scan as failed if a repository that could not be read has a project already: a scan that succeeds without
     * it would delete the project.
     */
    private static void keepProjects(SCMSourceOwner owner, List<String> unread) throws AbortException {
        if (owner instanceof OrganizationFolder folder) {
            List<String> kept = unread.stream()
                    .filter(name -> folder.getItemByProjectName(name) != null)
                    .toList();
            if (!kept.isEmpty()) {
                throw new AbortException(Messages.CodeupSCMNavigator_kept(String.join(", ", kept)));
            }
        }
    }
}
