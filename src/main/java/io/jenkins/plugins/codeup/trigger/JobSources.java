package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Job;
import hudson.plugins.git.GitSCM;
import hudson.scm.NullSCM;
import hudson.scm.SCM;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import java.util.Collection;
import java.util.List;
import jenkins.triggers.SCMTriggerItem;
import org.eclipse.jgit.transport.URIish;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * The sources that a job's configuration names. What the builds of a Pipeline check out is not among them: whoever writes
 * the Jenkinsfile decides that, and shared libraries are part of it.
 *
 * @param any whether there are some, of any kind
 * @param urls the URLs of those that git checks out, credentials included; without those that contain variables
 */
@Restricted(NoExternalUse.class)
public record JobSources(boolean any, @NonNull List<String> urls) {

    @NonNull
    public static JobSources of(@NonNull Job<?, ?> job) {
        List<? extends SCM> sources =
                scms(job).stream().filter(scm -> !(scm instanceof NullSCM)).toList();
        return new JobSources(!sources.isEmpty(), urls(sources));
    }

    private static Collection<? extends SCM> scms(Job<?, ?> job) {
        if (job instanceof WorkflowJob pipeline) {
            return pipeline.getDefinition() == null
                    ? List.of()
                    : pipeline.getDefinition().getSCMs();
        }
        SCMTriggerItem item = SCMTriggerItem.SCMTriggerItems.asSCMTriggerItem(job);
        return item == null ? List.of() : item.getSCMs();
    }

    /**
     * @param organizationId the organization of paths without one, or null
     * @return whether the repository is one of these; if there are none, the job's own configuration decides, so that any is
     */
    boolean isOwn(@NonNull RepositoryRef repository, @CheckForNull String organizationId) {
        String identity = repository.identity(organizationId);
        return !any
                || urls.stream()
                        .map(url -> RepositoryRef.parse(url).identity(organizationId))
                        .anyMatch(identity::equals);
    }

    /**
     * @return the URLs of those that git checks out, credentials included; without those that contain variables
     */
    @NonNull
    public static List<String> urls(@NonNull Collection<? extends SCM> scms) {
        return scms.stream()
                .filter(GitSCM.class::isInstance)
                .flatMap(scm -> ((GitSCM) scm).getRepositories().stream())
                .flatMap(remote -> remote.getURIs().stream())
                .map(URIish::toPrivateString)
                .filter(url -> !url.contains("$"))
                .toList();
    }
}
