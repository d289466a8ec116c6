package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.MergeRequest;
import io.jenkins.plugins.codeup.client.SourceReader.Branch;
import io.jenkins.plugins.codeup.client.SourceReader.Tag;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a full scan reads of a repository: each list and each file once, whichever thread asks for it first. Others that
 * ask meanwhile wait for that answer; after a failure the next one asks again. Thread-safe.
 *
 * <p>A file that was found is remembered beyond the scan, as a commit never changes, so that scans make calls for new
 * commits only. A file that was not found is asked for again by the next scan, so that a wrong answer does not last.
 */
final class RepositoryScan {

    private static final int MAX_REMEMBERED = 20_000;

    private static final Set<CommitFile> FOUND =
            Collections.newSetFromMap(Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<CommitFile, Boolean> eldest) {
                    return size() > MAX_REMEMBERED;
                }
            }));

    /**
     * @param connection tells the repositories of one Codeup from those of another
     */
    private record CommitFile(String connection, long repositoryId, String commit, String path) {}

    private final ApiRepository repository;
    private final String connection;
    private final Read read;
    private final AtomicReference<String> path;

    /** What was read so far. */
    private static final class Read {
        private final Once<List<Branch>> branches = new Once<>();
        private final Once<List<Tag>> tags = new Once<>();
        private final Once<List<MergeRequest>> openMergeRequests = new Once<>();
        private final Map<CommitFile, Once<Boolean>> files = new ConcurrentHashMap<>();
    }

    private RepositoryScan(ApiRepository repository, String connection, Read read, AtomicReference<String> path) {
        this.repository = repository;
        this.connection = connection;
        this.read = read;
        this.path = path;
    }

    /**
     * @param connection tells the repositories of one Codeup from those of another
     * @param path gets the first path that is asked for, unless it has one; scans of other repositories may share it
     */
    RepositoryScan(
            @NonNull ApiRepository repository, @NonNull String connection, @NonNull AtomicReference<String> path) {
        this(repository, connection, new Read(), path);
    }

    /**
     * @return a scan that goes on with what this one has read, by another client
     */
    @NonNull
    RepositoryScan with(@NonNull ApiRepository same) {
        return new RepositoryScan(same, connection, read, path);
    }

    long repositoryId() {
        return repository.id();
    }

    @NonNull
    List<Branch> branches() throws CodeupException, InterruptedException {
        return read.branches.get(repository::branches);
    }

    @NonNull
    List<Tag> tags() throws CodeupException, InterruptedException {
        return read.tags.get(repository::tags);
    }

    @NonNull
    List<MergeRequest> openMergeRequests() throws CodeupException, InterruptedException {
        return read.openMergeRequests.get(repository::openMergeRequests);
    }

    /**
     * @param repositoryId this repository or a fork of it
     * @return whether a commit has a file, such as a Jenkinsfile
     */
    boolean hasFile(long repositoryId, @NonNull String commit, @NonNull String file)
            throws CodeupException, InterruptedException {
        path.compareAndSet(null, file);
        CommitFile one = new CommitFile(connection, repositoryId, commit, file);
        if (FOUND.contains(one)) {
            return true;
        }
        boolean found = read.files
                .computeIfAbsent(one, key -> new Once<>())
                .get(() ->
                        repository.reader().readFile(repositoryId, file, commit).isPresent());
        if (found) {
            FOUND.add(one);
        }
        return found;
    }

    /**
     * @return the path that the scan asked for first, and will probably ask for in other commits; null if it asked for none
     */
    @CheckForNull
    String path() {
        return path.get();
    }

    /** A value that is read once. */
    private static final class Once<T> {

        private final ReentrantLock lock = new ReentrantLock();
        private volatile T value;

        private interface Reader<T> {
            @NonNull
            T read() throws CodeupException, InterruptedException;
        }

        T get(Reader<T> reader) throws CodeupException, InterruptedException {
            if (value == null) {
                lock.lockInterruptibly();
                try {
                    if (value == null) {
                        value = reader.read();
                    }
                } finally {
                    lock.unlock();
                }
            }
            return value;
        }
    }
}
