package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.SourceReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import jenkins.scm.api.SCMFile;
import jenkins.scm.api.SCMProbe;
import jenkins.scm.api.SCMProbeStat;

/**
 * Tells whether a commit has a file, such as a Jenkinsfile. A file that was found is remembered, as a commit never
 * changes, so that scans make calls for new commits only. A file that was not found is asked for again, so that a wrong
 * answer does not last.
 */
final class CodeupSCMProbe extends SCMProbe {

    private static final long serialVersionUID = 1;
    private static final int MAX_REMEMBERED = 20_000;

    private static final Set<CommitFile> FOUND =
            Collections.newSetFromMap(Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<CommitFile, Boolean> eldest) {
                    return size() > MAX_REMEMBERED;
                }
            }));

    private record CommitFile(String connection, long repositoryId, String commit, String path) {}

    private final transient SourceReader reader;
    private final String connection;
    private final long repositoryId;
    private final String name;
    private final String commit;
    private final long lastModified;

    /**
     * @param connection tells the repositories of one Codeup from those of another
     * @param name the name of the head
     * @param time when the commit was made, or null if unknown
     */
    CodeupSCMProbe(
            @NonNull SourceReader reader,
            @NonNull String connection,
            long repositoryId,
            @NonNull String name,
            @NonNull String commit,
            @CheckForNull Instant time) {
        this.reader = reader;
        this.connection = connection;
        this.repositoryId = repositoryId;
        this.name = name;
        this.commit = commit;
        this.lastModified = time == null ? 0 : time.toEpochMilli();
    }

    @Override
    public SCMProbeStat stat(String path) throws IOException {
        CommitFile file = new CommitFile(connection, repositoryId, commit, path);
        if (!FOUND.contains(file)) {
            if (!isPresent(path)) {
                return SCMProbeStat.fromType(SCMFile.Type.NONEXISTENT);
            }
            FOUND.add(file);
        }
        return SCMProbeStat.fromType(SCMFile.Type.REGULAR_FILE);
    }

    private boolean isPresent(String path) throws IOException {
        try {
            return reader.readFile(repositoryId, path, commit).isPresent();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException(path).initCause(e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long lastModified() {
        return lastModified;
    }

    @Override
    public void close() {
        // holds nothing open
    }
}
