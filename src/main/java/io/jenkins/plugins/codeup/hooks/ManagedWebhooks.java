package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.hooks.ManagedItem.ManagedWebhook;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** The list of managed webhooks on the {@link WebhooksPage}, page by page. */
@Restricted(NoExternalUse.class)
public final class ManagedWebhooks {

    static final int PAGE_SIZE = 100;

    private final List<Row> all;
    private final int page;

    /**
     * A managed webhook, as it is shown.
     *
     * @param item the full name of its job or project
     * @param url the page of that item, or null if it is gone
     * @param state as the page of the item says it
     * @param checked when it was last checked or changed, in milliseconds since 1970
     * @param problem whether it could not be created, updated or removed
     */
    public record Row(
            @NonNull String item,
            @CheckForNull String url,
            @NonNull String repository,
            @NonNull String connection,
            @NonNull String state,
            long checked,
            boolean problem) {

        public String getItem() {
            return item;
        }

        public String getUrl() {
            return url;
        }

        public String getRepository() {
            return repository;
        }

        public String getConnection() {
            return connection;
        }

        public String getState() {
            return state;
        }

        public Date getChecked() {
            return checked == 0 ? null : new Date(checked);
        }

        public boolean isProblem() {
            return problem;
        }
    }

    private ManagedWebhooks(List<Row> all, int page) {
        this.all = all;
        this.page = page;
    }

    /**
     * @param page the number of the page, from 1, as the URL has it; the nearest one for other texts
     */
    @NonNull
    static ManagedWebhooks of(@NonNull List<ManagedItem> items, @CheckForNull String page) {
        List<Row> all = items.stream()
                .sorted(Comparator.comparing(ManagedItem::item))
                .flatMap(managed -> managed.webhooks().stream().map(webhook -> row(managed, webhook)))
                .toList();
        int pages = Math.max(1, (all.size() + PAGE_SIZE - 1) / PAGE_SIZE);
        int number = page != null && page.matches("[0-9]{1,6}") ? Integer.parseInt(page) : 1;
        return new ManagedWebhooks(all, Math.max(1, Math.min(number, pages)));
    }

    private static Row row(ManagedItem managed, ManagedWebhook webhook) {
        ManagedItem.Problem problem = managed.problem();
        return new Row(
                managed.item(),
                WebhooksPage.url(managed),
                webhook.repository(),
                webhook.connection(),
                DeliveriesPage.state(managed.id(), webhook),
                webhook.webhookId() == null ? 0 : lastCheck(managed, webhook),
                problem != null && webhook.repository().equals(problem.repository()));
    }

    /** When a webhook was checked or changed last, in milliseconds since 1970. */
    static long lastCheck(@NonNull ManagedItem managed, @NonNull ManagedWebhook webhook) {
        return Math.max(webhook.since(), WebhookManager.get().store().lastChecked(managed.id(), webhook.key()));
    }

    @NonNull
    public List<Row> getRows() {
        int from = (page - 1) * PAGE_SIZE;
        return all.subList(from, Math.min(from + PAGE_SIZE, all.size()));
    }

    public int getPage() {
        return page;
    }

    /**
     * @return the number of the next page, or 0 if this is the last one
     */
    public int getNext() {
        return page * PAGE_SIZE < all.size() ? page + 1 : 0;
    }

    /**
     * @return the number of the page before, or 0 if this is the first one
     */
    public int getPrevious() {
        return page - 1;
    }

    public int getFirst() {
        return (page - 1) * PAGE_SIZE + 1;
    }

    public int getLast() {
        return Math.min(page * PAGE_SIZE, all.size());
    }

    public int getTotal() {
        return all.size();
    }
}
