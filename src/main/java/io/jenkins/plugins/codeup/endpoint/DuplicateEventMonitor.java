package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.XmlFile;
import hudson.model.AdministrativeMonitor;
import hudson.model.Item;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.codeup.delivery.DeliveredRepository;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.DuplicateDetector;
import java.io.File;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * Warns if an item receives the same event again within ten minutes under another delivery id, as it does if a
 * repository has several webhooks with the item's URL: each of them may start a build. Webhooks of one repository to
 * several items are fine.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class DuplicateEventMonitor extends AdministrativeMonitor {

    private static final Logger LOGGER = Logger.getLogger(DuplicateEventMonitor.class.getName());
    private static final int MAX_EVENTS = 10_000;
    private static final int MAX_REPOSITORIES = 100;
    private static final int MAX_ITEMS = 5;

    private final DuplicateDetector events =
            new DuplicateDetector(MAX_EVENTS, Duration.ofMinutes(10), Clock.systemUTC());
    private final Map<String, Duplicates> duplicates = new LinkedHashMap<>();
    private final Set<String> dismissed = new TreeSet<>();

    /**
     * A repository whose events arrived more than once.
     *
     * @param repository see {@link DeliveredRepository#shown()}
     * @param items the full names of the items that received them, each with its URLs; the first {@value #MAX_ITEMS}
     */
    public record Duplicates(
            @NonNull String repository, @NonNull Map<String, Set<String>> items) {

        public String getRepository() {
            return repository;
        }

        public String getItems() {
            return String.join(", ", items.keySet());
        }

        public String getUrls() {
            return items.values().stream().flatMap(Set::stream).distinct().collect(Collectors.joining(", "));
        }

        private void add(String item, String url) {
            if (items.size() < MAX_ITEMS || items.containsKey(item)) {
                Set<String> urls = items.computeIfAbsent(item, name -> new TreeSet<>());
                if (urls.size() < MAX_ITEMS) {
                    urls.add(url);
                }
            }
        }

        /**
         * @return the pages of those items that the reader may see
         */
        public List<Page> getPages() {
            return items.keySet().stream()
                    .map(name -> Jenkins.get().getItemByFullName(name))
                    .filter(Objects::nonNull)
                    .map(item -> new Page(item.getFullDisplayName(), item.getUrl() + "codeup-deliveries"))
                    .toList();
        }
    }

    /**
     * The page of an item that shows its deliveries.
     *
     * @param url relative to the root of Jenkins
     */
    public record Page(@NonNull String name, @NonNull String url) {

        public String getName() {
            return name;
        }

        public String getUrl() {
            return url;
        }
    }

    public DuplicateEventMonitor() {
        XmlFile file = file();
        try {
            if (file.exists()) {
                ((List<?>) file.read()).forEach(repository -> dismissed.add(repository.toString()));
            }
        } catch (IOException | ClassCastException e) {
            LOGGER.log(Level.WARNING, file + " can't be read: warnings that were dismissed may appear again", e);
        }
    }

    @NonNull
    static DuplicateEventMonitor get() {
        return ExtensionList.lookupSingleton(DuplicateEventMonitor.class);
    }

    /**
     * Checks an accepted delivery.
     *
     * @param body the body that it was read from
     * @param url the URL that it was sent to
     */
    void check(
            @NonNull WebhookIndex.Entry webhook,
            @NonNull Delivery delivery,
            @NonNull byte[] body,
            @NonNull Supplier<StringBuffer> url) {
        boolean first = events.add(webhook.webhook().id() + " " + DuplicateDetector.eventKey(delivery, body));
        DeliveredRepository repository = delivery.repository();
        if (!first && repository != null) {
            addDuplicate(repository.shown(), webhook.fullName(), url.get().toString());
        }
    }

    private synchronized void addDuplicate(String repository, String item, String url) {
        if (duplicates.size() >= MAX_REPOSITORIES || dismissed.contains(repository)) {
            return;
        }
        duplicates
                .computeIfAbsent(repository, shown -> new Duplicates(shown, new TreeMap<>()))
                .add(item, url);
    }

    @Override
    public boolean isActivated() {
        return !copies().isEmpty();
    }

    /** A copy, as asking for rights takes other locks. */
    private synchronized List<Duplicates> copies() {
        return duplicates.values().stream()
                .map(one -> new Duplicates(one.repository(), new TreeMap<>(one.items())))
                .toList();
    }

    /**
     * @return those that were received by items that the user may see, without the other items: whoever manages Jenkins
     *     need not see all
     */
    @NonNull
    public List<Duplicates> getDuplicates() {
        List<Duplicates> visible = copies();
        visible.forEach(one -> one.items().keySet().removeIf(item -> !mayRead(item)));
        return visible.stream().filter(one -> !one.items().isEmpty()).toList();
    }

    /**
     * @return how many repositories there are besides {@link #getDuplicates}
     */
    public int getHidden() {
        return copies().size() - getDuplicates().size();
    }

    /** The name of an item that is gone is for administrators. */
    private static boolean mayRead(String fullName) {
        Item item;
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            item = Jenkins.get().getItemByFullName(fullName);
        }
        return item == null ? Jenkins.get().hasPermission(Jenkins.ADMINISTER) : item.hasPermission(Item.READ);
    }

    /** Stops warning about a repository, permanently. */
    @POST
    public HttpResponse doDismiss(@QueryParameter String repository) throws IOException {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        synchronized (this) {
            if (duplicates.remove(repository) != null) {
                dismissed.add(repository);
                file().write(new ArrayList<>(dismissed));
                PrivateFiles.restrict(file().getFile().toPath());
            }
        }
        return HttpResponses.redirectViaContextPath("manage");
    }

    /** The repositories that {@link #doDismiss} was called for. */
    private static XmlFile file() {
        return new XmlFile(new File(Jenkins.get().getRootDir(), "codeup-dismissed-duplicate-events.xml"));
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
        return Messages.DuplicateEventMonitor_displayName();
    }
}
