package io.jenkins.plugins.codeup.connection;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import io.jenkins.plugins.codeup.client.aliyun.SignatureMethod;
import io.jenkins.plugins.codeup.client.http.CallLimit;
import io.jenkins.plugins.codeup.client.http.RetryPolicy;
import org.jenkinsci.Symbol;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * A Codeup that jobs may use: address, API and limits, set by an administrator and chosen by name.
 *
 * <p>The connection's own credentials serve webhooks to an item's own URL in the repositories of its own sources. What
 * else they serve is what an administrator allows here; see {@link CodeupClients.Purpose}.
 */
public class CodeupConnection extends AbstractDescribableImpl<CodeupConnection> {

    private static final int DEFAULT_TOTAL_SECONDS =
            (int) RetryPolicy.DEFAULT.totalTimeout().toSeconds();
    static final int MAX_TOTAL_SECONDS = 600;
    private static final int DEFAULT_REQUEST_SECONDS = 20;
    private static final int DEFAULT_CONNECT_SECONDS = 10;
    static final int MAX_TIMEOUT_SECONDS = 300;
    private static final int DEFAULT_WATCH_MINUTES = 10;
    static final int MAX_WATCH_MINUTES = 24 * 60;
    private static final int DEFAULT_CONCURRENT_CALLS = 8;
    static final int MAX_CONCURRENT_CALLS = 100;

    private String name;
    private CodeupApi api = CodeupApi.AUTOMATIC;
    private String endpoint;
    private String organizationId;
    private String credentialsId;
    private String accessTokenCredentialsId;
    private String securityTokenCredentialsId;
    private String tokenExpires;
    /** Null only while a stored connection without this element is loaded. */
    private Boolean manageWebhooks = true;

    private EventSource events = EventSource.WEBHOOKS;
    private int watchMinutes = DEFAULT_WATCH_MINUTES;

    private boolean allowJobs;
    private boolean allowSources;
    private boolean allowStatuses;
    private SignatureMethod signature = SignatureMethod.ROA;
    private String webhookRootUrl;
    private int totalTimeoutSeconds = DEFAULT_TOTAL_SECONDS;
    private int requestTimeoutSeconds = DEFAULT_REQUEST_SECONDS;
    private int connectTimeoutSeconds = DEFAULT_CONNECT_SECONDS;
    private int maxConcurrentCalls = DEFAULT_CONCURRENT_CALLS;
    private transient CallLimit callLimit;

    /**
     * @param name the name by which jobs choose the connection
     */
    @DataBoundConstructor
    public CodeupConnection(@CheckForNull String name) {
        this.name = Util.fixNull(name).trim();
    }

    /** What is missing in a stored connection gets the defaults of the form. */
    private Object readResolve() {
        name = Util.fixNull(name).trim();
        setApi(api);
        setEndpoint(endpoint);
        setOrganizationId(organizationId);
        setCredentialsId(credentialsId);
        setAccessTokenCredentialsId(accessTokenCredentialsId);
        setSecurityTokenCredentialsId(securityTokenCredentialsId);
        setTokenExpires(tokenExpires);
        manageWebhooks = manageWebhooks == null || manageWebhooks;
        setEvents(events);
        setWatchMinutes(watchMinutes);
        setSignature(signature);
        setWebhookRootUrl(webhookRootUrl);
        setTotalTimeoutSeconds(totalTimeoutSeconds);
        setRequestTimeoutSeconds(requestTimeoutSeconds);
        setConnectTimeoutSeconds(connectTimeoutSeconds);
        setMaxConcurrentCalls(getMaxConcurrentCalls());
        return this;
    }

    @NonNull
    public String getName() {
        return name;
    }

    @NonNull
    public CodeupApi getApi() {
        return api;
    }

    @DataBoundSetter
    public void setApi(@CheckForNull CodeupApi api) {
        this.api = api == null ? CodeupApi.AUTOMATIC : api;
    }

    /**
     * @return scheme, host and port of the API, or null for the official one
     */
    @CheckForNull
    public String getEndpoint() {
        return endpoint;
    }

    @DataBoundSetter
    public void setEndpoint(@CheckForNull String endpoint) {
        this.endpoint = Util.fixEmptyAndTrim(endpoint);
    }

