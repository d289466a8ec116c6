package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.CauseAction;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.codeup.endpoint.DeliveryBuilds;
import io.jenkins.plugins.codeup.trigger.CodeupCause;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import jenkins.branch.BranchProjectFactory;
import jenkins.branch.MultiBranchProject;
import jenkins.model.Jenkins;
import jenkins.model.ParameterizedJobMixIn;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMRevisionAction;
import jenkins.scm.api.SCMSource;

/**
 * Starts builds that Jenkins lost with its queue: branch-api notes a revision as built when its build is scheduled, and does
 * not schedule it again.
 */
final class LostRevisions {

    private static final Logger LOGGER = Logger.getLogger(LostRevisions.class.getName());
    /** How many builds of a branch are searched for a revision. */
    private static final int MAX_BUILDS = 20;

    private LostRevisions() {}

    /**
     * @param project a full name
     * @param event that was processed before Jenkins was stopped, or may have been, and now again
     * @param deliveries the ids of those that the builds are made for
     */
    static void schedule(@NonNull String project, @NonNull HeadEvent event, @NonNull List<String> deliveries) {
        if (Jenkins.get().getItemByFullName(project) instanceof MultiBranchProject<?, ?> owner) {
            for (SCMSource source : owner.getSCMSources()) {
                Set<String> names = event.heads(source).keySet().stream()
                        .map(SCMHead::getName)
                        .collect(Collectors.toSet());
                for (String name : names) {
                    schedule(owner, source, owner.getItemByBranchName(name), event, deliveries);
                }
            }
        }
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    private static void schedule(
            MultiBranchProject<?, ?> owner,
            SCMSource source,
            @CheckForNull Job<?, ?> job,
            HeadEvent event,
            List<String> deliveries) {
        BranchProjectFactory factory = owner.getProjectFactory();
        if (job == null
                || !job.isBuildable()
                || DeliveryBuilds.isInQueue(job)
                || !factory.getBranch(job).getSourceId().equals(source.getId())) {
            return;
        }
        SCMRevision noted = factory.getRevision(job);
        if (noted != null && !isBuilt(job, source, noted)) {
            LOGGER.log(Level.INFO, "{0} of {1} was lost with the queue and is scheduled again", new Object[] {
                noted, job.getFullName()
            });
            ParameterizedJobMixIn.scheduleBuild2(
                    job,
                    -1,
                    new CauseAction(new CodeupCause(event.getPayload(), deliveries)),
                    new SCMRevisionAction(source, noted));
        }
    }

    private static boolean isBuilt(Job<?, ?> job, SCMSource source, SCMRevision revision) {
        int searched = 0;
        for (Run<?, ?> run : job.getBuilds()) {
            SCMRevision built = SCMRevisionAction.getRevision(source, run);
            // a build that is beginning has no revision yet; it will be the newest one
            if (revision.equals(built) || built == null && run.isBuilding()) {
                return true;
            }
            if (++searched == MAX_BUILDS) {
                break;
            }
        }
        return false;
    }
}
