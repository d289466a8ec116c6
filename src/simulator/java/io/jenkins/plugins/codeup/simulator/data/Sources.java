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
     * @param commit the commit that it stands for
     */
    record Ref(String name, Commit commit) {}

    /**
     * @param time as the documents write it, such as {@code 2023-01-03T15:41:26+08:00}
     */
    record Commit(String id, String message, String time) {}

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
     * @return the paths below a directory, those of directories with a slash at the end
     */
    List<String> directory(String ref, String path);

    default Optional<Ref> branch(String name) {
        return branches().stream().filter(ref -> ref.name().equals(name)).findFirst();
    }
}
