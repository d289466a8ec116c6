package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.NonNull;

/**
 * A repository as the background knows it.
 *
 * @param connection the connection's name
 * @param repository its number, or its path with the organization in front where there is one
 */
record RepositoryKey(@NonNull String connection, @NonNull String repository) {}
