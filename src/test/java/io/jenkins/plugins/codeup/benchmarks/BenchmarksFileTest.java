package io.jenkins.plugins.codeup.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarksFileTest {

    @TempDir
    private Path folder;

    @Test
    void eachPartIsWrittenWithoutTheOthers() throws Exception {
        Path file = Files.writeString(folder.resolve("benchmarks.md"), "# Benchmarks\n");
        BenchmarksFile.write(file, "calls", "1 ms\n");
        BenchmarksFile.write(file, "deliveries", "2 ms\n");
        BenchmarksFile.write(file, "calls", "3 ms, $1 each\n");
        assertEquals("""
                # Benchmarks

                <!-- calls -->
                3 ms, $1 each
                <!-- end of calls -->

                <!-- deliveries -->
                2 ms
                <!-- end of deliveries -->
                """, Files.readString(file));
    }
}
