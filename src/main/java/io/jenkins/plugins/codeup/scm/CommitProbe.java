package io.jenkins.plugins.codeup.scm;

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
 * Says whether a file is there at a commit. That it is never changes and is remembered, so that only new commits cost a
 * call; that it is not is asked again, as a wrong answer of that kind must not last. The newest thousands are remembered.
 */
final class CommitProbe extends SCMProbe {

    private static final long serialVersionUID = 1;
    private static final int MOST = 20_000;

    private static final Set<Place> THERE =
            Collections.newSetFromMap(Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Place, Boolean> eldest) {
                    return size() > MOST;
                }
            }));

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
        boolean there = THERE.contains(place) || isThere(path);
        if (there) {
            THERE.add(place);
        }
        return SCMProbeStat.fromType(there ? SCMFile.Type.REGULAR_FILE : SCMFile.Type.NONEXISTENT);
    }

    private boolean isThere(String path) throws IOException {
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
        return time == null ? 0 : time.toEpochMilli();
    }

    @Override
    public void close() {
        // holds nothing open
    }
}
