package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Item;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.codeup.hooks.ManagedItem.Problem;
import io.jenkins.plugins.codeup.hooks.ManagedItem.RepositoryKey;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import jenkins.model.Jenkins;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** Manage Jenkins, Codeup webhooks: the progress of the {@link WebhookManager} and its problems. */
@Extension
@Restricted(NoExternalUse.class)
public final class WebhooksPage extends ManagePage {

    private static final Comparator<ManagedItem> IGNORED_LAST_THEN_OLDEST_FIRST = Comparator.comparing(
                    (ManagedItem managed) -> problem(managed).ignored())
            .thenComparing(managed -> problem(managed).since());

    public WebhooksPage() {
        super("codeup-webhooks", Jenkins.MANAGE, Category.STATUS);
    }

    /** One item's problem, as it is shown. */
    @Restricted(NoExternalUse.class)
    public static final class Row {

        private final ManagedItem managed;
        private final Problem problem;

        Row(ManagedItem managed) {
            this.managed = managed;
            this.problem = problem(managed);
        }

        @NonNull
        public String getId() {
            return managed.id();
        }

        @NonNull
        public String getItem() {
            return managed.item();
        }

        /**
         * @return the item's page, or null if the item is gone and only its webhook is left
         */
        @CheckForNull
        public String getUrl() {
            return url(managed);
        }

        @CheckForNull
        public String getRepository() {
            return problem.repository();
        }

        /**
         * @return what happened, in the reader's language as far as it is not Codeup's own message
         */
        @NonNull
        public String getReason() {
            String mistake = problem.kind() == null ? mistake() : null;
            return mistake == null ? problem.describe(LocaleProvider.getLocale()) : mistake;
        }

        /** What is still wrong in the configuration, found once more, as what was stored is in Jenkins's own language. */
        private String mistake() {
            try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
                Item item = WebhookManager.findItem(managed.id());
                List<RepositoryKey> keys = new ArrayList<>();
                managed.webhooks().forEach(webhook -> keys.add(webhook.key()));
                if (item != null) {
                    DesiredWebhooks.of(item).targets().forEach(target -> keys.add(target.key()));
                }
                for (RepositoryKey key : keys) {
                    if (key.repository().equals(problem.repository())) {
                        RepositoryReconciliation.client(key, null);
                    }
                }
                return null;
            } catch (IllegalArgumentException | IllegalStateException e) {
                return e.getMessage();
            } catch (IOException e) {
                return null;
            }
        }

        @NonNull
        public String getAdvice() {
            return problem.advice(LocaleProvider.getLocale());
        }

        @NonNull
        public Date getSince() {
            return new Date(problem.since());
        }

        public int getAttempts() {
            return problem.attempts();
        }

