package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;

/**
 * What Codeup answered.
 *
 * @param value the object that the call was for
 * @param requestId Codeup's id of the call, for its support, or null where it gave none
 */
public record Answer<T>(@NonNull T value, @CheckForNull String requestId) {}
