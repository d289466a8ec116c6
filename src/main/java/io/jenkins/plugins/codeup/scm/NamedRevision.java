package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.model.TaskListener;
import io.jenkins.plugins.codeup.client.SourceReader.Branch;
import io.jenkins.plugins.codeup.client.SourceReader.Tag;
import io.jenkins.plugins.codeup.connection.CodeupClients.Purpose;
import java.io.IOException;
import java.time.Instant;
import jenkins.plugins.git.GitBranchSCMHead;
import jenkins.plugins.git.GitBranchSCMRevision;
import jenkins.plugins.git.GitTagSCMHead;
import jenkins.plugins.git.GitTagSCMRevision;
import jenkins.scm.api.SCMRevision;

/**
 * Finds a branch or tag by its name through the API, for whoever has a source without a project, such as a shared library.
 * Without the API, and for everything else that git can name, git is asked.
 */
final class NamedRevision {

    private NamedRevision() {}

    /**
     * @param name a branch, a tag, or anything else
     * @param context in whose name credentials are searched; null for the source's own project
     * @return null if git is to be asked
     */
    @CheckForNull
    static SCMRevision find(
            @NonNull CodeupSCMSource source,
            @NonNull String name,
            @NonNull TaskListener listener,
            @CheckForNull Item context)
            throws InterruptedException {
        Item item = context == null ? source.getOwner() : context;
        if (item == null || name.matches("[0-9a-f]{7,64}")) {
            return null;
        }
        try {
            ApiAccess access =
                    new ApiAccess(source.getConnection(), source.getOrganizationId(), source.getApiCredentialsId());
            ApiRepository repository =
                    source.lookup().open(access.client(Purpose.SOURCE, source.repositoryRef(), item, listener));
            return repository == null ? null : find(repository, name, listener);
        } catch (IOException e) {
            listener.getLogger().println(Messages.NamedRevision_byGit(name, e.getMessage()));
            return null;
        }
    }

    private static SCMRevision find(ApiRepository repository, String name, TaskListener listener)
            throws IOException, InterruptedException {
        Branch branch = repository.branch(name).orElse(null);
        if (branch != null) {
            listener.getLogger().println(Messages.NamedRevision_branch(name, branch.commit()));
            return new GitBranchSCMRevision(new GitBranchSCMHead(name), branch.commit());
        }
        Tag tag = repository.tag(name).orElse(null);
        if (tag == null) {
            return null;
        }
        listener.getLogger().println(Messages.NamedRevision_tag(name, tag.commit()));
        Instant time = tag.committedAt();
        return new GitTagSCMRevision(new GitTagSCMHead(name, time == null ? 0 : time.toEpochMilli()), tag.commit());
    }
}
