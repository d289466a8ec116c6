package io.jenkins.plugins.codeup.simulator.data;

import java.util.List;
import java.util.Optional;

/** What a repository holds: a real git repository, or only what answers need. */
public interface Sources {

    /** The sources of a repository that nobody ever pushed to. */
    Sources EMPTY = new MemorySources(0);

    /**
     * A branch or a tag.
     *
     * @param name without {@code refs/heads/} or {@code refs/tags/}
     * @param commit the commit that it stands for, or null for a tag of a tree or a file
     */
    record Ref(String name, Commit commit) {}

    /**
     * @param time as the documents write it, such as {@code 2023-01-03T15:41:26+08:00}
     * @param author the name of who made it; the address is that name's at example.com
     */
    record Commit(String id, String message, String time, String author) {}

    /** What a directory has: a file, a directory or a submodule. */
    enum Kind {
        BLOB,
        TREE,
        COMMIT
    }

    /**
     * @param path from the root
     */
    record Entry(String path, Kind kind) {}

    /**
     * @return the default branch's name
     */
    String defaultBranch();

    /**
     * @return by name
     */
    List<Ref> branches();

    /**
     * @return by name
     */
    List<Ref> tags();

    /**
     * @param ref a branch, a tag or a commit
     */
    Optional<byte[]> file(String ref, String path);

    /**
     * @return what is directly below a directory
     */
    List<Entry> directory(String ref, String path);

    /**
     * @param straight whether to compare with {@code from} itself, and not with where {@code to} branched off from it
     * @return the files that differ; empty if one of the commits is not there
     */
    default Optional<List<String>> changedFiles(String from, String to, boolean straight) {
        return Optional.empty();
    }

    default Optional<Ref> branch(String name) {
        return branches().stream().filter(ref -> ref.name().equals(name)).findFirst();
    }
}
