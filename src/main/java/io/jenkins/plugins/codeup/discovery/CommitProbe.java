package io.jenkins.plugins.codeup.discovery;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.api.SourceReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import jenkins.scm.api.SCMFile;
import jenkins.scm.api.SCMProbe;
import jenkins.scm.api.SCMProbeStat;

/**
 * Says whether a file is there at a commit. As that never changes it is remembered, so that only commits that are new
 * cost a call; what is remembered are the answers for the newest thousands.
 */
final class CommitProbe extends SCMProbe {

    private static final long serialVersionUID = 1;
    private static final int MOST = 20_000;

    private static final Map<Place, Boolean> KNOWN = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Boolean> eldest) {
            return size() > MOST;
        }
    });

    /** A path at a commit of a repository of a Codeup. */
    private record Place(String codeup, long repositoryId, String commit, String path) {}

    private final transient SourceReader reader;
    private final String codeup;
    private final long repositoryId;
    private final String name;
    private final String commit;
    private final Instant time;

    /**
     * @param codeup tells one Codeup's repositories from another's
     * @param name the head's
     * @param time when the commit was made, or null
     */
    CommitProbe(
            @NonNull SourceReader reader,
            @NonNull String codeup,
            long repositoryId,
            @NonNull String name,
            @NonNull String commit,
            Instant time) {
        this.reader = reader;
        this.codeup = codeup;
        this.repositoryId = repositoryId;
        this.name = name;
        this.commit = commit;
        this.time = time;
    }

    @Override
    public SCMProbeStat stat(String path) throws IOException {
        Place place = new Place(codeup, repositoryId, commit, path);
        Boolean there = KNOWN.get(place);
        if (there == null) {
            try {
                there = reader.readFile(repositoryId, path, commit).isPresent();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (IOException) new InterruptedIOException(path).initCause(e);
            }
            KNOWN.put(place, there);
        }
        return SCMProbeStat.fromType(there ? SCMFile.Type.REGULAR_FILE : SCMFile.Type.NONEXISTENT);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long lastModified() {
        return time == null ? 0 : time.toEpochMilli();
    }

    @Override
    public void close() {
        // holds nothing open
    }
}
