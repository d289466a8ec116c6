package io.jenkins.plugins.codeup.trigger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Git repository in a directory; runs the git command. */
public final class GitServer {

    private final Path directory;

    public GitServer(Path directory) throws Exception {
        this.directory = Files.createDirectories(directory);
        git("init", "-q", "-b", "main");
    }

    public String url() {
        return directory.toUri().toString().replaceFirst("^file:/+", "file:///").replaceFirst("/$", "");
    }

    /** The body of a push delivery for this repository. */
    public String delivery(String branch, String before, String after) {
        return """
                {"object_kind":"push","ref":"refs/heads/%s","before":"%s","after":"%s","user_name":"dev-a",
                 "repository":{"name":"app","git_http_url":"%s"}}
                """.formatted(branch, before, after, url());
    }

    /** Commits a file to a branch, creating the branch from the current one if needed, and returns the commit. */
    public String commit(String branch, String file, String content) throws Exception {
        if (!git("branch", "--show-current").equals(branch)) {
            boolean known = !git("branch", "--list", branch).isEmpty();
            if (known) {
                git("checkout", "-q", branch);
            } else {
                git("checkout", "-q", "-b", branch);
            }
        }
        Files.writeString(directory.resolve(file), content);
        git("add", ".");
        git("commit", "-q", "-m", "change " + file);
        return git("rev-parse", "HEAD");
    }

    public String git(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("git", "-c", "user.name=dev-a", "-c", "user.email=dev-a@example.com"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + ": " + output);
        }
        return output.trim();
    }
}
