package io.jenkins.plugins.codeup.connection;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import io.jenkins.plugins.codeup.client.CodeupCredentials;
import io.jenkins.plugins.codeup.client.SecretValue;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jenkins.branch.OrganizationFolder;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.springframework.security.core.Authentication;

/**
 * Finds credentials by id where a build, an item or Jenkins itself may use them, and converts them for the client.
 * Secrets are read at each call and not kept.
 */
@Restricted(NoExternalUse.class)
public final class CredentialsLookup {

    /** How long one more use by the same user is not recorded again: each record writes a file. */
    private static final Duration TRACKING_INTERVAL = Duration.ofHours(1);

    private static final int MOST_TRACKED = 10_000;
    /** When the use of credentials by an item was recorded last. */
    @Extension
    @Restricted(NoExternalUse.class)
    public static final class Uses {

        private final Map<String, Instant> recorded = new HashMap<>();

        private synchronized boolean isDue(String use, Instant now) {
            Instant before = recorded.get(use);
            if (before != null && before.plus(TRACKING_INTERVAL).isAfter(now)) {
                return false;
            }
            if (recorded.size() >= MOST_TRACKED) {
                recorded.clear();
            }
            recorded.put(use, now);
            return true;
        }
    }

    /** The item whose folders are searched, or null. */
    private final Item item;
    /** The build whose use of the credentials is recorded, or null. */
    private final Run<?, ?> run;
    /** Whether Jenkins's own store is searched, credentials with the scope System included. */
    private final boolean jenkins;
    /** In whose name the stores of an item are searched. */
    private final Authentication user;

    private CredentialsLookup(Item item, Run<?, ?> run, boolean jenkins, Authentication user) {
        this.item = item;
        this.run = run;
        this.jenkins = jenkins;
        this.user = user;
    }

    /**
     * Ids of the credentials that a call is made with.
     *
     * @param field the name of the form field that {@code credentialsId} comes from, for messages
     * @param credentialsId a Username with password (AccessKey id and secret) or a Secret text (a token), or null
     * @param accessTokenCredentialsId a Secret text with an AccessToken in addition to an AccessKey, or null
     * @param securityTokenCredentialsId a Secret text with the STS token of a temporary AccessKey, or null
     */
    @Restricted(NoExternalUse.class)
    public record Ids(
            @NonNull String field,
            @CheckForNull String credentialsId,
            @CheckForNull String accessTokenCredentialsId,
            @CheckForNull String securityTokenCredentialsId) {

        /** No credentials named: the connection's own are used, if it has some. */
        public static final Ids NONE = new Ids(null, null, null);

        public Ids {
            credentialsId = Util.fixEmptyAndTrim(credentialsId);
            accessTokenCredentialsId = Util.fixEmptyAndTrim(accessTokenCredentialsId);
            securityTokenCredentialsId = Util.fixEmptyAndTrim(securityTokenCredentialsId);
        }

        /** Ids from the fields that have these names. */
        public Ids(
                @CheckForNull String credentialsId,
                @CheckForNull String accessTokenCredentialsId,
                @CheckForNull String securityTokenCredentialsId) {
            this("credentialsId", credentialsId, accessTokenCredentialsId, securityTokenCredentialsId);
        }

        /**
         * @param field the name of the form field that the id comes from, for messages
         */
        @NonNull
        public static Ids of(@CheckForNull String credentialsId, @NonNull String field) {
            return new Ids(field, credentialsId, null, null);
        }

        boolean isEmpty() {
            return credentialsId == null && accessTokenCredentialsId == null && securityTokenCredentialsId == null;
        }
    }

    /**
     * Searches where a build may, folders and user parameters included.
     */
    @NonNull
    public static CredentialsLookup of(@NonNull Run<?, ?> run) {
        return new CredentialsLookup(run.getParent(), run, false, ACL.SYSTEM2);
    }

    /**
     * Searches where the builds of an item may. The caller has checked the right to configure the item, which allows to
     * use these credentials in a build anyway; a search on the user's own behalf would not find those of folders.
     *
     * @param item the item; without one nothing may be used, and each search fails
     */
    @NonNull
    public static CredentialsLookup of(@CheckForNull Item item) {
        Authentication builds = item instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : ACL.SYSTEM2;
        return new CredentialsLookup(item, null, false, builds);
    }

    /**
     * Searches the item's stores, whoever its builds run as. Only for secrets that deliveries are compared with: nobody gets
     * them that way.
     */
    @NonNull
    public static CredentialsLookup ofDeliveries(@NonNull Item item) {
        return new CredentialsLookup(item, null, false, ACL.SYSTEM2);
    }

    /** Searches Jenkins's own store, for Jenkins itself or after a check that the user is an administrator. */
    @NonNull
    public static CredentialsLookup ofJenkins() {
        return new CredentialsLookup(null, null, true, ACL.SYSTEM2);
    }

