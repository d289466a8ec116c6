package io.jenkins.plugins.codeup.connection;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import hudson.model.Item;
import hudson.security.ACL;
import hudson.util.ListBoxModel;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** The drop-down lists of credentials; to people who may not see those, only the value that is there. */
public final class CredentialsItems {

    private CredentialsItems() {}

    /** Username with password and Secret text. */
    public static ListBoxModel keysAndTokens(@CheckForNull Item item, @CheckForNull String current) {
        return of(item, current, List.of(StandardUsernamePasswordCredentials.class, StringCredentials.class));
    }

    /** Secret text. */
    public static ListBoxModel secretTexts(@CheckForNull Item item, @CheckForNull String current) {
        return of(item, current, List.of(StringCredentials.class));
    }

    public static boolean mayList(@CheckForNull Item item) {
        return item == null
                ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                : item.hasPermission(Item.EXTENDED_READ) || item.hasPermission(CredentialsProvider.USE_ITEM);
    }

    /** Credentials of some kinds. */
    public static ListBoxModel of(Item item, String current, List<Class<? extends StandardCredentials>> kinds) {
        StandardListBoxModel items = new StandardListBoxModel();
        if (!mayList(item)) {
            return items.includeCurrentValue(Util.fixNull(current));
        }
        items.includeEmptyValue();
        for (Class<? extends StandardCredentials> kind : kinds) {
            items.includeMatchingAs(ACL.SYSTEM2, item, kind, List.of(), CredentialsMatchers.always());
        }
        return items.includeCurrentValue(Util.fixNull(current));
    }
}
