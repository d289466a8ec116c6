package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.NonNull;

/** Says of commits what came of them. An API that can't do it has none of these. */
@FunctionalInterface
public interface CommitStatuses {

    /**
     * @param commit its whole hash
     */
    void create(long repositoryId, @NonNull String commit, @NonNull CommitStatus status)
            throws CodeupException, InterruptedException;
}