    /**
     * @return the organization of repositories that are given without one, or null
     */
    @CheckForNull
    public String getOrganizationId() {
        return organizationId;
    }

    @DataBoundSetter
    public void setOrganizationId(@CheckForNull String organizationId) {
        this.organizationId = Util.fixEmptyAndTrim(organizationId);
    }

    /**
     * @return the id of a Username with password or a Secret text in Jenkins's own store, used for managed webhooks and
     *     for what is allowed besides; or null
     */
    @CheckForNull
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(@CheckForNull String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    /**
     * @return the id of a Secret text with an AccessToken in addition to the AccessKey, or null
     */
    @CheckForNull
    public String getAccessTokenCredentialsId() {
        return accessTokenCredentialsId;
    }

    @DataBoundSetter
    public void setAccessTokenCredentialsId(@CheckForNull String accessTokenCredentialsId) {
        this.accessTokenCredentialsId = Util.fixEmptyAndTrim(accessTokenCredentialsId);
    }

    /**
     * @return the id of a Secret text with the STS token of a temporary AccessKey, or null
     */
    @CheckForNull
    public String getSecurityTokenCredentialsId() {
        return securityTokenCredentialsId;
    }

    @DataBoundSetter
    public void setSecurityTokenCredentialsId(@CheckForNull String securityTokenCredentialsId) {
        this.securityTokenCredentialsId = Util.fixEmptyAndTrim(securityTokenCredentialsId);
    }

    /**
     * @return the last day on which the credentials are valid, as an administrator entered it: a date such as {@code
     *     2027-01-31}, unless it was not checked; or null. Codeup's APIs do not tell it
     */
    @CheckForNull
    public String getTokenExpires() {
        return tokenExpires;
    }

    @DataBoundSetter
    public void setTokenExpires(@CheckForNull String tokenExpires) {
        this.tokenExpires = Util.fixEmptyAndTrim(tokenExpires);
    }

    @NonNull
    CredentialsLookup.Ids credentialsIds() {
        return new CredentialsLookup.Ids(credentialsId, accessTokenCredentialsId, securityTokenCredentialsId);
    }

    /**
     * @return whether an administrator wants webhooks to be managed; see {@link #managesWebhooks}
     */
    public boolean isManageWebhooks() {
        return manageWebhooks;
    }

    @DataBoundSetter
    public void setManageWebhooks(boolean manageWebhooks) {
        this.manageWebhooks = manageWebhooks;
    }

    /**
     * @return whether Jenkins manages webhooks over this connection: it is switched on, there are credentials for it, and
     *     Jenkins does not only watch
     */
    public boolean managesWebhooks() {
        return manageWebhooks && credentialsId != null && events != EventSource.WATCH;
    }

    /**
     * @return how this Jenkins learns of events in Codeup
     */
    @NonNull
    public EventSource getEvents() {
        return events;
    }

    @DataBoundSetter
    public void setEvents(@CheckForNull EventSource events) {
        this.events = events == null ? EventSource.WEBHOOKS : events;
    }

    /**
     * @return whether Jenkins asks Codeup what has changed: that is chosen, and there are credentials for it
     */
    public boolean watches() {
        return events != EventSource.WEBHOOKS && credentialsId != null;
    }

    /**
     * @return minutes within which the watch asks for each repository, whether or not Codeup tells that it changed
     */
    public int getWatchMinutes() {
        return watchMinutes;
    }

    /**
     * @param watchMinutes 1 to 1440, the nearest of them for other values; 0 for the default
     */
    @DataBoundSetter
    public void setWatchMinutes(int watchMinutes) {
        this.watchMinutes = within(watchMinutes, DEFAULT_WATCH_MINUTES, MAX_WATCH_MINUTES);
    }

    /**
     * @return whether steps may use the connection's credentials for any repository and URL, and triggers for
     *     repositories that are not among their job's sources
     */
    public boolean isAllowJobs() {
        return allowJobs;
    }

    @DataBoundSetter
    public void setAllowJobs(boolean allowJobs) {
        this.allowJobs = allowJobs;
    }

    /**
     * @return the title of that switch, for messages
     */
    @NonNull
    @Restricted(NoExternalUse.class)
    public static String allowJobsTitle() {
        return Messages.CodeupConnection_allowJobs();
    }

    /**
     * @return whether branch sources and organization folders may read repositories with the connection's credentials
     */
    public boolean isAllowSources() {
        return allowSources;
    }

    @DataBoundSetter
    public void setAllowSources(boolean allowSources) {
        this.allowSources = allowSources;
    }

    /**
     * @return whether build statuses may be reported with the connection's credentials
     */
    public boolean isAllowStatuses() {
        return allowStatuses;
    }

    @DataBoundSetter
    public void setAllowStatuses(boolean allowStatuses) {
        this.allowStatuses = allowStatuses;
    }

    @NonNull
    public SignatureMethod getSignature() {
        return signature;
    }

    @DataBoundSetter
    public void setSignature(@CheckForNull SignatureMethod signature) {
        this.signature = signature == null ? SignatureMethod.ROA : signature;
    }

    /**
     * @return the URL under which Codeup reaches this Jenkins, or null for Jenkins's own URL
     */
    @CheckForNull
    public String getWebhookRootUrl() {
        return webhookRootUrl;
    }

    @DataBoundSetter
    public void setWebhookRootUrl(@CheckForNull String webhookRootUrl) {
        this.webhookRootUrl = Util.fixEmptyAndTrim(webhookRootUrl);
    }

    /**
     * @return seconds that a task may take, such as a step: all its calls and the waits between them together
     */
    public int getTotalTimeoutSeconds() {
        return totalTimeoutSeconds;
    }

    /**
     * @param totalTimeoutSeconds 1 to 600, the nearest of them for other values; 0 for the default
     */
    @DataBoundSetter
    public void setTotalTimeoutSeconds(int totalTimeoutSeconds) {
        this.totalTimeoutSeconds = within(totalTimeoutSeconds, DEFAULT_TOTAL_SECONDS, MAX_TOTAL_SECONDS);
    }

    /**
     * @return seconds that one call may take
     */
    public int getRequestTimeoutSeconds() {
        return requestTimeoutSeconds;
    }

    /**
     * @param requestTimeoutSeconds 1 to 300, the nearest of them for other values; 0 for the default
     */
    @DataBoundSetter
    public void setRequestTimeoutSeconds(int requestTimeoutSeconds) {
        this.requestTimeoutSeconds = within(requestTimeoutSeconds, DEFAULT_REQUEST_SECONDS, MAX_TIMEOUT_SECONDS);
    }

    /**
     * @return seconds that connecting may take
     */
    public int getConnectTimeoutSeconds() {
        return connectTimeoutSeconds;
    }

    /**
     * @param connectTimeoutSeconds 1 to 300, the nearest of them for other values; 0 for the default
     */
    @DataBoundSetter
    public void setConnectTimeoutSeconds(int connectTimeoutSeconds) {
        this.connectTimeoutSeconds = within(connectTimeoutSeconds, DEFAULT_CONNECT_SECONDS, MAX_TIMEOUT_SECONDS);
    }

    /**
     * @return maximum number of calls at the same time, of all users of this connection together
     */
    public synchronized int getMaxConcurrentCalls() {
        return maxConcurrentCalls;
    }

    /**
     * @param maxConcurrentCalls 1 to 100, the nearest of them for other values; 0 for the default
     */
    @DataBoundSetter
    public synchronized void setMaxConcurrentCalls(int maxConcurrentCalls) {
        this.maxConcurrentCalls = within(maxConcurrentCalls, DEFAULT_CONCURRENT_CALLS, MAX_CONCURRENT_CALLS);
        callLimit = null;
    }

    private static int within(int value, int defaultValue, int max) {
        return value == 0 ? defaultValue : Math.max(1, Math.min(value, max));
    }

    /** The limit that all users of this connection share. */
    @NonNull
    synchronized CallLimit callLimit() {
        if (callLimit == null) {
            callLimit = new CallLimit(maxConcurrentCalls);
        }
        return callLimit;
    }

    /** Symbol of a connection. */
    @Extension
    @Symbol("codeupConnection")
    public static class DescriptorImpl extends ConnectionForm {

        @Override
        public String getDisplayName() {
            return Messages.CodeupConnection_displayName();
        }
    }
}
