package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Item;

/** A kind of item that can have a hook. Both methods are called often and must be quick. */
public interface HookedItems extends ExtensionPoint {

    /**
     * @return whether the item is of that kind, with or without a hook
     */
    boolean serves(@NonNull Item item);

    /**
     * @return what the item says of its hook, or null if it wants none, as it is disabled or has no trigger
     */
    @CheckForNull
    HookChoice choice(@NonNull Item item);

    static boolean anyServes(@NonNull Item item) {
        return ExtensionList.lookup(HookedItems.class).stream().anyMatch(kind -> kind.serves(item));
    }

    @CheckForNull
    static HookChoice choiceOf(@NonNull Item item) {
        return ExtensionList.lookup(HookedItems.class).stream()
                .filter(kind -> kind.serves(item))
                .findFirst()
                .map(kind -> kind.choice(item))
                .orElse(null);
    }
}
