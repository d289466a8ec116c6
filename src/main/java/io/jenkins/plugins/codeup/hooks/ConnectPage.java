package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Failure;
import hudson.model.User;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.connection.ConnectionProbe;
import io.jenkins.plugins.codeup.connection.EnteredCredentials;
import io.jenkins.plugins.codeup.connection.EventSource;
import io.jenkins.plugins.codeup.scm.NewFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * Manage Jenkins, Connect Codeup: from a pasted token to a connection and a first organization folder. The secret goes from
 * the form to the store of credentials and is never sent back.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class ConnectPage extends ManagePage {

    private static final long KEPT_MILLIS = TimeUnit.MINUTES.toMillis(30);
    private static final int MAX_DRAFTS = 20;
    private static final String INDEX = "index";

    public ConnectPage() {
        super("codeup-connect", Jenkins.ADMINISTER, Category.CONFIGURATION);
    }

    /** By their ids, the oldest first. */
    private final Map<String, ConnectDraft> drafts = new LinkedHashMap<>();

    /** Finds out what the entered credentials can do. */
    @POST
    public HttpResponse doProbe(
            @QueryParameter String api,
            @QueryParameter String endpoint,
            @QueryParameter String organizationId,
            @QueryParameter String keyId,
            @QueryParameter String secret)
            throws InterruptedException {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        boolean key = "ALIYUN".equals(api);
        try {
            EnteredCredentials credentials = EnteredCredentials.of(key ? keyId : null, secret);
            if (key && credentials.keyId() == null) {
                throw new IllegalArgumentException(Messages.ConnectPage_noKeyId());
            }
            return show(ConnectDraft.of(
                    Util.fixEmptyAndTrim(endpoint),
                    Util.fixEmptyAndTrim(organizationId),
                    credentials,
                    "YUNXIAO_REGION".equals(api)));
        } catch (IllegalArgumentException e) {
            throw new Failure(e.getMessage());
        }
    }

    /** Selects an organization, for a token that has several. */
    @POST
    public HttpResponse doSelect(@QueryParameter String draft, @QueryParameter String organizationId)
            throws InterruptedException {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return show(find(draft).in(organizationId));
    }

    /** Makes credentials, connection and, if a name is given, an organization folder. */
    @POST
    public HttpResponse doCreate(
            @QueryParameter String draft,
            @QueryParameter String name,
            @QueryParameter String credentialsId,
            @QueryParameter String tokenExpires,
            @QueryParameter String events,
            @QueryParameter String folder,
            @QueryParameter String group,
            @QueryParameter String cloneUser,
            @QueryParameter String clonePassword)
            throws IOException {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        ConnectDraft found = find(draft);
        String folderName = Util.fixEmptyAndTrim(folder);
        EnteredCredentials clone =
                Util.fixEmptyAndTrim(cloneUser) == null ? null : EnteredCredentials.of(cloneUser, clonePassword);
        String cloneId = clone == null ? null : credentialsId + "-clone";
        try {
            check(found, name, credentialsId, cloneId, folderName);
        } catch (IllegalArgumentException | Failure e) {
            return HttpResponses.forwardToView(found.withMistake(e.getMessage()), INDEX);
        }
        CodeupConnection connection = found.connection(name.trim());
        connection.setCredentialsId(credentialsId);
        connection.setTokenExpires(tokenExpires);
        connection.setEvents(Stream.of(EventSource.values())
                .filter(one -> one.name().equals(events))
                .findFirst()
                .orElse(null));
        connection.setAllowSources(folderName != null);
        found.credentials().add(credentialsId, Messages.ConnectPage_credentials(connection.getName()));
        if (clone != null) {
            clone.addForBuilds(cloneId, Messages.ConnectPage_clone(connection.getName()));
        }
        List<CodeupConnection> all = new ArrayList<>(CodeupConfiguration.get().getConnections());
        all.add(connection);
        CodeupConfiguration.get().setConnections(all);
        synchronized (this) {
            drafts.remove(draft);
        }
        return HttpResponses.redirectTo(
                folderName == null
                        ? "./?made=" + Util.rawEncode(connection.getName())
                        : "../../"
                                + NewFolder.create(folderName, connection.getName(), group, cloneId)
                                        .getUrl());
    }

    private static void check(
            ConnectDraft draft, String name, String credentialsId, String cloneId, @CheckForNull String folder) {
        if (!draft.isComplete()) {
            throw new IllegalArgumentException(Messages.ConnectPage_incomplete());
        }
        String given = Util.fixEmptyAndTrim(name);
        boolean taken = CodeupConfiguration.get().getConnections().stream()
                .anyMatch(one -> one.getName().equals(given));
        if (given == null || taken) {
            throw new IllegalArgumentException(Messages.ConnectPage_name(Util.fixNull(given)));
        }
        EnteredCredentials.checkNew(credentialsId);
        if (cloneId != null) {
            EnteredCredentials.checkNew(cloneId);
        }
        if (folder != null) {
            Jenkins.checkGoodName(folder);
            if (Jenkins.get().getItem(folder) != null) {
                throw new IllegalArgumentException(Messages.ConnectPage_folder(folder));
            }
        }
    }

    /** Gives a connection's credentials another secret, if Codeup accepts it. Webhooks and jobs stay as they are. */
    @POST
    public HttpResponse doReplace(
            @QueryParameter String connection,
            @QueryParameter String keyId,
            @QueryParameter String secret,
            @QueryParameter String tokenExpires)
            throws IOException, InterruptedException {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        try {
            List<CodeupConnection> all = CodeupConfiguration.get().getConnections();
            CodeupConnection one = CodeupConfiguration.get().connection(connection);
            EnteredCredentials credentials = EnteredCredentials.of(keyId, secret);
            ConnectionProbe probe = ConnectionProbe.run(one, credentials);
            if (probe.getProblem() != null) {
                throw new IllegalArgumentException(Messages.ConnectPage_notReplaced(probe.getProblem()));
            }
            credentials.replace(one);
            one.setTokenExpires(tokenExpires);
            CodeupConfiguration.get().setConnections(all);
            return HttpResponses.redirectTo("./?replaced=" + Util.rawEncode(one.getName()));
        } catch (IllegalArgumentException e) {
            throw new Failure(e.getMessage());
        }
    }

    private HttpResponse show(ConnectDraft draft) {
        synchronized (this) {
            long limit = System.currentTimeMillis() - KEPT_MILLIS;
            drafts.values().removeIf(one -> one.begun() < limit);
            if (drafts.size() >= MAX_DRAFTS) {
                drafts.remove(drafts.keySet().iterator().next());
            }
            drafts.put(draft.getId(), draft);
        }
        return HttpResponses.forwardToView(draft, INDEX);
    }

    private synchronized ConnectDraft find(String id) {
        ConnectDraft draft = id == null ? null : drafts.get(id);
        if (draft == null || !draft.isOf(User.current())) {
            throw new Failure(Messages.ConnectPage_expired());
        }
        return draft;
    }

    /**
     * @return the connections whose token or key can be replaced here
     */
    @NonNull
    public List<CodeupConnection> getConnections() {
        return CodeupConfiguration.get().getConnections().stream()
                .filter(one -> one.getCredentialsId() != null)
                .toList();
    }

    @Override
    public String getDisplayName() {
        return Messages.ConnectPage_displayName();
    }

    @Override
    public String getDescription() {
        return Messages.ConnectPage_description();
    }
}
