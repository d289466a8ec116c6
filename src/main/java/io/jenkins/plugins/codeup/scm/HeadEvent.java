package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.Cause;
import hudson.scm.SCM;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.delivery.DeliveredRepository;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.Delivery.MergeRequestInfo;
import io.jenkins.plugins.codeup.trigger.CodeupCause;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.branch.MultiBranchProject;
import jenkins.plugins.git.AbstractGitSCMSource;
import jenkins.plugins.git.GitBranchSCMHead;
import jenkins.plugins.git.GitBranchSCMRevision;
import jenkins.plugins.git.GitSCMSource;
import jenkins.plugins.git.GitSCMSourceContext;
import jenkins.plugins.git.GitTagSCMHead;
import jenkins.plugins.git.GitTagSCMRevision;
import jenkins.scm.api.SCMEventListener;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadEvent;
import jenkins.scm.api.SCMHeadObserver;
import jenkins.scm.api.SCMHeadOrigin;
import jenkins.scm.api.SCMNavigator;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.mixin.ChangeRequestCheckoutStrategy;
import jenkins.scm.api.trait.SCMHeadPrefilter;
import org.jvnet.localizer.Localizable;

/** An event for the sources of one project: the one whose webhook brought it. Others have webhooks of their own. */
abstract class HeadEvent extends SCMHeadEvent<Delivery> {

    private static final Logger LOGGER = Logger.getLogger(HeadEvent.class.getName());

    private final String project;
    private final DeliveredRepository repository;
    private List<String> deliveries = List.of();
    private boolean update;
    private CodeupException problem;
    private volatile Localizable heldBack;

    HeadEvent(@NonNull Type type, @NonNull MultiBranchProject<?, ?> project, @NonNull Delivery delivery) {
        super(type, delivery, "Codeup");
        this.project = project.getFullName();
        this.repository = delivery.repository();
    }

    /** Whether the source is in this project and has the delivery's repository. */
    boolean concerns(@NonNull SCMSource source) {
        return (source instanceof GitSCMSource || source instanceof CodeupSCMSource)
                && repository != null
                && source.getOwner() instanceof MultiBranchProject<?, ?> owner
                && owner.getFullName().equals(project)
                && repository.isAt(((AbstractGitSCMSource) source).getRemote());
    }

    /** Whether the delivery has the number of the source's repository, but none of its URLs. */
    boolean isRenamed(@NonNull SCMSource source) {
        return source instanceof CodeupSCMSource codeup
                && repository != null
                && !repository.urls().isEmpty()
                && codeup.lookup().isNumbered(repository.id())
                && !repository.isAt(codeup.getRemote());
    }

    /**
     * Fires the event in this thread, other than {@link #fireNow}: when it returns, all sources have processed it
     * and the builds are in the queue.
     *
     * @param ids the deliveries that the event stands for; its builds name them
     */
    void process(@NonNull List<String> ids) {
        deliveries = List.copyOf(ids);
        problem = null;
        heldBack = null;
        new Dispatching(this).run();
    }

    /** Called by a source whose calls to Codeup failed for the event: Branch API only writes that into a log. */
    void failed(@NonNull CodeupException e) {
        problem = e;
    }

    /**
     * @return why the event was not processed to its end, or null if it was
     */
    @CheckForNull
    CodeupException problem() {
        return problem;
    }

    /** Called by a source that finds a revision which is not built. */
    void heldBack(@NonNull Localizable why) {
        heldBack = why;
    }

    /**
     * @return what the event did, for the page of the project
     */
    @NonNull
    Localizable result() {
        Localizable why = heldBack;
        return why == null
                ? Messages._MultibranchDeliveryHandler_checking(headName())
                : Messages._MultibranchDeliveryHandler_heldBack(headName(), why);
    }

    @Override
    public Cause[] asCauses() {
        return new Cause[] {new CodeupCause(getPayload(), deliveries)};
    }

    /**
     * Makes a creation an update, which covers both: branch-api ignores the creation of a head that has a job. The job
     * may be left from a deletion that was folded into this event, or from before a crash.
     */
    void makeUpdate() {
        update = true;
    }

    @Override
    public Type getType() {
        return update && super.getType() == Type.CREATED ? Type.UPDATED : super.getType();
    }

    private static final class Dispatching extends Dispatcher<SCMHeadEvent<?>> {

        Dispatching(SCMHeadEvent<?> event) {
            super(event);
        }

        @Override
        protected void fire(SCMEventListener listener, SCMHeadEvent<?> event) {
            listener.onSCMHeadEvent(event);
        }

        @Override
        protected void log(SCMEventListener listener, Throwable problem) {
            LOGGER.log(Level.WARNING, listener + " failed at an event from Codeup", problem);
        }
    }

    /**
     * @return the same text for events of which only the newest has to be processed: those of one branch, tag or
     *     merge request
     */
    @NonNull
    String foldKey() {
        return getClass().getSimpleName() + " " + headName();
    }

