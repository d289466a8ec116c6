package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.TaskListener;
import io.jenkins.plugins.codeup.client.SourceReader.Branch;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import jenkins.plugins.git.GitBranchSCMHead;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadObserver;

/** Reads ahead of the scan of one repository: the lists that it asks for, and the file that it searches for in each commit. */
final class HeadReadAhead implements AutoCloseable {

    private final CodeupSCMSourceRequest request;
    private final ReadAhead.Window window;

    /** A branch or a tag of the scanned repository. */
    interface Ref {

        @NonNull
        SCMHead head();

        @NonNull
        String commit();
    }

    /**
     * @param connection the name of the source's connection, or null
     * @param refs what the scan will look at, in that order
     */
    HeadReadAhead(
            @NonNull CodeupSCMSourceRequest request,
            @CheckForNull String connection,
            @NonNull List<? extends Ref> refs) {
        this.request = request;
        Iterator<ReadAhead.Task> tasks = refs.stream()
                .map(ref -> isExcluded(request, ref.head()) ? ReadAhead.NOTHING : file(request, ref.commit()))
                .iterator();
        window = ReadAhead.get().window(connection, tasks);
    }

    /** The scan calls this before each ref. Which file it searches for shows with the first one. */
    void next() {
        if (request.scan().path() != null) {
            window.next();
        }
    }

    @Override
    public void close() {
        window.close();
    }

    /**
     * Reads ahead of a folder's scan and of the scan of the project that it may create.
     *
     * @param source not of a project yet
     */
    static void ofFolder(
            @NonNull CodeupSCMSource source, @NonNull TaskListener listener, @NonNull ReadAhead.Window window)
            throws IOException, InterruptedException {
        ApiRepository opened = source.open(listener);
        RepositoryScan scan = opened == null ? null : source.lookup().folderScan(opened);
        if (scan == null) {
            return;
        }
        try (CodeupSCMSourceRequest request = source.request(null, SCMHeadObserver.any(), opened, TaskListener.NULL)
                .of(scan)) {
            if (request.wantsBranches()) {
                for (Branch branch : request.branches()) {
                    if (!isExcluded(request, new GitBranchSCMHead(branch.name()))) {
                        window.submit(file(request, branch.commit()));
                    }
                }
            }
            if (request.wantsMergeRequests()) {
                request.mergeRequests();
            }
            if (request.wantsTags()) {
                request.tags();
            }
        }
    }

    private static ReadAhead.Task file(CodeupSCMSourceRequest request, String commit) {
        RepositoryScan scan = request.scan();
        return window -> {
            String path = scan.path();
            if (path != null) {
                scan.hasFile(scan.repositoryId(), commit, path);
            }
        };
    }

    private static boolean isExcluded(CodeupSCMSourceRequest request, SCMHead head) {
        try {
            return request.isExcluded(head);
        } catch (IOException e) {
            // the scan meets it, too, and ends with it
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
