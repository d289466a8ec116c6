package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Action;
import hudson.model.Job;
import hudson.model.TaskListener;
import io.jenkins.plugins.codeup.client.SourceReader.CommitText;
import io.jenkins.plugins.codeup.delivery.ChangeFilter;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.Delivery.MergeRequestInfo;
import io.jenkins.plugins.codeup.delivery.DeliveryFilter.Decision;
import io.jenkins.plugins.codeup.delivery.DeliveryFilter.Reason;
import io.jenkins.plugins.codeup.delivery.NamePatterns;
import io.jenkins.plugins.codeup.delivery.NamePatterns.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import jenkins.branch.Branch;
import jenkins.branch.BranchProjectFactory;
import jenkins.branch.MultiBranchProject;
import jenkins.plugins.git.AbstractGitSCMSource;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadEvent;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.mixin.TagSCMHead;
import jenkins.scm.api.trait.SCMTrait;

/**
 * Which of the revisions that scans and events find are built by themselves, as the source's behaviours say. The others keep
 * their jobs, which say why, and can be built by hand. Thread-safe.
 */
final class AutomaticBuilds {

    private final CodeupSCMSource source;
    /** The last decisions by the names of the heads, as Branch API asks twice. */
    private final Map<String, Decided> decided = new ConcurrentHashMap<>();

    private record Decided(
            SCMRevision revision,
            SCMHeadEvent<?> event,
            @CheckForNull HeldBack result) {}

    AutomaticBuilds(@NonNull CodeupSCMSource source) {
        this.source = source;
    }

    /** What the source's behaviours ask for. */
    private record Settings(
            boolean draftsWait,
            ChangeFilter changes,
            @CheckForNull PathsTrait paths,
            String text) {

        static Settings of(CodeupSCMSource source) {
            boolean drafts = SCMTrait.find(source.getTraits(), SkipDraftsTrait.class) != null;
            boolean skipCi = SCMTrait.find(source.getTraits(), SkipCiTrait.class) != null;
            IgnoredAuthorsTrait authors = SCMTrait.find(source.getTraits(), IgnoredAuthorsTrait.class);
            PathsTrait paths = SCMTrait.find(source.getTraits(), PathsTrait.class);
            String ignored = authors == null ? null : authors.getIgnoredAuthors();
            String included = paths == null ? null : paths.getPaths();
            String excluded = paths == null ? null : paths.getExcludedPaths();
            return new Settings(
                    drafts,
                    new ChangeFilter(
                            skipCi,
                            NamePatterns.of(Kind.AUTHORS, null, ignored),
                            NamePatterns.of(Kind.PATHS, included, excluded)),
                    paths,
                    drafts + " " + skipCi + " " + ignored + " " + included + " " + excluded);
        }

        boolean areNone() {
            return text.equals("false false null null null");
        }
    }

    /**
     * For the page of a branch or merge request.
     *
     * @param event null for a scan
     * @param listener gets a line if the newest revision is not built
     */
    @NonNull
    List<Action> ofHead(@NonNull SCMHead head, @CheckForNull SCMHeadEvent<?> event, @NonNull TaskListener listener)
            throws InterruptedException {
        SCMRevision revision = source.lookup().revision(head.getName());
        if (revision == null) {
            // nobody looks for changes now: what was said stays
            Job<?, ?> job = job(head);
            return job == null ? List.of() : List.copyOf(job.getActions(HeldBack.class));
        }
        return list(decide(revision, event, listener));
    }

    /** For a build of a revision. */
    @NonNull
    List<Action> ofRevision(
            @NonNull SCMRevision revision, @CheckForNull SCMHeadEvent<?> event, @NonNull TaskListener listener)
            throws InterruptedException {
        Decided before = decided.remove(revision.getHead().getName());
        return before != null && before.revision.equals(revision) && before.event == event
                ? list(before.result)
                : list(decide(revision, event, listener));
    }

    private static List<Action> list(@CheckForNull HeldBack result) {
        return result == null ? List.of() : List.of(result);
    }

    private HeldBack decide(SCMRevision revision, SCMHeadEvent<?> event, TaskListener listener)
            throws InterruptedException {
        Settings settings = Settings.of(source);
        SCMHead head = revision.getHead();
        if (settings.areNone() || head instanceof TagSCMHead) {
            return null;
        }
        HeldBack result = decide(settings, revision, event, listener);
        decided.put(head.getName(), new Decided(revision, event, result));
        if (result != null) {
            listener.getLogger().println(Messages.AutomaticBuilds_heldBack(head.getName(), result.getText()));
            if (event instanceof HeadEvent ours) {
                ours.heldBack(result.text());
            }
        }
        return result;
    }

