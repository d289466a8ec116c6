package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import io.jenkins.plugins.codeup.endpoint.WebhookIndex;

/** Items that are neither gone nor about to go. */
final class PresentItems {

    private PresentItems() {}

    /**
     * @param id of an item hook
     * @return the item that has it, or null if there is none or it is about to go
     */
    @CheckForNull
    static Item find(@NonNull String id) {
        Item item = WebhookIndex.item(id);
        return item != null && isPresent(item) ? item : null;
    }

    /** Who is told of a deletion still finds the item, but no longer its directory. */
    static boolean isPresent(@NonNull Item item) {
        return item.getRootDir().isDirectory();
    }
}