        public boolean isIgnored() {
            return problem.ignored();
        }
    }

    @CheckForNull
    static String url(@NonNull ManagedItem managed) {
        Item item = WebhookManager.findItem(managed.id());
        return item == null ? null : item.getUrl();
    }

    private static Problem problem(ManagedItem managed) {
        return Objects.requireNonNull(managed.problem());
    }

    /**
     * @return those of items that the user may read, the oldest first, ignored ones at the end
     */
    @NonNull
    public List<Row> getProblems() {
        return WebhookManager.get().store().all().stream()
                .filter(managed -> managed.problem() != null)
                .filter(WebhooksPage::mayRead)
                .sorted(IGNORED_LAST_THEN_OLDEST_FIRST)
                .map(Row::new)
                .toList();
    }

    /**
     * @return how many problems there are of items that the user may not read
     */
    public long getHidden() {
        return WebhookManager.get().store().all().stream()
                .filter(managed -> managed.problem() != null && !mayRead(managed))
                .count();
    }

    /** Whoever manages Jenkins need not see all items. The name of an item that is gone is for administrators. */
    private static boolean mayRead(ManagedItem managed) {
        Item item = WebhookManager.findItem(managed.id());
        return item == null ? Jenkins.get().hasPermission(Jenkins.ADMINISTER) : item.hasPermission(Item.READ);
    }

    /**
     * @return the managed webhooks of items that the user may read, a page of them
     */
    @NonNull
    public ManagedWebhooks getManaged() {
        StaplerRequest2 request = Stapler.getCurrentRequest2();
        String page = request == null ? null : request.getParameter("page");
        List<ManagedItem> readable = WebhookManager.get().store().all().stream()
                .filter(WebhooksPage::mayRead)
                .toList();
        return ManagedWebhooks.of(readable, page);
    }

    /**
     * @return how other ways than webhooks go, one sentence each
     */
    @NonNull
    public List<String> getOtherEvents() {
        return ExtensionList.lookup(OtherEvents.class).stream()
                .flatMap(one -> one.overview().stream())
                .toList();
    }

    /**
     * @return how many repositories wait
     */
    public int getWaiting() {
        return WebhookManager.get().queue().waiting();
    }

    public int getRunning() {
        return WebhookManager.get().queue().running();
    }

    public long getProcessed() {
        return WebhookManager.get().queue().processed();
    }

    /**
     * @return how many managed webhooks exist, as far as Jenkins knows
     */
    public long getWebhooks() {
        return WebhookManager.get().store().all().stream()
                .flatMap(managed -> managed.webhooks().stream())
                .filter(webhook -> webhook.webhookId() != null)
                .count();
    }

    /**
     * @return how many of them were checked since the last full check began
     */
    public long getChecked() {
        long begun = WebhookManager.get().lastFullCheck();
        return WebhookManager.get().store().all().stream()
                .flatMap(managed -> managed.webhooks().stream()
                        .filter(webhook -> webhook.webhookId() != null)
                        .filter(webhook -> ManagedWebhooks.lastCheck(managed, webhook) >= begun))
                .count();
    }

    /**
     * @return null if there was none since Jenkins started
     */
    @CheckForNull
    public Date getLastFullCheck() {
        long millis = WebhookManager.get().lastFullCheck();
        return millis == 0 ? null : new Date(millis);
    }

    /** Checks every managed webhook now and repairs it. */
    @POST
    public HttpResponse doCheckAll() {
        Jenkins.get().checkPermission(Jenkins.MANAGE);
        WebhookManager.get().checkAll(Duration.ZERO);
        return HttpResponses.redirectToDot();
    }

    /** Tries again now what failed for an item. */
    @POST
    public HttpResponse doRetry(@QueryParameter String id) {
        Jenkins.get().checkPermission(Jenkins.MANAGE);
        ManagedItem managed = id == null ? null : WebhookManager.get().store().get(id);
        if (managed != null && mayRead(managed)) {
            WebhookManager.get().retry(managed);
        }
        return HttpResponses.redirectToDot();
    }

    /** Ends the warning of an item's problem. If the item is gone, its webhook is forgotten and stays in Codeup. */
    @POST
    public HttpResponse doIgnore(@QueryParameter String id) {
        return ignore(id, true);
    }

    /** Warns of it again. */
    @POST
    public HttpResponse doStopIgnoring(@QueryParameter String id) {
        return ignore(id, false);
    }

    private static HttpResponse ignore(String id, boolean ignored) {
        Jenkins.get().checkPermission(Jenkins.MANAGE);
        ManagedItem of = id == null ? null : WebhookManager.get().store().get(id);
        if (of == null || !mayRead(of)) {
            return HttpResponses.redirectToDot();
        }
        boolean forget = ignored && WebhookManager.findItem(id) == null;
        WebhookManager.get().store().update(id, managed -> {
            if (managed == null || managed.problem() == null) {
                return managed;
            }
            return forget ? null : managed.with(managed.problem().withIgnored(ignored));
        });
        return HttpResponses.redirectToDot();
    }

    @Override
    public String getDisplayName() {
        return Messages.WebhooksPage_displayName();
    }

    @Override
    public String getDescription() {
        return Messages.WebhooksPage_description();
    }
}
