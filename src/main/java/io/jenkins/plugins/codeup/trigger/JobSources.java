package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.ExtensionPoint;
import hudson.model.Action;
import hudson.model.Job;
import io.jenkins.plugins.codeup.delivery.Delivery;
import java.util.List;

/** What a source control plugin knows of a job: where its sources are, and how to build a certain commit of them. */
public interface JobSources extends ExtensionPoint {

    /**
     * @return the URLs of the job's repositories; none where it has no sources of this kind
     */
    @NonNull
    List<String> urls(@NonNull Job<?, ?> job);

    /**
     * @param commit what is to be built
     * @param place see {@link CodeupBuildAction#place()}
     * @return what makes a build of the job check out that commit; none where it has no such sources
     */
    @NonNull
    List<Action> actions(
            @NonNull Job<?, ?> job, @NonNull Delivery delivery, @NonNull String commit, @NonNull String place);
}
