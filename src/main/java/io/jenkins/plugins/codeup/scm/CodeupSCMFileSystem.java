package io.jenkins.plugins.codeup.scm;

import hudson.Extension;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.model.TaskListener;
import hudson.scm.SCM;
import hudson.scm.SCMDescriptor;
import io.jenkins.plugins.codeup.client.SourceReader;
import java.io.IOException;
import jenkins.plugins.git.AbstractGitSCMSource;
import jenkins.scm.api.SCMFile;
import jenkins.scm.api.SCMFileSystem;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.SCMSourceDescriptor;

/** A commit's files by the API: a build gets its Jenkinsfile without a clone. */
public final class CodeupSCMFileSystem extends SCMFileSystem {

    private final SCMFile root;

    private CodeupSCMFileSystem(SCMFile root, SCMRevision revision) {
        super(revision);
        this.root = root;
    }

    /** Not told by the API. */
    @Override
    public long lastModified() {
        return 0;
    }

    @Override
    public SCMFile getRoot() {
        return root;
    }

    /** Knows how to make one. */
    @Extension
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

        /** None where the API reads nothing, and none of a merge, which only a workspace has: git has to fetch then. */
        @Override
        public SCMFileSystem build(@NonNull SCMSource source, @NonNull SCMHead head, @CheckForNull SCMRevision revision)
                throws IOException, InterruptedException {
            CodeupSCMSource codeup = (CodeupSCMSource) source;
            SCMRevision at = revision == null ? codeup.fetch(head, TaskListener.NULL) : revision;
            SourceReader reader = codeup.client(TaskListener.NULL).sources();
            if (reader == null || at == null) {
                return null;
            }
            if (at instanceof MergeRequestSCMRevision one) {
                MergeRequestSCMHead request = (MergeRequestSCMHead) one.getHead();
                return request.isMerge()
                        ? null
                        : of(
                                reader,
                                request.sourceRepository().id(),
                                one.getSource().getHash(),
                                at);
            }
            return at instanceof AbstractGitSCMSource.SCMRevisionImpl one
                    ? of(reader, codeup.placeOf(TaskListener.NULL).id(), one.getHash(), at)
                    : null;
        }

        private static SCMFileSystem of(SourceReader reader, long repositoryId, String commit, SCMRevision revision) {
            return new CodeupSCMFileSystem(new CodeupSCMFile(reader, repositoryId, commit), revision);
        }
    }
}
