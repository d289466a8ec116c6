package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Files for a {@link Journal}, of which the next one is full of zeros before it is used: what is written to it then changes
 * neither its size nor its list of blocks, so that it does not wait until the file system has stored those of other
 * programs' files. Where the next file is not ready, or there is no room for it, the file grows. Thread-safe.
 */
class PreparedFiles {

    private static final Logger LOGGER = Logger.getLogger(PreparedFiles.class.getName());

    /** What is written at once: the disk is free for others in between. */
    private static final int CHUNK = 256 << 10;
    /** How many times a file's size must be free: preparing never takes the last room. */
    private static final int ROOM = 10;

    private static final int CLOSE_SECONDS = 10;

    /** The size of a file. */
    final int bytes;

    private final Path directory;
    private final Path unfinished;
    private final ExecutorService thread;
    /** Name of the next file. */
    private Path next;
    /** The next file, or null while it is not full of zeros. */
    @CheckForNull
    private volatile Path ready;
    /** Whether the file that was opened last was prepared. */
    private volatile boolean current;

    PreparedFiles(@NonNull Path directory, int bytes, @NonNull String thread) {
        this.directory = directory;
        unfinished = directory.resolve("next");
        this.bytes = bytes;
        this.thread = BackgroundThreads.create(thread, 1);
    }

    /**
     * @param next the file that will be opened after this one
     * @return a file whose writes are on the disk when they return
     */
    @NonNull
    synchronized RandomAccessFile open(@NonNull Path file, @NonNull Path next) throws IOException {
        current = false;
        if (file.equals(ready)) {
            ready = null;
            current = file.toFile().length() == bytes;
        }
        RandomAccessFile opened = current ? PrivateFiles.open(file) : PrivateFiles.create(file);
        if (!current) {
            PrivateFiles.force(directory);
        }
        this.next = next;
        thread.execute(this::prepare);
        return opened;
    }

    /**
     * Does not wait while the directory is forced to the disk.
     *
     * @return whether a new file would be faster than the one that was opened last
     */
    boolean hasBetter() {
        return ready != null && !current;
    }

    private void prepare() {
        try {
            Files.deleteIfExists(unfinished);
            if (Files.getFileStore(directory).getUsableSpace() > (long) ROOM * bytes) {
                try (RandomAccessFile zeros = PrivateFiles.create(unfinished)) {
                    for (int rest = bytes; rest > 0 && !thread.isShutdown(); rest -= CHUNK) {
                        zeros.write(new byte[Math.min(CHUNK, rest)]);
                    }
                }
                finish();
            }
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "The next file can't be prepared", e);
        }
    }

    private synchronized void finish() throws IOException {
        if (!thread.isShutdown()) {
            Files.move(unfinished, next, StandardCopyOption.ATOMIC_MOVE);
            PrivateFiles.force(directory);
            ready = next;
        }
    }

    /** Waits until nothing is prepared any more. */
    void close() {
        thread.shutdown();
        try {
            thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
