package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.FileEntry;
import io.jenkins.plugins.codeup.client.SourceReader;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jenkins.scm.api.SCMFile;

/** A file or directory of a commit. What was read once is kept as long as this is. */
final class CodeupSCMFile extends SCMFile {

    private final SourceReader reader;
    private final long repositoryId;
    private final String commit;
    private Optional<byte[]> bytes;

    /** The root directory. */
    CodeupSCMFile(@NonNull SourceReader reader, long repositoryId, @NonNull String commit) {
        this.reader = reader;
        this.repositoryId = repositoryId;
        this.commit = commit;
        type(Type.DIRECTORY);
    }

    private CodeupSCMFile(CodeupSCMFile parent, String name) {
        super(parent, name);
        this.reader = parent.reader;
        this.repositoryId = parent.repositoryId;
        this.commit = parent.commit;
    }

    @Override
    protected SCMFile newChild(String name, boolean assumeIsDirectory) {
        CodeupSCMFile child = new CodeupSCMFile(this, name);
        if (assumeIsDirectory) {
            child.type(Type.DIRECTORY);
        }
        return child;
    }

    @Override
    public Iterable<SCMFile> children() throws IOException, InterruptedException {
        List<SCMFile> children = new ArrayList<>();
        for (FileEntry entry : reader.listFiles(repositoryId, isRoot() ? "" : getPath(), commit)) {
            CodeupSCMFile child = new CodeupSCMFile(this, entry.name());
            child.type(entry.directory() ? Type.DIRECTORY : Type.REGULAR_FILE);
            children.add(child);
        }
        return children;
    }

    /** Not told by the API. */
    @Override
    public long lastModified() {
        return 0;
    }

    @Override
    protected Type type() throws IOException, InterruptedException {
        if (bytes().isPresent()) {
            return Type.REGULAR_FILE;
        }
        return reader.listFiles(repositoryId, getPath(), commit).isEmpty() ? Type.NONEXISTENT : Type.DIRECTORY;
    }

    @Override
    public InputStream content() throws IOException, InterruptedException {
        return new ByteArrayInputStream(bytes().orElseThrow(() -> new FileNotFoundException(getPath())));
    }

    private Optional<byte[]> bytes() throws IOException, InterruptedException {
        if (bytes == null) {
            bytes = reader.readFile(repositoryId, getPath(), commit);
        }
        return bytes;
    }
}
