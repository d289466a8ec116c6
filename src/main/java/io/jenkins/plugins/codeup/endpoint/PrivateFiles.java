package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Creates files and directories that only the user of Jenkins's process can read, where the file system has rights. */
@Restricted(NoExternalUse.class)
public final class PrivateFiles {

    private static final Logger LOGGER = Logger.getLogger(PrivateFiles.class.getName());

    private PrivateFiles() {}

    /** Creates a directory, and those above it, unless it exists. */
    public static void createDirectory(@NonNull Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, rights(directory, "rwx------"));
        }
    }

    /**
     * Creates a file to write to, as {@link #open} does.
     *
     * @throws IOException also if it exists
     */
    @NonNull
    static RandomAccessFile create(@NonNull Path file) throws IOException {
        Files.createFile(file, rights(file, "rw-------"));
        try {
            return open(file);
        } catch (IOException e) {
            // else it could never be created again
            Files.delete(file);
            throw e;
        }
    }

    /**
     * Opens a file whose writes are on the disk when they return. Other than a channel's, it stays open when a thread that
     * uses it is interrupted.
     */
    @NonNull
    static RandomAccessFile open(@NonNull Path file) throws IOException {
        return new RandomAccessFile(file.toFile(), "rwd");
    }

    /** Forces a directory's list of files to the disk, where the operating system has that. */
    static void force(@NonNull Path directory) {
        try (FileChannel list = FileChannel.open(directory, StandardOpenOption.READ)) {
            list.force(true);
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "Not on this operating system", e);
        }
    }

    /** Lets only the user of Jenkins's process read a file: it has a secret, addresses or others' words. */
    public static void restrict(@NonNull Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    private static FileAttribute<?>[] rights(Path path, String rights) {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(rights);
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
    }
}
