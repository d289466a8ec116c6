package io.jenkins.plugins.codeup.connection;

import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;

/** What a connection must have for the watch: credentials of its own; for merge requests the Yunxiao API, too. */
final class WatchRequirements {

    private WatchRequirements() {}

    /**
     * Looks credentials up in Jenkins's own store; the caller has checked that the user is an administrator.
     *
     * @return what keeps the connection from watching all that is chosen, and what to do, in the user's language; null if
     *     nothing does
     */
    @CheckForNull
    static String warning(@NonNull CodeupConnection connection) {
        if (connection.getEvents() == EventSource.WEBHOOKS) {
            return null;
        }
        String id = connection.getCredentialsId();
        if (id == null) {
            return Messages.WatchRequirements_noCredentials();
        }
        boolean key = CredentialsLookup.ofJenkins().find(id) instanceof StandardUsernamePasswordCredentials;
        boolean openApi = connection.getApi() == CodeupApi.ALIYUN || connection.getApi() == CodeupApi.AUTOMATIC && key;
        return openApi ? Messages.WatchRequirements_openApi() : null;
    }
}
