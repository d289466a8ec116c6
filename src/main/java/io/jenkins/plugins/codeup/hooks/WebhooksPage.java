package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.model.ManagementLink;
import hudson.security.Permission;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.verb.POST;

/** "Codeup webhooks" among the things to manage: how far the background has come, and what it can't do. */
@Extension
public final class WebhooksPage extends ManagementLink implements StaplerProxy {

    static final String URL_NAME = "codeup-webhooks";

    /** What stands in the way of an item's hook, as it is shown. */
    public static final class Row {

        private final HookRecord record;
        private final HookProblem problem;

        Row(HookRecord record) {
            this.record = record;
            this.problem = Objects.requireNonNull(record.problem());
        }

        @NonNull
        public String getId() {
            return record.id();
        }

        @NonNull
        public String getItem() {
            return record.item();
        }

        /**
         * @return the item's page, or null if it is gone and only its hook is left
         */
        @CheckForNull
        public String getUrl() {
            Item item = PresentItems.find(record.id());
            return item == null ? null : item.getUrl();
        }

        @CheckForNull
        public String getRepository() {
            return problem.repository();
        }

        @NonNull
        public String getWhat() {
            return problem.what();
        }

        @NonNull
        public String getAdvice() {
            return HookStates.advice(problem);
        }

        @NonNull
        public String getSince() {
            return HookStates.time(problem.since());
        }

        public int getAttempts() {
            return problem.attempts();
        }

        public boolean isIgnored() {
            return problem.ignored();
        }
    }

    /**
     * @return the oldest first, those to be ignored at the end
     */
    @NonNull
    public List<Row> getProblems() {
        return Hooks.get().ledger().all().stream()
                .filter(record -> record.problem() != null)
                .sorted(Comparator.comparing(
                                (HookRecord record) -> record.problem().ignored())
                        .thenComparing(record -> record.problem().since()))
                .map(Row::new)
                .toList();
    }

    public int getWaiting() {
        return Hooks.get().queue().waiting();
    }

    public int getRunning() {
        return Hooks.get().queue().running();
    }

    public long getDone() {
        return Hooks.get().queue().done();
    }

    /**
     * @return how many hooks are there as far as it is known
     */
    public long getHooks() {
        return Hooks.get().ledger().all().stream()
                .flatMap(record -> record.places().stream())
                .filter(place -> place.webhookId() != null)
                .count();
    }

    /**
     * @return when all were last looked at, or null if they were not since the start
     */
    @CheckForNull
    public String getLastLook() {
        long millis = Hooks.get().lastLook();
        return millis == 0 ? null : HookStates.time(millis);
    }

    /** "Re-register all": looks at every hook now and makes right what is not. */
    @POST
    public HttpResponse doRegisterAll() {
        Jenkins.get().checkPermission(Jenkins.MANAGE);
        Hooks.get().lookAtAll(Duration.ZERO);
        return HttpResponses.redirectToDot();
    }

    /** Tries again what failed for an item. */
    @POST
    public HttpResponse doRetry(@QueryParameter String id) {
        Jenkins.get().checkPermission(Jenkins.MANAGE);
        HookRecord record = Hooks.get().ledger().get(id);
        if (record != null) {
            Hooks.get().retry(record);
        }
        return HttpResponses.redirectToDot();
    }

    /** Raises no alarm any more for an item, until it fails for another reason; one that is gone is forgotten. */
    @POST
    public HttpResponse doIgnore(@QueryParameter String id) {
        Jenkins.get().checkPermission(Jenkins.MANAGE);
        boolean gone = PresentItems.find(id) == null;
        Hooks.get().ledger().update(id, record -> {
            boolean hasProblem = record != null && record.problem() != null;
            return hasProblem ? (gone ? null : record.with(record.problem().toBeIgnored())) : record;
        });
        return HttpResponses.redirectToDot();
    }

    @Override
    public Object getTarget() {
        Jenkins.get().checkPermission(Jenkins.MANAGE);
        return this;
    }

    @Override
    public Permission getRequiredPermission() {
        return Jenkins.MANAGE;
    }

    @Override
    public Category getCategory() {
        return Category.STATUS;
    }

    @Override
    public String getIconFileName() {
        return "symbol-link";
    }

    @Override
    public String getDisplayName() {
        return Messages.WebhooksPage_displayName();
    }

    @Override
    public String getDescription() {
        return Messages.WebhooksPage_description();
    }

    @Override
    public String getUrlName() {
        return URL_NAME;
    }
}
