package io.jenkins.plugins.codeup.connection;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.codeup.client.aliyun.SignatureMethod;
import io.jenkins.plugins.codeup.client.http.CallLimit;
import io.jenkins.plugins.codeup.client.http.RetrySettings;
import java.time.Duration;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * A Codeup that this Jenkins talks to: an administrator says where it is and how to speak to it, jobs choose it by name
 * and bring their own credentials, or act with the connection's where an administrator gave it some.
 */
public class CodeupConnection extends AbstractDescribableImpl<CodeupConnection> {

    private static final int MAX_DEADLINE_SECONDS = 600;
    private static final int MAX_CALLS_AT_ONCE = 100;
    private static final int MAX_TIMEOUT_SECONDS = 300;
    private static final int DEFAULT_CALLS_AT_ONCE = 8;
    private static final int DEFAULT_REQUEST_SECONDS = 20;
    private static final int DEFAULT_CONNECT_SECONDS = 10;

    private final String name;
    private CodeupApi api = CodeupApi.AUTOMATIC;
    private String endpoint;
    private String organizationId;
    private String credentialsId;
    private String accessTokenCredentialsId;
    private String securityTokenCredentialsId;
    private boolean hooksByHand;
    private SignatureMethod signature = SignatureMethod.ROA;
    private String webhookRootUrl;
    private int totalTimeoutSeconds = (int) RetrySettings.DEFAULT.deadline().toSeconds();
    private int requestTimeoutSeconds = DEFAULT_REQUEST_SECONDS;
    private int connectTimeoutSeconds = DEFAULT_CONNECT_SECONDS;
    private int maxConcurrentCalls = DEFAULT_CALLS_AT_ONCE;
    private transient CallLimit callLimit;

