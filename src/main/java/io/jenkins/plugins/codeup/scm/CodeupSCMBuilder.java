package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.plugins.git.GitSCM;
import jenkins.plugins.git.GitSCMBuilder;
import jenkins.plugins.git.MergeWithGitSCMExtension;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.mixin.TagSCMHead;

/**
 * Configures git for a head: fetches only its ref, from the fork for a merge request from a fork, and merges it with
 * the target branch where a merge is built.
 */
public final class CodeupSCMBuilder extends GitSCMBuilder<CodeupSCMBuilder> {

    private static final String TARGET = "target";

    private final CodeupSCMSource source;

    private CodeupSCMBuilder(CodeupSCMSource source, SCMHead head, SCMRevision revision, String remote) {
        super(head, revision, remote, source.getCredentialsId());
        this.source = source;
        withBrowser(new CodeupBrowser(source.lookup().page()));
    }

    /**
     * @param revision for an untrusted merge request that of its target branch, which alone is then checked out; null
     *     for the newest commit, which for a merge request from a fork is that of the target branch: without a revision
     *     nobody has decided whether the fork is trusted
     */
    @NonNull
    static CodeupSCMBuilder of(
            @NonNull CodeupSCMSource source, @NonNull SCMHead head, @CheckForNull SCMRevision revision) {
        if (head instanceof MergeRequestSCMHead one) {
            if (revision != null && !(revision instanceof MergeRequestSCMRevision)) {
                return of(source, revision.getHead(), revision);
            }
            if (revision == null && one.isFromFork()) {
                return of(source, one.getTarget(), null);
            }
            boolean fork = one.isFromFork() && !one.isPushed();
            String remote = fork ? source.remote(one.sourceRepository()) : source.getRemote();
            return new CodeupSCMBuilder(source, head, revision, remote)
                    .withOnly("+" + one.sourceRef() + ":refs/remotes/@{remote}/" + one.getOriginName());
        }
        String name = head.getName();
        String spec = head instanceof TagSCMHead ? "+refs/tags/" + name + ":refs/tags/" + name : heads(name);
        return new CodeupSCMBuilder(source, head, revision, source.getRemote()).withOnly(spec);
    }

    private CodeupSCMBuilder withOnly(String refSpec) {
        return withoutRefSpecs().withRefSpec(refSpec);
    }

    private static String heads(String branch) {
        return "+refs/heads/" + branch + ":refs/remotes/@{remote}/" + branch;
    }

    @Override
    public GitSCM build() {
        SCMHead head = head();
        SCMRevision revision = revision();
        if (!(head instanceof MergeRequestSCMHead one)) {
            return super.build();
        }
        try {
            if (one.isMerge()) {
                withTarget(one, revision);
            }
            if (revision instanceof MergeRequestSCMRevision merge) {
                withHead(merge.getSource().getHead()).withRevision(merge.getSource());
            }
            return super.build();
        } finally {
            withHead(head).withRevision(revision);
        }
    }

    private void withTarget(MergeRequestSCMHead one, SCMRevision revision) {
        String target = one.getTarget().getName();
        String commit = revision instanceof MergeRequestSCMRevision merge ? merge.targetCommit() : null;
        String remote = remoteName();
        if (one.isFromFork() && !one.isPushed()) {
            remote = TARGET;
            withAdditionalRemote(TARGET, source.getRemote(), heads(target));
        } else {
            withRefSpec(heads(target));
        }
        withExtension(new MergeWithGitSCMExtension("remotes/" + remote + "/" + target, commit));
    }
}
