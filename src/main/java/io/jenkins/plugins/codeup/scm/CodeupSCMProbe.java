package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Instant;
import jenkins.scm.api.SCMFile;
import jenkins.scm.api.SCMProbe;
import jenkins.scm.api.SCMProbeStat;

/** Tells whether the commit of a head has a file, such as a Jenkinsfile. */
final class CodeupSCMProbe extends SCMProbe {

    private static final long serialVersionUID = 1;

    private final transient RepositoryScan scan;
    private final long repositoryId;
    private final String name;
    private final String commit;
    private final long lastModified;

    /**
     * @param scan makes the calls
     * @param name the name of the head
     * @param time when the commit was made, or null if unknown
     */
    CodeupSCMProbe(
            @NonNull RepositoryScan scan,
            long repositoryId,
            @NonNull String name,
            @NonNull String commit,
            @CheckForNull Instant time) {
        this.scan = scan;
        this.repositoryId = repositoryId;
        this.name = name;
        this.commit = commit;
        this.lastModified = time == null ? 0 : time.toEpochMilli();
    }

    @Override
    public SCMProbeStat stat(String path) throws IOException {
        try {
            return SCMProbeStat.fromType(
                    scan.hasFile(repositoryId, commit, path) ? SCMFile.Type.REGULAR_FILE : SCMFile.Type.NONEXISTENT);
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