    /**
     * @param name what jobs choose the connection by
     */
    @DataBoundConstructor
    public CodeupConnection(@CheckForNull String name) {
        this.name = Util.fixNull(name).trim();
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
     * @return the organization of repositories that jobs name without one, or null
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
     * @return the id of a Username with password or a Secret text in Jenkins's own store, with which jobs act that name no
     *     credentials, and everything in the background; or null
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
     * @return the id of a Secret text with an AccessToken on top of the AccessKey, or null
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

    @NonNull
    CredentialsIds credentialsIds() {
        return new CredentialsIds(credentialsId, accessTokenCredentialsId, securityTokenCredentialsId);
    }

    /**
     * @return whether hooks shall follow jobs, as an administrator chose
     */
    public boolean isManageWebhooks() {
        return !hooksByHand;
    }

    @DataBoundSetter
    public void setManageWebhooks(boolean manageWebhooks) {
        this.hooksByHand = !manageWebhooks;
    }

    /**
     * @return whether hooks do follow jobs: it is wanted, and there are credentials for it
     */
    public boolean managesWebhooks() {
        return !hooksByHand && credentialsId != null;
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
     * @return the URL under which Codeup reaches this Jenkins where it is not Jenkins's own URL, or null
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
     * @return how many seconds an undertaking may take, all its calls and the waits between them together
     */
    public int getTotalTimeoutSeconds() {
        return totalTimeoutSeconds;
    }

    /**
     * @param totalTimeoutSeconds brought to between 1 and 600 where it is not
     */
    @DataBoundSetter
    public void setTotalTimeoutSeconds(int totalTimeoutSeconds) {
        this.totalTimeoutSeconds = Math.max(1, Math.min(totalTimeoutSeconds, MAX_DEADLINE_SECONDS));
    }

    /**
     * @return how many seconds one call may take
     */
    public int getRequestTimeoutSeconds() {
        return requestTimeoutSeconds;
    }

    /**
     * @param requestTimeoutSeconds brought to between 1 and 300 where it is not
     */
    @DataBoundSetter
    public void setRequestTimeoutSeconds(int requestTimeoutSeconds) {
        this.requestTimeoutSeconds = Math.max(1, Math.min(requestTimeoutSeconds, MAX_TIMEOUT_SECONDS));
    }

    /**
     * @return how many seconds of a call connecting may take
     */
    public int getConnectTimeoutSeconds() {
        return connectTimeoutSeconds;
    }

    /**
     * @param connectTimeoutSeconds brought to between 1 and 300 where it is not
     */
    @DataBoundSetter
    public void setConnectTimeoutSeconds(int connectTimeoutSeconds) {
        this.connectTimeoutSeconds = Math.max(1, Math.min(connectTimeoutSeconds, MAX_TIMEOUT_SECONDS));
    }

    /** For connections that were stored without limits. */
    private Object readResolve() {
        synchronized (this) {
            maxConcurrentCalls = maxConcurrentCalls == 0 ? DEFAULT_CALLS_AT_ONCE : maxConcurrentCalls;
        }
        requestTimeoutSeconds = requestTimeoutSeconds == 0 ? DEFAULT_REQUEST_SECONDS : requestTimeoutSeconds;
        connectTimeoutSeconds = connectTimeoutSeconds == 0 ? DEFAULT_CONNECT_SECONDS : connectTimeoutSeconds;
        return this;
    }

    /**
     * @return how many calls all builds with this connection together may have under way
     */
    public synchronized int getMaxConcurrentCalls() {
        return maxConcurrentCalls;
    }

    /**
     * @param maxConcurrentCalls brought to between 1 and 100 where it is not
     */
    @DataBoundSetter
    public synchronized void setMaxConcurrentCalls(int maxConcurrentCalls) {
        this.maxConcurrentCalls = Math.max(1, Math.min(maxConcurrentCalls, MAX_CALLS_AT_ONCE));
        callLimit = null;
    }

    /** One for all who call with this connection. */
    @NonNull
    synchronized CallLimit callLimit() {
        if (callLimit == null) {
            callLimit = new CallLimit(maxConcurrentCalls);
        }
        return callLimit;
    }

    @NonNull
    RetrySettings retrySettings() {
        RetrySettings usual = RetrySettings.DEFAULT;
        return new RetrySettings(
                usual.attempts(), usual.base(), usual.longestWait(), Duration.ofSeconds(totalTimeoutSeconds));
    }

    /** Form of one connection. */
    @Extension
    @Symbol("codeupConnection")
    public static class DescriptorImpl extends Descriptor<CodeupConnection> {

        @Override
        public String getDisplayName() {
            return Messages.CodeupConnection_displayName();
        }

        @POST
        public ListBoxModel doFillApiItems() {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            ListBoxModel items = new ListBoxModel();
            for (CodeupApi api : CodeupApi.values()) {
                items.add(api.getDisplayName(), api.name());
            }
            return items;
        }

        @POST
        public ListBoxModel doFillSignatureItems() {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            ListBoxModel items = new ListBoxModel();
            items.add(Messages.CodeupConnection_signatureRoa(), SignatureMethod.ROA.name());
            items.add(Messages.CodeupConnection_signatureAcs3(), SignatureMethod.ACS3.name());
            return items;
        }

        @POST
        public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
            return CredentialsItems.keysAndTokens(null, credentialsId);
        }

        @POST
        public ListBoxModel doFillAccessTokenCredentialsIdItems(@QueryParameter String accessTokenCredentialsId) {
            return CredentialsItems.secretTexts(null, accessTokenCredentialsId);
        }

        @POST
        public ListBoxModel doFillSecurityTokenCredentialsIdItems(@QueryParameter String securityTokenCredentialsId) {
            return CredentialsItems.secretTexts(null, securityTokenCredentialsId);
        }

        /** Asks Codeup whose the credentials are and what they may, with what the form says now. */
        @POST
        public FormValidation doTestConnection(
                @QueryParameter CodeupApi api,
                @QueryParameter String endpoint,
                @QueryParameter String organizationId,
                @QueryParameter String credentialsId,
                @QueryParameter String accessTokenCredentialsId,
                @QueryParameter String securityTokenCredentialsId,
                @QueryParameter SignatureMethod signature) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            CodeupConnection connection = new CodeupConnection("");
            connection.setApi(api);
            connection.setEndpoint(endpoint);
            connection.setOrganizationId(organizationId);
            connection.setCredentialsId(credentialsId);
            connection.setAccessTokenCredentialsId(accessTokenCredentialsId);
            connection.setSecurityTokenCredentialsId(securityTokenCredentialsId);
            connection.setSignature(signature);
            return ConnectionRights.test(connection);
        }

        @POST
        public FormValidation doCheckName(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return Util.fixEmptyAndTrim(value) == null
                    ? FormValidation.error(Messages.CodeupConnection_nameMissing())
                    : FormValidation.ok();
        }

        @POST
        public FormValidation doCheckEndpoint(@QueryParameter String value, @QueryParameter CodeupApi api) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            try {
                Endpoints.of(api == null ? CodeupApi.AUTOMATIC : api, Util.fixEmptyAndTrim(value));
                return FormValidation.ok();
            } catch (IllegalArgumentException e) {
                return FormValidation.error(e.getMessage());
            }
        }

        @POST
        public FormValidation doCheckTotalTimeoutSeconds(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return FormValidation.validateIntegerInRange(value, 1, MAX_DEADLINE_SECONDS);
        }

        @POST
        public FormValidation doCheckMaxConcurrentCalls(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return FormValidation.validateIntegerInRange(value, 1, MAX_CALLS_AT_ONCE);
        }

        @POST
        public FormValidation doCheckRequestTimeoutSeconds(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return FormValidation.validateIntegerInRange(value, 1, MAX_TIMEOUT_SECONDS);
        }

        @POST
        public FormValidation doCheckConnectTimeoutSeconds(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return FormValidation.validateIntegerInRange(value, 1, MAX_TIMEOUT_SECONDS);
        }

        @POST
        public FormValidation doCheckWebhookRootUrl(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return RootUrl.check(Util.fixEmptyAndTrim(value));
        }
    }
}
