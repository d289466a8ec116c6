package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiPredicate;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** The latest deliveries of all items. */
@Restricted(NoExternalUse.class)
public final class LatestDeliveries {

    /** So many items' files are read, those that changed last. */
    private static final int MAX_ITEMS = 300;

    private LatestDeliveries() {}

    /** A delivery and the item that it was for. */
    public record OfItem(@NonNull Item item, @NonNull DeliveryLog.Line line) {

        public Item getItem() {
            return item;
        }

        public DeliveryLog.Line getLine() {
            return line;
        }
    }

    /** An item and when its file changed. */
    private record Changed(Item item, String webhookId, long time) {}

    /**
     * @param max how many at most
     * @param wanted which of them
     * @return the newest first
     */
    @NonNull
    public static List<OfItem> find(int max, @NonNull BiPredicate<Item, DeliveryLog.Line> wanted) {
        // so that the files tell which items had deliveries last
        DeliveryLogs.get().writeAll();
        List<Changed> changed = new ArrayList<>();
        for (WebhookIndex.Entry entry : WebhookIndex.get().entries()) {
            Item item = entry.item();
            Path file = item == null ? null : item.getRootDir().toPath().resolve(DeliveryLog.FILE_NAME);
            if (file != null && Files.exists(file)) {
                changed.add(new Changed(item, entry.webhook().id(), time(file)));
            }
        }
        changed.sort(Comparator.comparingLong(Changed::time).reversed());
        List<OfItem> found = new ArrayList<>();
        for (Changed one : changed.subList(0, Math.min(changed.size(), MAX_ITEMS))) {
            for (DeliveryLog.Line line : DeliveryLog.of(one.webhookId).lines()) {
                if (wanted.test(one.item, line)) {
                    found.add(new OfItem(one.item, line));
                }
            }
        }
        found.sort(Comparator.comparingLong((OfItem one) -> one.line.time()).reversed());
        return List.copyOf(found.subList(0, Math.min(found.size(), max)));
    }

    private static long time(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            return 0;
        }
    }
}
