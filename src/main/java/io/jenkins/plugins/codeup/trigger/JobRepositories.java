package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.ExtensionList;
import hudson.model.Job;
import java.util.List;

/** Where a job's sources are, as far as any plugin here knows. */
public final class JobRepositories {

    private JobRepositories() {}

    /**
     * @return URLs without variables in them; none where the job does not say
     */
    @NonNull
    public static List<String> of(@NonNull Job<?, ?> job) {
        return ExtensionList.lookup(JobSources.class).stream()
                .flatMap(sources -> sources.urls(job).stream())
                .filter(url -> !url.contains("$"))
                .toList();
    }
}
