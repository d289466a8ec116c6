package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.ManagementLink;
import hudson.security.Permission;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.StaplerProxy;

/** A page of the plugin in Manage Jenkins, with all below it for those who have a permission. */
@Restricted(NoExternalUse.class)
public abstract class ManagePage extends ManagementLink implements StaplerProxy {

    private final String url;
    private final Permission permission;
    private final Category category;

    /**
     * @param url the last part of the page's URL
     */
    ManagePage(@NonNull String url, @NonNull Permission permission, @NonNull Category category) {
        this.url = url;
        this.permission = permission;
        this.category = category;
    }

    @Override
    public Object getTarget() {
        Jenkins.get().checkPermission(permission);
        return this;
    }

    @Override
    public Permission getRequiredPermission() {
        return permission;
    }

    @Override
    public Category getCategory() {
        return category;
    }

    @Override
    public String getIconFileName() {
        return "symbol-link";
    }

    @Override
    public String getUrlName() {
        return url;
    }
}