    /**
     * @return the name of the branch or tag, or the number of the merge request, for people
     */
    @NonNull
    abstract String headName();

    @Override
    public String getSourceName() {
        return repository == null ? "" : Util.fixNull(repository.name());
    }

    @Override
    public String descriptionFor(SCMSource source) {
        return "Codeup: " + headName();
    }

    @Override
    public boolean isMatch(SCMNavigator navigator) {
        return false;
    }

    @Override
    public boolean isMatch(SCM scm) {
        return false;
    }

    static boolean isExcluded(List<SCMHeadPrefilter> prefilters, SCMSource source, SCMHead head) {
        return prefilters.stream().anyMatch(filter -> filter.isExcluded(source, head));
    }

    /** A pushed branch or tag; a source whose traits exclude it ignores the event. */
    static final class PushEvent extends HeadEvent {

        private final SCMHead head;
        private final SCMRevision revision;

        PushEvent(@NonNull MultiBranchProject<?, ?> project, @NonNull Delivery.Push push, @NonNull String name) {
            super(type(push.before(), push.deleted()), project, push);
            GitBranchSCMHead branch = new GitBranchSCMHead(name);
            this.head = branch;
            String commit = push.after();
            this.revision = commit == null ? null : new GitBranchSCMRevision(branch, commit);
        }

        PushEvent(@NonNull MultiBranchProject<?, ?> project, @NonNull Delivery.TagPush push) {
            super(type(push.before(), push.deleted()), project, push);
            GitTagSCMHead tag = new GitTagSCMHead(push.tag(), getTimestamp());
            this.head = tag;
            String commit = push.after();
            this.revision = commit == null ? null : new GitTagSCMRevision(tag, commit);
        }

        private static Type type(String before, boolean deleted) {
            if (deleted) {
                return Type.REMOVED;
            }
            return before == null ? Type.CREATED : Type.UPDATED;
        }

        @Override
        public Map<SCMHead, SCMRevision> heads(SCMSource source) {
            if (!concerns(source)) {
                return Map.of();
            }
            GitSCMSourceContext<?, ?> context = new GitSCMSourceContext<>(null, SCMHeadObserver.none());
            context.withTraits(((AbstractGitSCMSource) source).getTraits());
            boolean wanted = head instanceof GitTagSCMHead ? context.wantTags() : context.wantBranches();
            return wanted && !isExcluded(context.prefilters(), source, head)
                    ? Collections.singletonMap(head, revision)
                    : Map.of();
        }

        @Override
        String headName() {
            return head.getName();
        }

        @Override
        String foldKey() {
            return head.getClass().getSimpleName() + " " + head.getName();
        }
    }

    /** A changed merge request; a source whose traits exclude it ignores the event. */
    static final class MergeRequestEvent extends HeadEvent {

        private final MergeRequestInfo info;

        MergeRequestEvent(@NonNull MultiBranchProject<?, ?> project, @NonNull Delivery.MergeRequest request) {
            super(type(Util.fixNull(request.info().action())), project, request);
            this.info = request.info();
        }

        private static Type type(String action) {
            return switch (action) {
                case "open", "reopen" -> Type.CREATED;
                case "close", "merge" -> Type.REMOVED;
                default -> Type.UPDATED;
            };
        }

        @Override
        boolean concerns(SCMSource source) {
            return source instanceof CodeupSCMSource && super.concerns(source);
        }

        /**
         * The heads have only number, name and branches, and no revision: a delivery does not show the target branch's
         * commit, and the source asks Codeup for the rest.
         */
        @Override
        public Map<SCMHead, SCMRevision> heads(SCMSource source) {
            Map<SCMHead, SCMRevision> heads = new HashMap<>();
            String id = Util.fixNull(info.id());
            if (!concerns(source) || !id.matches("[0-9]{1,18}")) {
                return heads;
            }
            long number = Long.parseLong(id);
            CodeupSCMSourceContext context = new CodeupSCMSourceContext(null, SCMHeadObserver.none(), null)
                    .withTraits(((CodeupSCMSource) source).getTraits());
            Set<ChangeRequestCheckoutStrategy> strategies = context.strategies(info.fromFork());
            for (ChangeRequestCheckoutStrategy strategy : strategies) {
                SCMHead head = new MergeRequestSCMHead(
                        HeadDiscovery.jobName(number, strategy, strategies.size() > 1),
                        number,
                        Util.fixNull(info.target()),
                        strategy,
                        info.fromFork() ? new SCMHeadOrigin.Fork("") : SCMHeadOrigin.DEFAULT,
                        info.madeByPush() ? MergeRequestSCMHead.pushedName(number) : Util.fixNull(info.source()),
                        RepositoryLocation.unknown(),
                        null);
                if (!isExcluded(context.prefilters(), source, head)) {
                    heads.put(head, null);
                }
            }
            return heads;
        }

        @Override
        String headName() {
            return "!" + Util.fixNull(info.id());
        }
    }
}
