package io.jenkins.plugins.codeup.connection;

import com.cloudbees.hudson.plugins.folder.computed.ComputedFolder;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.Item;
import hudson.security.ACL;
import hudson.util.ListBoxModel;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * What the forms of steps, triggers and branch sources share: the permission check and the drop-down lists. A list shows
 * to users without the right to see its entries only the value that is selected.
 */
@Restricted(NoExternalUse.class)
public final class CodeupForms {

    private CodeupForms() {}

    /**
     * Checks that the user may configure the item, or without one Jenkins.
     *
     * @throws org.springframework.security.access.AccessDeniedException if not
     */
    public static void checkMayConfigure(@CheckForNull Item item) {
        if (item == null) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        } else {
            configured(item).checkPermission(Item.CONFIGURE);
        }
    }

    /**
     * Rejects a text where a Jenkinsfile must say true or false: Jenkins would take it for false without a word.
     *
     * @param type the step or trigger
     * @param arguments the values that the Jenkinsfile gives, by parameter
     * @throws IllegalArgumentException for the first such text; the message names parameter and text
     */
    public static void checkSwitches(@NonNull Class<?> type, @NonNull Map<String, ?> arguments) {
        for (DescribableParameter parameter : DescribableModel.of(type).getParameters()) {
            Class<?> expected = parameter.getErasedType();
            if ((expected == boolean.class || expected == Boolean.class)
                    && arguments.get(parameter.getName()) instanceof CharSequence text
                    && !text.toString().matches("(?i)true|false")) {
                throw new IllegalArgumentException(Messages.CodeupForms_switch(parameter.getName(), text));
            }
        }
    }

    /**
     * Nobody has the right to configure what a computed folder makes, such as the projects of an organization folder: it
     * is the right to configure the folder.
     *
     * @return the item, or the nearest folder around it that people configure
     */
    @NonNull
    public static Item configured(@NonNull Item item) {
        Item configured = item;
        while (configured.getParent() instanceof ComputedFolder<?> folder) {
            configured = folder;
        }
        return configured;
    }

    /** The names of the connections, the default first. */
    @NonNull
    public static ListBoxModel connections(@CheckForNull Item item, @CheckForNull String current) {
        if (!mayList(item)) {
            return new ListBoxModel(new ListBoxModel.Option(current, current, true));
        }
        CodeupConfiguration configuration = CodeupConfiguration.get();
        String first = configuration.connection(null).getName();
        ListBoxModel items = new ListBoxModel();
        items.add(first.isEmpty() ? Messages.CodeupForms_official() : Messages.CodeupForms_default(first), "");
        configuration.getConnections().forEach(connection -> items.add(connection.getName()));
        return items;
    }

    /** Credentials of the kinds Username with password and Secret text. */
    @NonNull
    public static ListBoxModel keysAndTokens(@CheckForNull Item item, @CheckForNull String current) {
        return credentials(item, current, List.of(StandardUsernamePasswordCredentials.class, StringCredentials.class));
    }

    /** Credentials of the kind Secret text. */
    @NonNull
    public static ListBoxModel secretTexts(@CheckForNull Item item, @CheckForNull String current) {
        return credentials(item, current, List.of(StringCredentials.class));
    }

    /** Credentials of the given kinds. */
    @NonNull
    public static ListBoxModel credentials(
            @CheckForNull Item item,
            @CheckForNull String current,
            @NonNull List<Class<? extends StandardCredentials>> kinds) {
        StandardListBoxModel items = new StandardListBoxModel();
        if (mayList(item)) {
            items.includeEmptyValue();
            for (Class<? extends StandardCredentials> kind : kinds) {
                items.includeMatchingAs(ACL.SYSTEM2, item, kind, List.of(), CredentialsMatchers.always());
            }
        }
        return items.includeCurrentValue(Util.fixNull(current));
    }

    /** A list whose entries are the same for everybody, for those who may see the form. */
    @NonNull
    public static ListBoxModel constants(
            @CheckForNull Item item, @CheckForNull String current, @NonNull ListBoxModel all) {
        return mayList(item) ? all : new ListBoxModel(new ListBoxModel.Option(current, current, true));
    }

    private static boolean mayList(Item item) {
        return item == null
                ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                : item.hasPermission(Item.EXTENDED_READ) || item.hasPermission(CredentialsProvider.USE_ITEM);
    }
}
