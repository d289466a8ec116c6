package io.jenkins.plugins.codeup.simulator.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs the git on the path in one directory. */
final class Git {

    private static final List<String> SOMEONE = List.of(
            "git", "-c", "user.name=dev-a", "-c", "user.email=dev-a@example.com", "-c", "init.defaultBranch=main");

    private final Path directory;

    Git(Path directory) {
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    /**
     * @return what it printed, without the line end at the end
     */
    String run(String... arguments) {
        return new String(output(new byte[0], arguments).orElseThrow(), StandardCharsets.UTF_8).stripTrailing();
    }

    String runWith(byte[] input, String... arguments) {
        return new String(output(input, arguments).orElseThrow(), StandardCharsets.UTF_8).stripTrailing();
    }

    /**
     * @return empty if git says that it failed
     */
    Optional<byte[]> output(byte[] input, String... arguments) {
        List<String> command = new ArrayList<>(SOMEONE);
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (var in = process.getOutputStream()) {
                in.write(input);
            }
            byte[] printed = process.getInputStream().readAllBytes();
            return process.waitFor() == 0 ? Optional.of(printed) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("git " + List.of(arguments), e);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
