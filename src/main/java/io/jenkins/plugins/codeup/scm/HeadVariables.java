package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Extension;
import hudson.model.EnvironmentContributor;
import hudson.model.InvisibleAction;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.codeup.client.MergeRequest;
import io.jenkins.plugins.codeup.trigger.BuildVariables;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import jenkins.branch.MultiBranchProject;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMRevisionAction;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.metadata.ObjectMetadataAction;
import jenkins.scm.api.mixin.TagSCMHead;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * The {@code CODEUP_*} variables that tell what a build of a branch, tag or merge request builds, whoever started it. Those
 * of the event that started it come from {@link FoundRevision}.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class HeadVariables extends EnvironmentContributor {

    @Override
    public void buildEnvironmentFor(@NonNull Run run, @NonNull EnvVars environment, @NonNull TaskListener listener) {
        Job<?, ?> job = run.getParent();
        if (!(job.getParent() instanceof MultiBranchProject)
                || !(SCMSource.SourceByItem.findSource(job) instanceof CodeupSCMSource source)) {
            return;
        }
        BuildVariables variables = new BuildVariables();
        RepositoryLocation location = source.lookup().known();
        variables.put("REPOSITORY", location == null ? null : location.webUrl());
        SCMRevision revision = SCMRevisionAction.getRevision(source, run);
        variables.put("COMMIT", revision == null ? null : AutomaticBuilds.commit(revision));
        SCMHead head = SCMHead.HeadByItem.findHead(job);
        if (head instanceof MergeRequestSCMHead request) {
            put(variables, job, request);
        } else if (head != null) {
            variables.put(head instanceof TagSCMHead ? "TAG" : "BRANCH", head.getName());
        }
        BuildVariables.contribute(variables.values(), run, environment);
    }

    private static void put(BuildVariables variables, Job<?, ?> job, MergeRequestSCMHead head) {
        String branch = head.isPushed() ? null : head.getOriginName();
        variables.put("BRANCH", branch);
        variables.put("MERGE_REQUEST_ID", head.getId());
        variables.put("MERGE_REQUEST_SOURCE", branch);
        variables.put("MERGE_REQUEST_TARGET", head.getTarget().getName());
        ObjectMetadataAction object = job.getAction(ObjectMetadataAction.class);
        if (object != null) {
            variables.put("MERGE_REQUEST_TITLE", object.getObjectDisplayName());
            variables.put("MERGE_REQUEST_URL", object.getObjectUrl());
        }
        Details details = job.getAction(Details.class);
        if (details != null) {
            variables.put("MERGE_REQUEST_DESCRIPTION", details.description);
            variables.put("MERGE_REQUEST_LABELS", details.labels);
            variables.put("MERGE_REQUEST_REVIEWERS", details.reviewers);
        }
    }

    /** What else Codeup told of a merge request at its last scan or event. Stored with its job. */
    static final class Details extends InvisibleAction implements Serializable {

        private static final long serialVersionUID = 1;
        private static final int MAX_DESCRIPTION = 1_000;

        private final String description;
        private final String labels;
        private final String reviewers;

        Details(@NonNull MergeRequest one) {
            description = cut(one.description());
            labels = join(one.labels());
            reviewers = join(one.reviewers());
        }

        private static String cut(@CheckForNull String text) {
            return text == null || text.length() <= MAX_DESCRIPTION ? text : text.substring(0, MAX_DESCRIPTION);
        }

        private static String join(List<String> names) {
            return names.isEmpty() ? null : String.join(",", names);
        }

        boolean isEmpty() {
            return description == null && labels == null && reviewers == null;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Details that
                    && Objects.equals(description, that.description)
                    && Objects.equals(labels, that.labels)
                    && Objects.equals(reviewers, that.reviewers);
        }

        @Override
        public int hashCode() {
            return Objects.hash(description, labels, reviewers);
        }
    }
}
