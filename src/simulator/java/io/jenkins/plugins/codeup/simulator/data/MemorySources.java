package io.jenkins.plugins.codeup.simulator.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Some branches that all have a Jenkinsfile, and nothing that could be cloned: for measuring with many repositories.
 */
public class MemorySources implements Sources {

    private static final String TIME = "2024-01-03T15:41:26+08:00";

    private final List<Ref> branches = new ArrayList<>();

    /**
     * @param count how many branches: {@code main}, {@code branch-2}, {@code branch-3} ...
     */
    public MemorySources(int count) {
        for (int i = 1; i <= count; i++) {
            String id = "%040x".formatted(i);
            branches.add(new Ref(i == 1 ? "main" : "branch-" + i, new Commit(id, "commit " + i, TIME, "dev-a")));
        }
    }

    /** From now on a branch, which may be new, stands for a commit. */
    public synchronized void set(String branch, String commit) {
        branches.removeIf(ref -> ref.name().equals(branch));
        branches.add(new Ref(branch, new Commit(commit, "commit " + commit, TIME, "dev-a")));
    }

    @Override
    public String defaultBranch() {
        return "main";
    }

    @Override
    public synchronized List<Ref> branches() {
        return List.copyOf(branches);
    }

    @Override
    public List<Ref> tags() {
        return List.of();
    }

    @Override
    public Optional<byte[]> file(String ref, String path) {
        return path.equals("Jenkinsfile") ? Optional.of("echo 'hello'".getBytes(StandardCharsets.UTF_8)) : Optional.empty();
    }

    @Override
    public List<Entry> directory(String ref, String path) {
        return List.of(new Entry("Jenkinsfile", Kind.BLOB));
    }
}