    /**
     * @return where the credentials of connections are searched: Jenkins's own store, whatever the job; the use is
     *     recorded for the same build or item
     */
    @NonNull
    CredentialsLookup ofConnection() {
        checkOwner();
        return new CredentialsLookup(item, run, true, ACL.SYSTEM2);
    }

    /** Without an owner, the search would find what only Jenkins itself may use. */
    private void checkOwner() {
        if (item == null && !jenkins) {
            throw new IllegalArgumentException(Messages.CredentialsLookup_noOwner());
        }
    }

    /**
     * @return the credentials with that id, of any kind, or null if there are none here
     * @throws IllegalArgumentException if there is no item in whose name to search
     */
    @CheckForNull
    public StandardCredentials find(@NonNull String id) {
        checkOwner();
        if (jenkins) {
            return CredentialsProvider.findCredentialByIdInItem(
                    id, StandardCredentials.class, null, ACL.SYSTEM2, List.of());
        }
        if (run != null) {
            return CredentialsProvider.findCredentialById(id, StandardCredentials.class, run, List.of());
        }
        return CredentialsProvider.findCredentialByIdInItem(id, StandardCredentials.class, item, user, List.of());
    }

    /** Records the use in the credentials' history: of the build or of the item. */
    private StandardCredentials track(StandardCredentials used) {
        if (run != null) {
            return CredentialsProvider.track(run, used);
        }
        if (item == null) {
            return used;
        }
        // the credentials of a folder's projects are the folder's; a record for each project would take longer than its
        // scan
        Item user = item.getParent() instanceof OrganizationFolder folder ? folder : item;
        String use = user.getFullName() + '\n' + jenkins + '\n' + used.getId();
        Instant now = Instant.now();
        if (!ExtensionList.lookupSingleton(Uses.class).isDue(use, now)) {
            return used;
        }
        return CredentialsProvider.track(user, used);
    }

    /**
     * @throws IllegalArgumentException if an id is missing, unknown or of a kind that the API does not accept; the
     *     message names field, value, where was searched and which kinds are accepted
     */
    @NonNull
    CodeupCredentials codeupCredentials(@NonNull CodeupApi api, @NonNull Ids ids) {
        String id = ids.credentialsId();
        String kinds = acceptedKinds(api);
        if (id == null) {
            throw new IllegalArgumentException(Messages.CredentialsLookup_missing(ids.field(), kinds));
        }
        StandardCredentials found = find(id, ids.field(), kinds);
        boolean openApi = api == CodeupApi.AUTOMATIC || api == CodeupApi.ALIYUN;
        if (found instanceof StandardUsernamePasswordCredentials pair && openApi) {
            return new CodeupCredentials.AccessKey(
                    pair.getUsername().trim(),
                    SecretValue.of(pair.getPassword().getPlainText().trim()),
                    secret(ids.securityTokenCredentialsId(), "securityTokenCredentialsId"),
                    secret(ids.accessTokenCredentialsId(), "accessTokenCredentialsId"));
        }
        if (found instanceof StringCredentials text) {
            return api == CodeupApi.ALIYUN
                    ? new CodeupCredentials.AccessToken(secret(text))
                    : new CodeupCredentials.PersonalAccessToken(secret(text));
        }
        throw wrongKind(found, ids.field(), kinds);
    }

    /**
     * @param field the name of the field that the id was given in, for messages
     * @return the secret of a Secret text, or null for a null id
     * @throws IllegalArgumentException if the id is unknown or not of a Secret text
     */
    @CheckForNull
    public SecretValue secret(@CheckForNull String id, @NonNull String field) {
        if (id == null) {
            return null;
        }
        String kind = Messages.CredentialsLookup_secretText();
        StandardCredentials found = find(id, field, kind);
        if (found instanceof StringCredentials text) {
            return secret(text);
        }
        throw wrongKind(found, field, kind);
    }

    /** White space around a secret, such as a line break that was pasted along, is not part of it. */
    private static SecretValue secret(StringCredentials text) {
        return SecretValue.of(text.getSecret().getPlainText().trim());
    }

    private StandardCredentials find(String id, String field, String kinds) {
        StandardCredentials found = find(id);
        if (found == null) {
            String searched = jenkins
                    ? Messages.CredentialsLookup_inJenkins()
                    : Messages.CredentialsLookup_inItem(item.getFullName());
            throw new IllegalArgumentException(Messages.CredentialsLookup_unknown(field, id, searched, kinds));
        }
        return track(found);
    }

    private static IllegalArgumentException wrongKind(StandardCredentials found, String field, String kinds) {
        return new IllegalArgumentException(Messages.CredentialsLookup_wrongKind(
                field, found.getId(), found.getDescriptor().getDisplayName(), kinds));
    }

    private static String acceptedKinds(CodeupApi api) {
        return switch (api) {
            case AUTOMATIC -> Messages.CredentialsLookup_keyOrPersonalToken();
            case ALIYUN -> Messages.CredentialsLookup_keyOrAccessToken();
            case YUNXIAO, YUNXIAO_REGION -> Messages.CredentialsLookup_personalToken();
        };
    }
}
