package io.jenkins.plugins.codeup.hooks;

import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.Extension;
import hudson.XmlFile;
import hudson.model.Item;
import hudson.model.Saveable;
import hudson.model.listeners.ItemListener;
import hudson.model.listeners.SaveableListener;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import jenkins.model.JenkinsLocationConfiguration;

/** Hears of all that may change a hook, by whatever means, and passes the item's name on. */
final class HookListener {

    private HookListener() {}

    private static void changed(Item item) {
        if (HookedItems.anyServes(item)) {
            Hooks.get().changed(item.getFullName());
        }
    }

    /** Items that come, go and move. */
    @Extension
    public static final class Items extends ItemListener {

        @Override
        public void onCreated(Item item) {
            changed(item);
        }

        @Override
        public void onUpdated(Item item) {
            changed(item);
        }

        @Override
        public void onLocationChanged(Item item, String oldName, String newName) {
            changed(item);
        }

        /** Whatever it was: it may have had others inside. */
        @Override
        public void onDeleted(Item item) {
            Hooks.get().changed(item.getFullName());
        }
    }

    /** Items and configurations that are saved; a Pipeline that sets its properties is heard of only here. */
    @Extension
    public static final class Saves extends SaveableListener {

        @Override
        public void onChange(Saveable saved, XmlFile file) {
            if (saved instanceof Item item) {
                changed(item);
            } else if (saved instanceof JenkinsLocationConfiguration
                    || saved instanceof CodeupConfiguration
                    || saved instanceof SystemCredentialsProvider) {
                Hooks.get().compareAll();
            }
        }
    }
}
