package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Job;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.scm.CodeupSCMSource;
import io.jenkins.plugins.codeup.scm.MultibranchTrigger;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import io.jenkins.plugins.codeup.trigger.JobSources;
import java.util.List;
import jenkins.branch.MultiBranchProject;
import jenkins.plugins.git.AbstractGitSCMSource;
import jenkins.plugins.git.GitSCMSource;
import jenkins.scm.api.SCMSource;

/**
 * Where an item's repositories come from.
 *
 * @param stated the repository that its trigger names, or null for those of its sources
 * @param any whether it has sources, of any kind
 * @param own those of its sources that are at Codeup
 */
record RepositoryOrigin(
        @CheckForNull String stated, boolean any, @NonNull List<RepositoryRef> own) {

    /**
     * @param trigger the job's, or null to leave out what it names
     */
    @NonNull
    static RepositoryOrigin of(@NonNull Job<?, ?> job, @CheckForNull CodeupTrigger trigger) {
        JobSources sources = JobSources.of(job);
        String stated = trigger == null ? null : trigger.getRepository();
        return new RepositoryOrigin(stated, sources.any(), atCodeup(sources.urls()));
    }

    /**
     * @param trigger the project's, or null
     */
    @NonNull
    static RepositoryOrigin of(@NonNull MultiBranchProject<?, ?> project, @CheckForNull MultibranchTrigger trigger) {
        String stated = trigger == null ? null : trigger.getRepository();
        List<SCMSource> sources = project.getSCMSources();
        if (sources.size() == 1 && sources.get(0) instanceof CodeupSCMSource codeup) {
            return new RepositoryOrigin(stated, true, List.of(RepositoryRef.parse(codeup.identity())));
        }
        List<String> urls = sources.stream()
                .filter(source -> source instanceof GitSCMSource || source instanceof CodeupSCMSource)
                .map(source -> ((AbstractGitSCMSource) source).getRemote())
                .toList();
        return new RepositoryOrigin(stated, true, atCodeup(urls));
    }

    /** The repositories that the configuration names. */
    @NonNull
    List<RepositoryRef> repositories() {
        return stated == null ? own : List.of(RepositoryRef.parse(stated));
    }

    @NonNull
    static List<RepositoryRef> atCodeup(@NonNull List<String> urls) {
        return urls.stream()
                .filter(RepositoryOrigin::isAtCodeup)
                .map(RepositoryRef::parse)
                .distinct()
                .toList();
    }

    static boolean isAtCodeup(@NonNull String url) {
        return CodeupConfiguration.get().isAtCodeup(url);
    }

    static boolean isAmong(
            @NonNull List<RepositoryRef> all, @NonNull RepositoryRef one, @CheckForNull String organization) {
        return all.stream().anyMatch(other -> other.identity(organization).equals(one.identity(organization)));
    }
}
