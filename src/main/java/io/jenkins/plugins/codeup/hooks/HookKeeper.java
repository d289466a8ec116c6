package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.ExtensionPoint;
import hudson.model.Item;
import java.util.List;

/** Sees to items' hooks in Codeup by itself; an item's page shows what came of it and lets people ask for it. */
public interface HookKeeper extends ExtensionPoint {

    /**
     * @return what there is to say of the item's hook, in the language of who looks
     */
    @NonNull
    List<String> state(@NonNull Item item);

    /**
     * Looks at the item's hook now, makes it right, and waits a little for that.
     *
     * @throws InterruptedException when Jenkins stops
     */
    void register(@NonNull Item item) throws InterruptedException;
}
