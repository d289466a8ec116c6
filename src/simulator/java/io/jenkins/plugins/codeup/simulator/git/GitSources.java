package io.jenkins.plugins.codeup.simulator.git;

import io.jenkins.plugins.codeup.simulator.data.Sources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A bare git repository in a directory; its default branch is main. */
public final class GitSources implements Sources {

    private static final String FORMAT =
            "%(refname)%09%(objectname)%09%(*objectname)%09%(objecttype)%09%(*objecttype)%09%(committerdate:iso-strict)"
                    + "%(*committerdate:iso-strict)%09%(authorname)%(*authorname)%09%(subject)";

    private final Git git;
    private final Map<String, Optional<byte[]>> files = new ConcurrentHashMap<>();

    public GitSources(Path directory) {
        try {
            git = new Git(Files.createDirectories(directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        git.run("init", "-q", "--bare");
        git.run("config", "http.receivepack", "true");
        git.run("config", "uploadpack.allowAnySHA1InWant", "true");
    }

    public Path directory() {
        return git.directory();
    }

    @Override
    public String defaultBranch() {
        return "main";
    }

    @Override
    public List<Ref> branches() {
        return refs("refs/heads/", "");
    }

    /** Without a look at the others, as there may be thousands. */
    @Override
    public Optional<Ref> branch(String name) {
        return refs("refs/heads/", name).stream().filter(ref -> ref.name().equals(name)).findFirst();
    }

    @Override
    public List<Ref> tags() {
        return refs("refs/tags/", "");
    }

    /** Every ref and what it points at. */
    public Map<String, String> all() {
        Map<String, String> all = new TreeMap<>();
        git.run("for-each-ref", "--format=%(refname) %(objectname)")
                .lines()
                .map(line -> line.split(" "))
                .forEach(pair -> all.put(pair[0], pair[1]));
        return all;
    }

    private List<Ref> refs(String prefix, String name) {
        List<Ref> refs = new ArrayList<>();
        for (String line : git.run("for-each-ref", "--format=" + FORMAT, prefix + name).split("\n")) {
            String[] part = line.split("\t", 8);
            if (part.length == 8) {
                boolean annotated = !part[2].isEmpty();
                String commit = annotated ? part[2] : part[1];
                boolean isCommit = part[annotated ? 4 : 3].equals("commit");
                refs.add(new Ref(
                        part[0].substring(prefix.length()), isCommit ? new Commit(commit, part[7], part[5], part[6]) : null));
            }
        }
        return refs;
    }

    @Override
    public Optional<byte[]> file(String ref, String path) {
        String name = ref + ":" + path;
        boolean lasts = ref.matches("[0-9a-f]{40}");
        return lasts ? files.computeIfAbsent(name, this::blob) : blob(name);
    }

    private Optional<byte[]> blob(String name) {
        return git.output(new byte[0], "cat-file", "blob", name);
    }

    @Override
    public List<Entry> directory(String ref, String path) {
        Optional<byte[]> names = git.output(new byte[0], "ls-tree", ref + ":" + path);
        return names.map(bytes -> new String(bytes, StandardCharsets.UTF_8)).stream()
                .flatMap(String::lines)
                .map(line -> {
                    String name = line.substring(line.indexOf('\t') + 1);
                    String type = line.split(" ", 3)[1].toUpperCase(Locale.ROOT);
                    return new Entry(path.isEmpty() ? name : path + "/" + name, Kind.valueOf(type));
                })
                .toList();
    }

    boolean hasCommit(String id) {
        return git.output(new byte[0], "cat-file", "commit", id).isPresent();
    }

    @Override
    public Optional<List<String>> changedFiles(String from, String to, boolean straight) {
        return git.output(new byte[0], "diff", "-z", "--name-only", "--no-renames", from + (straight ? ".." : "...") + to)
                .map(names -> Stream.of(new String(names, StandardCharsets.UTF_8).split("\0"))
                        .filter(name -> !name.isEmpty())
                        .toList());
    }

    /**
     * Writes a file to a branch, which is made from the default one if it is new.
     *
     * @return the commit
     */
    public synchronized String commit(String branch, String path, String content) {
        return commit(branch, path, content, "change " + path, "dev-a");
    }

    /**
     * @param message what the commit says
     * @param author the name of who makes it
     */
    public synchronized String commit(String branch, String path, String content, String message, String author) {
        String from = branch(branch).or(() -> branch(defaultBranch())).map(ref -> "from " + ref.commit().id() + "\n").orElse("");
        String person = author + " <" + author + "@example.com> " + System.currentTimeMillis() / 1000 + " +0800\n";
        String stream = "commit refs/heads/" + branch + "\nauthor " + person + "committer " + person
                + data(message) + from + "M 100644 inline " + path + "\n"
                + data(content);
        git.runWith(stream.getBytes(StandardCharsets.UTF_8), "fast-import", "--quiet", "--force");
        return branch(branch).orElseThrow().commit().id();
    }

    /**
     * Puts a submodule into a branch that exists.
     *
     * @param commit the commit of the other repository
     */
    public synchronized void submodule(String branch, String path, String commit) {
        String stream = "commit refs/heads/" + branch + "\ncommitter dev-a <dev-a@example.com> "
                + System.currentTimeMillis() / 1000 + " +0800\n" + data("add " + path) + "from "
                + branch(branch).orElseThrow().commit().id() + "\nM 160000 " + commit + " " + path + "\n";
        git.runWith(stream.getBytes(StandardCharsets.UTF_8), "fast-import", "--quiet", "--force");
    }

    /** The tree of a branch, which a tag may stand for. */
    public String tree(String branch) {
        return git.run("rev-parse", "refs/heads/" + branch + "^{tree}");
    }

    private static String data(String text) {
        return "data " + text.getBytes(StandardCharsets.UTF_8).length + "\n" + text + "\n";
    }

    /** Lets a branch or tag stand for another commit; all zeros remove it. */
    public void update(String ref, String commit) {
        git.run("update-ref", ref, commit);
    }

    /** Merges what stands in another repository, or in this one, into a branch. */
    public synchronized String merge(GitSources other, String source, String target) {
        git.run("fetch", "-q", other.directory().toString(), "refs/heads/" + source);
        String theirs = git.run("rev-parse", "FETCH_HEAD");
        String ours = branch(target).orElseThrow().commit().id();
        String tree = git.run("merge-tree", "--write-tree", ours, theirs);
        String merged = git.run("commit-tree", tree, "-p", ours, "-p", theirs, "-m", "Merge " + source);
        update("refs/heads/" + target, merged);
        return merged;
    }

    /** Everything that this repository has becomes this one's, as when it is forked. */
    public void forkTo(GitSources fork) {
        fork.git.run("fetch", "-q", directory().toString(), "+refs/heads/*:refs/heads/*");
    }
}
