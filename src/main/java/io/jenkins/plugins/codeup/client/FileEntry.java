package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.NonNull;

/**
 * What a directory of a repository has.
 *
 * @param path from the repository's root, without a slash in front
 * @param directory whether it is one, and no file
 */
public record FileEntry(@NonNull String path, boolean directory) {

    /**
     * @return the last part of the path
     */
    @NonNull
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