    private HeldBack decide(Settings settings, SCMRevision revision, SCMHeadEvent<?> event, TaskListener listener)
            throws InterruptedException {
        SCMHead head = revision.getHead();
        Job<?, ?> job = job(head);
        SCMRevision built = job == null ? null : lastBuilt(job);
        if (revision.equals(built)) {
            return null;
        }
        String text = revision.toString();
        HeldBack before = job == null ? null : job.getAction(HeldBack.class);
        boolean known = before != null && before.isOf(text, settings.text);
        Delivery delivery = event != null && event.getPayload() instanceof Delivery payload ? payload : null;
        if (settings.draftsWait && head instanceof MergeRequestSCMHead one) {
            Boolean draft = isDraft(one, delivery);
            if (draft == null && known && before.isDraft()) {
                return before;
            }
            if (Boolean.TRUE.equals(draft)) {
                return new HeldBack(text, settings.text, Decision.of(Reason.DRAFT, one.getId()));
            }
        }
        if (known && !before.isDraft()) {
            // decided by the event that brought it, which a scan knows nothing of
            return before;
        }
        Decision excluded = settings.changes.excluded(texts(revision, delivery), authors(revision, delivery));
        if (excluded == null && settings.changes.needsFiles()) {
            excluded = excludedByFiles(settings, revision, built, listener);
        }
        return excluded == null ? null : new HeldBack(text, settings.text, excluded);
    }

    @CheckForNull
    private Job<?, ?> job(SCMHead head) {
        return source.getOwner() instanceof MultiBranchProject<?, ?> project
                ? project.getItemByBranchName(head.getName())
                : null;
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    private SCMRevision lastBuilt(Job job) {
        if (!(source.getOwner() instanceof MultiBranchProject project)) {
            return null;
        }
        BranchProjectFactory factory = project.getProjectFactory();
        Branch branch = factory.isProject(job) ? factory.getBranch(job) : null;
        // what was closed or deleted and is there again is built anew, whatever was built before
        return branch != null
                        && !(branch instanceof Branch.Dead)
                        && branch.getSourceId().equals(source.getId())
                ? factory.getRevision(job)
                : null;
    }

    /** By the delivery, else by the list that the scan has read; a single merge request does not tell. */
    @CheckForNull
    private Boolean isDraft(MergeRequestSCMHead head, @CheckForNull Delivery delivery) {
        MergeRequestInfo info = delivery == null ? null : delivery.mergeRequest();
        if (info != null && head.getId().equals(info.id())) {
            return info.draft();
        }
        var scanned = source.lookup().mergeRequest(head.number());
        return scanned == null ? null : scanned.draft();
    }

    @NonNull
    static String commit(@NonNull SCMRevision revision) {
        return revision instanceof MergeRequestSCMRevision one
                ? one.getSource().getHash()
                : revision instanceof AbstractGitSCMSource.SCMRevisionImpl one ? one.getHash() : "";
    }

    private List<String> texts(SCMRevision revision, @CheckForNull Delivery delivery) {
        List<String> texts = new ArrayList<>();
        CommitText about = source.lookup().about(commit(revision));
        Delivery.Commit pushed = delivery instanceof Delivery.Push push ? push.newest() : null;
        if (about != null && about.message() != null) {
            texts.add(about.message());
        } else if (pushed != null) {
            texts.add(pushed.message());
        }
        MergeRequestInfo info = delivery == null ? null : delivery.mergeRequest();
        if (revision.getHead() instanceof MergeRequestSCMHead head) {
            var scanned = source.lookup().mergeRequest(head.number());
            Stream.ofNullable(info).map(MergeRequestInfo::title).forEach(texts::add);
            Stream.ofNullable(scanned).map(one -> one.title()).forEach(texts::add);
        }
        return texts;
    }

    /** Whoever caused the event; for a scan the author of the commit. */
    private List<String> authors(SCMRevision revision, @CheckForNull Delivery delivery) {
        if (delivery != null) {
            return delivery.sender().names();
        }
        CommitText about = source.lookup().about(commit(revision));
        return about == null
                ? List.of()
                : Stream.of(about.authorName(), about.authorEmail())
                        .filter(name -> name != null)
                        .toList();
    }

    /** A call to Codeup. If that fails, the revision is built: a build too many is better than one too few. */
    @CheckForNull
    private Decision excludedByFiles(
            Settings settings, SCMRevision revision, @CheckForNull SCMRevision built, TaskListener listener)
            throws InterruptedException {
        String name = revision.getHead().getName();
        boolean request = revision.getHead() instanceof MergeRequestSCMHead;
        String from = request
                ? ((MergeRequestSCMHead) revision.getHead()).getTarget().getName()
                : built == null ? "" : commit(built);
        if (from.isEmpty()) {
            // all files of a new branch are new
            return null;
        }
        try {
            ApiRepository opened = source.open(listener);
            if (opened == null) {
                listener.getLogger()
                        .println(Messages.AutomaticBuilds_filesUnknown(name, Messages.CodeupSCMSource_byGit()));
                return null;
            }
            Collection<String> files = opened.reader().listChangedFiles(opened.id(), from, commit(revision), !request);
            return settings.changes.excludedFiles(files);
        } catch (IOException e) {
            listener.getLogger().println(Messages.AutomaticBuilds_filesUnknown(name, e.getMessage()));
            return null;
        }
    }
}
