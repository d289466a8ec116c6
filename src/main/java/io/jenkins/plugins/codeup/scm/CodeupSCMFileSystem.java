package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.model.TaskListener;
import hudson.scm.SCM;
import hudson.scm.SCMDescriptor;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.SourceReader;
import io.jenkins.plugins.codeup.client.SourceReader.FileEntry;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jenkins.plugins.git.AbstractGitSCMSource;
import jenkins.scm.api.SCMFile;
import jenkins.scm.api.SCMFileSystem;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.SCMSourceDescriptor;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** The files of a commit, read through the API, so that a build gets its Jenkinsfile without a clone. */
@Restricted(NoExternalUse.class)
public final class CodeupSCMFileSystem extends SCMFileSystem {

    private final SourceReader reader;
    private final long repositoryId;
    private final String commit;

    private CodeupSCMFileSystem(SourceReader reader, long repositoryId, String commit, SCMRevision revision) {
        super(revision);
        this.reader = reader;
        this.repositoryId = repositoryId;
        this.commit = commit;
    }

    /** Always 0: the API does not tell it. */
    @Override
    public long lastModified() {
        return 0;
    }

    @Override
    public SCMFile getRoot() {
        return new CodeupSCMFile();
    }

    /** A file or directory. Its content is read once and kept as long as the object. */
    private final class CodeupSCMFile extends SCMFile {

        private Optional<byte[]> bytes;

        /** The root directory. */
        CodeupSCMFile() {
            type(Type.DIRECTORY);
        }

        private CodeupSCMFile(CodeupSCMFile parent, String name) {
            super(parent, name);
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

        /** Always 0: the API does not tell it. */
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

    /** Opens the files of a head of a Codeup source; plain git SCMs are not supported. */
    @Extension
    @Restricted(NoExternalUse.class)
    public static final class BuilderImpl extends Builder {

        @Override
        public boolean supports(SCM source) {
            return false;
        }

        @Override
        protected boolean supportsDescriptor(SCMDescriptor descriptor) {
            return false;
        }

        @Override
        public boolean supports(SCMSource source) {
            return source instanceof CodeupSCMSource;
        }

        @Override
        protected boolean supportsDescriptor(SCMSourceDescriptor descriptor) {
            return descriptor instanceof CodeupSCMSource.DescriptorImpl;
        }

        @Override
        public SCMFileSystem build(@NonNull Item owner, @NonNull SCM scm, @CheckForNull SCMRevision revision) {
            return null;
        }

        /**
         * @return null where the API reads no files, and for a merge request that is built as a merge: only a workspace
         *     has the merged files, so git has to fetch them
         */
        @Override
        public SCMFileSystem build(@NonNull SCMSource source, @NonNull SCMHead head, @CheckForNull SCMRevision revision)
                throws IOException, InterruptedException {
            CodeupSCMSource codeup = (CodeupSCMSource) source;
            SCMRevision at = revision == null ? codeup.fetch(head, TaskListener.NULL) : revision;
            CodeupClient client = codeup.client(TaskListener.NULL);
            SourceReader reader = client.sources();
            String commit = at == null ? null : commit(at);
            return reader == null || commit == null
                    ? null
                    : new CodeupSCMFileSystem(reader, codeup.repositoryId(at.getHead(), client), commit, at);
        }

        private static String commit(SCMRevision revision) {
            if (revision instanceof MergeRequestSCMRevision one) {
                return ((MergeRequestSCMHead) one.getHead()).isMerge()
                        ? null
                        : one.getSource().getHash();
            }
            return revision instanceof AbstractGitSCMSource.SCMRevisionImpl one ? one.getHash() : null;
        }
    }
}
