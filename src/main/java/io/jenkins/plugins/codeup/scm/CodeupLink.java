package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Action;
import hudson.model.Actionable;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.codeup.trigger.CodeupCause;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import jenkins.branch.MultiBranchProject;
import jenkins.branch.OrganizationFolder;
import jenkins.model.TransientActionFactory;
import jenkins.model.details.Detail;
import jenkins.model.details.DetailFactory;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMRevisionAction;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.metadata.ObjectMetadataAction;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** A link to a page in Codeup beside an organization folder, a project, a branch, a merge request, a job or a build. */
@Restricted(NoExternalUse.class)
public final class CodeupLink implements Action {

    private static final int SHORT_HASH = 8;

    private final String name;
    private final String url;

    private CodeupLink(String name, String url) {
        this.name = name;
        this.url = url;
    }

    @Override
    public String getIconFileName() {
        return CodeupSCMNavigator.ICON;
    }

    @Override
    public String getDisplayName() {
        return name;
    }

    @Override
    public String getUrlName() {
        return url;
    }

    /** None if there is no http or https URL. */
    private static List<CodeupLink> list(String name, @CheckForNull String url) {
        String page = MetadataActions.web(url);
        return page == null ? List.of() : List.of(new CodeupLink(name, page));
    }

    private static String objectUrl(Actionable of) {
        ObjectMetadataAction object = of.getAction(ObjectMetadataAction.class);
        return object == null ? null : object.getObjectUrl();
    }

    private static List<CodeupLink> ofJob(Job<?, ?> job) {
        if (job.getParent() instanceof MultiBranchProject) {
            boolean codeup = SCMSource.SourceByItem.findSource(job) instanceof CodeupSCMSource;
            String name = SCMHead.HeadByItem.findHead(job) instanceof MergeRequestSCMHead head
                    ? Messages.CodeupLink_mergeRequest(head.getId())
                    : Messages.CodeupLink_branch();
            return codeup ? list(name, objectUrl(job)) : List.of();
        }
        CodeupTrigger trigger = CodeupTrigger.of(job);
        String stated = trigger == null ? null : RepositoryPage.of(trigger.getRepository());
        return list(Messages.CodeupLink_repository(), stated == null ? RepositoryPage.of(job) : stated);
    }

    private static List<CodeupLink> ofRun(Run<?, ?> run) {
        Job<?, ?> job = run.getParent();
        if (!(job.getParent() instanceof MultiBranchProject)) {
            CodeupCause cause = run.getCause(CodeupCause.class);
            return cause == null ? List.of() : list(Messages.CodeupLink_event(), cause.getUrl());
        }
        if (!(SCMSource.SourceByItem.findSource(job) instanceof CodeupSCMSource source)) {
            return List.of();
        }
        List<CodeupLink> links = new ArrayList<>();
        SCMRevision revision = SCMRevisionAction.getRevision(source, run);
        RepositoryLocation location = source.lookup().known();
        String page = location == null ? null : location.webUrl();
        if (revision != null && page != null) {
            String commit = AutomaticBuilds.commit(revision);
            links.addAll(list(
                    Messages.CodeupLink_commit(commit.substring(0, Math.min(SHORT_HASH, commit.length()))),
                    page + "/commit/" + commit));
        }
        if (SCMHead.HeadByItem.findHead(job) instanceof MergeRequestSCMHead) {
            links.addAll(ofJob(job));
        }
        return links;
    }

    /** Links of organization folders. */
    @Extension
    @Restricted(NoExternalUse.class)
    public static final class OfFolders extends Factory<OrganizationFolder> {

        public OfFolders() {
            super(OrganizationFolder.class);
        }

        @Override
        public Collection<? extends Action> createFor(@NonNull OrganizationFolder folder) {
            return folder.getNavigators().get(CodeupSCMNavigator.class) == null
                    ? List.of()
                    : list(Messages.CodeupLink_organization(), objectUrl(folder));
        }
    }

    /** Links of multibranch projects. */
    @Extension
    @Restricted(NoExternalUse.class)
    @SuppressWarnings("rawtypes")
    public static final class OfProjects extends Factory<MultiBranchProject> {

        public OfProjects() {
            super(MultiBranchProject.class);
        }

        @Override
        public Collection<? extends Action> createFor(@NonNull MultiBranchProject project) {
            return ((MultiBranchProject<?, ?>) project)
                            .getSCMSources().stream().anyMatch(CodeupSCMSource.class::isInstance)
                    ? list(Messages.CodeupLink_repository(), objectUrl(project))
                    : List.of();
        }
    }

    /** Links of jobs. */
    @Extension
    @Restricted(NoExternalUse.class)
    @SuppressWarnings("rawtypes")
    public static final class OfJobs extends Factory<Job> {

        public OfJobs() {
            super(Job.class);
        }

        @Override
        public Collection<? extends Action> createFor(@NonNull Job job) {
            return ofJob(job);
        }
    }

    /** Links of builds. */
    @Extension
    @Restricted(NoExternalUse.class)
    @SuppressWarnings("rawtypes")
    public static final class OfBuilds extends Factory<Run> {

        public OfBuilds() {
            super(Run.class);
        }

        @Override
        public Collection<? extends Action> createFor(@NonNull Run run) {
            return ofRun(run);
        }
    }

    /** Asked only where links are wanted, so that links may ask for other actions. */
    private abstract static class Factory<T extends Actionable> extends TransientActionFactory<T> {

        private final Class<T> type;

        Factory(Class<T> type) {
            this.type = type;
        }

        @Override
        public Class<T> type() {
            return type;
        }

        @Override
        public Class<? extends Action> actionType() {
            return CodeupLink.class;
        }
    }

    /** The same among the details of a build. */
    @Extension
    @Restricted(NoExternalUse.class)
    @SuppressWarnings("rawtypes")
    public static final class Details extends DetailFactory<Run> {

        @Override
        public Class<Run> type() {
            return Run.class;
        }

        @Override
        public List<? extends Detail> createFor(@NonNull Run run) {
            return ofRun(run).stream().map(link -> new LinkDetail(run, link)).toList();
        }
    }

    private static final class LinkDetail extends Detail {

        private final CodeupLink link;

        LinkDetail(Run<?, ?> run, CodeupLink link) {
            super(run);
            this.link = link;
        }

        @Override
        public String getIconClassName() {
            return link.getIconFileName();
        }

        @Override
        public String getDisplayName() {
            return link.getDisplayName();
        }

        @Override
        public String getLink() {
            return link.getUrlName();
        }
    }
}
