package io.jenkins.plugins.codeup.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The project's files as they stand, from whichever of the two builds looks. */
public final class ProjectFiles {

    /** Maven runs tests in the folder of the {@code pom.xml} that it builds. */
    public static final Path ROOT = (Files.isDirectory(Path.of("without-jenkins")) ? Path.of("") : Path.of(".."))
            .toAbsolutePath()
            .normalize();

    static final Path RESOURCES = ROOT.resolve("src/main/resources");
    static final Path JAVA = ROOT.resolve("src/main/java");

    private ProjectFiles() {}

    /**
     * @return the files of that ending in a folder and below, in order
     */
    static List<Path> of(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
