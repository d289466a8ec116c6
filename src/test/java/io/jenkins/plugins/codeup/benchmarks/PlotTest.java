package io.jenkins.plugins.codeup.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotTest {

    @TempDir
    private Path folder;

    @Test
    void namesEachBarAndIsTheSameForTheSameFigures() throws Exception {
        Path file = folder.resolve("images/calls.svg");
        plot(file);
        String svg = Files.readString(file);
        assertTrue(svg.contains("<title>A create call</title>"), svg);
        assertTrue(svg.contains("<desc>p50, us; floor, 1 thread: 95.5; floor, 8 threads: 800; this client, "), svg);
        assertEquals(4, bars(svg).size());
        plot(file);
        assertEquals(svg, Files.readString(file));
    }

    private static void plot(Path file) throws Exception {
        Plot.bars(
                file,
                "A create call",
                "p50, us",
                List.of("1 thread", "8 threads"),
                new TreeMap<>(Map.of("floor", List.of(95.5, 800), "this client", List.of(89.6, 700))));
    }

    /** The distinct shapes that bars have; the legend and the background are rectangles. */
    private static Set<String> bars(String svg) {
        return Pattern.compile("<g style='[^']*fill-opacity:0.7[^>]*><path d='([^']*)'")
                .matcher(svg)
                .results()
                .map(bar -> bar.group(1))
                .collect(Collectors.toSet());
    }
}
