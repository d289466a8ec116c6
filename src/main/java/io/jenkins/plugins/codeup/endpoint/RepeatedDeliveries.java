package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.XmlFile;
import hudson.model.AdministrativeMonitor;
import io.jenkins.plugins.codeup.delivery.DeliveredRepository;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.RecentDeliveries;
import io.jenkins.plugins.codeup.delivery.SameEvent;
import java.io.File;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * Warns of repositories that have several hooks to one item: each event comes by each of them, and may be built as
 * often. That a repository has hooks to several items is as it should be.
 */
@Extension
public final class RepeatedDeliveries extends AdministrativeMonitor {

    private static final int MOST = 100;
    private static final int MOST_URLS = 5;

    private final RecentDeliveries events = new RecentDeliveries(10_000, Duration.ofMinutes(10), Clock.systemUTC());
    private final Map<String, Repeated> repeated = new LinkedHashMap<>();
    private final Set<String> dismissed = new TreeSet<>();

    /**
     * What comes more than once.
     *
     * @param repository as {@link DeliveredRepository#shown()} says
     * @param items full names of those that it comes to
     * @param urls where it comes to, as the senders named it
     */
    public record Repeated(
            @NonNull String repository,
            @NonNull Set<String> items,
            @NonNull Set<String> urls) {

        private Repeated copy() {
            return new Repeated(repository, new TreeSet<>(items), new TreeSet<>(urls));
        }

        public String getRepository() {
            return repository;
        }

        public String getItems() {
            return String.join(", ", items);
        }

        public String getUrls() {
            return String.join(", ", urls);
        }
    }

    public RepeatedDeliveries() throws IOException {
        XmlFile file = file();
        if (file.exists()) {
            ((List<?>) file.read()).forEach(repository -> dismissed.add(repository.toString()));
        }
    }

    @NonNull
    public static RepeatedDeliveries get() {
        return ExtensionList.lookupSingleton(RepeatedDeliveries.class);
    }

    /**
     * Looks at a delivery that was not known by its id: if its event is known, it came by another hook.
     *
     * @param url where it was sent to
     */
    public void note(@NonNull WebhookIndex.Entry to, @NonNull Delivery delivery, @NonNull byte[] body, @NonNull String url) {
        String event = to.hook().id() + " " + SameEvent.key(delivery, body);
        boolean first = events.take(event, () -> true) == RecentDeliveries.Outcome.TAKEN;
        DeliveredRepository about = delivery.repository();
        if (first || about == null) {
            return;
        }
        String repository = about.shown();
        synchronized (this) {
            if (repeated.size() >= MOST || dismissed.contains(repository)) {
                return;
            }
            Repeated one = repeated.computeIfAbsent(
                    repository, shown -> new Repeated(shown, new TreeSet<>(), new TreeSet<>()));
            one.items().add(to.fullName());
            if (one.urls().size() < MOST_URLS) {
                one.urls().add(url);
            }
        }
    }

    @Override
    public boolean isActivated() {
        return !getRepeated().isEmpty();
    }

    @NonNull
    public synchronized List<Repeated> getRepeated() {
        return repeated.values().stream().map(Repeated::copy).toList();
    }

    /** Says no more of one repository, also after a restart. */
    @POST
    public HttpResponse doDismiss(@QueryParameter String repository) throws IOException {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        synchronized (this) {
            if (repeated.remove(repository) != null) {
                dismissed.add(repository);
                file().write(new ArrayList<>(dismissed));
            }
        }
        return HttpResponses.redirectViaContextPath("manage");
    }

    private static XmlFile file() {
        return new XmlFile(new File(Jenkins.get().getRootDir(), "codeup-dismissed-repositories.xml"));
    }

    @Override
    public void checkRequiredPermission() {
        Jenkins.get().checkPermission(Jenkins.MANAGE);
    }

    @Override
    public boolean hasRequiredPermission() {
        return Jenkins.get().hasPermission(Jenkins.MANAGE);
    }

    @Override
    public String getDisplayName() {
        return Messages.RepeatedDeliveries_displayName();
    }
}
