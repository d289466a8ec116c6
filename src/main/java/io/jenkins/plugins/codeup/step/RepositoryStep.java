package io.jenkins.plugins.codeup.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import io.jenkins.plugins.codeup.client.RepositoryRef;

/** What every step that is about one repository is told besides: which. */
public abstract class RepositoryStep extends CodeupStep {

    private static final long serialVersionUID = 1;

    private final String repository;

    RepositoryStep(@CheckForNull String repository) {
        this.repository = Util.fixEmptyAndTrim(repository);
    }

    /**
     * @return the repository's number, its path or its clone URL, as it was given
     */
    @CheckForNull
    public final String getRepository() {
        return repository;
    }

    /**
     * @throws IllegalArgumentException if it is none of the three; the message says what serves
     */
    @NonNull
    final RepositoryRef repository() {
        return RepositoryRef.parse(repository);
    }
}
