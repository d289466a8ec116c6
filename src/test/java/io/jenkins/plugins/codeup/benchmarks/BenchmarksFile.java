package io.jenkins.plugins.codeup.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes {@code docs/benchmarks.md}: each benchmark its own part, without changing the others. */
public final class BenchmarksFile {

    private BenchmarksFile() {}

    /**
     * @param part a word that names the part
     * @param text Markdown; takes the place of what the part was, or comes last
     */
    public static void write(Path file, String part, String text) throws IOException {
        String begin = "<!-- " + part + " -->\n";
        String end = "<!-- end of " + part + " -->\n";
        String before = Files.readString(file);
        Matcher old = Pattern.compile(begin + ".*?" + end, Pattern.DOTALL).matcher(before);
        String whole = begin + text + end;
        Files.writeString(file, old.find() ? old.replaceFirst(Matcher.quoteReplacement(whole)) : before + "\n" + whole);
    }
}
