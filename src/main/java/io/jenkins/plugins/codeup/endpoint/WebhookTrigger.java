package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import hudson.model.Item;
import hudson.triggers.Trigger;
import java.io.ObjectStreamException;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * A trigger that makes Jenkins manage the item's webhook: of which repository, through which connection.
 *
 * @param <J> the items that can have it
 */
public abstract class WebhookTrigger<J extends Item> extends Trigger<J> {

    private String connection;
    private String repository;
    /** Null only while it is loaded from XML without the element. */
    private Boolean manageWebhook = true;

    /** XML that people wrote may lack any element. */
    @Override
    protected Object readResolve() throws ObjectStreamException {
        manageWebhook = manageWebhook == null || manageWebhook;
        // Trigger fails without a schedule. A trigger on events has none, and start() needs none.
        return spec == null ? this : super.readResolve();
    }

    /** Number, path or clone URL; null for the repositories that the item's sources name. */
    @CheckForNull
    public String getRepository() {
        return repository;
    }

    @DataBoundSetter
    public void setRepository(@CheckForNull String repository) {
        this.repository = Util.fixEmptyAndTrim(repository);
    }

    /** Name of the connection for managing the webhook, or null for the one that fits the repository. */
    @CheckForNull
    public String getConnection() {
        return connection;
    }

    @DataBoundSetter
    public void setConnection(@CheckForNull String connection) {
        this.connection = Util.fixEmptyAndTrim(connection);
    }

    /** Whether Jenkins creates, updates and deletes the webhook, if the connection allows it. */
    public boolean isManageWebhook() {
        return manageWebhook;
    }

    @DataBoundSetter
    public void setManageWebhook(boolean manageWebhook) {
        this.manageWebhook = manageWebhook;
    }
}
