package io.jenkins.plugins.codeup.connection;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.codeup.api.aliyun.SignatureMethod;
import io.jenkins.plugins.codeup.api.http.CallLimit;
import io.jenkins.plugins.codeup.api.http.RetrySettings;
import java.time.Duration;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * A Codeup that this Jenkins talks to: an administrator says where it is and how to speak to it, jobs choose it by name
 * and bring their own credentials.
 */
public class CodeupConnection extends AbstractDescribableImpl<CodeupConnection> {

    private static final int MAX_DEADLINE_SECONDS = 600;
    private static final int MAX_CALLS_AT_ONCE = 100;
    private static final int DEFAULT_CALLS_AT_ONCE = 8;

    private final String name;
    private CodeupApi api = CodeupApi.BY_CREDENTIALS;
    private String endpoint;
    private String organizationId;
    private SignatureMethod signature = SignatureMethod.ROA;
    private String hookRootUrl;
    private int deadlineSeconds = (int) RetrySettings.DEFAULT.deadline().toSeconds();
    private int callsAtOnce = DEFAULT_CALLS_AT_ONCE;
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
        this.api = api == null ? CodeupApi.BY_CREDENTIALS : api;
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
    public String getHookRootUrl() {
        return hookRootUrl;
    }

    @DataBoundSetter
    public void setHookRootUrl(@CheckForNull String hookRootUrl) {
        this.hookRootUrl = Util.fixEmptyAndTrim(hookRootUrl);
    }

    /**
     * @return how many seconds an undertaking may take, all its calls and the waits between them together
     */
    public int getDeadlineSeconds() {
        return deadlineSeconds;
    }

    /**
     * @param deadlineSeconds brought to between 1 and 600 where it is not
     */
    @DataBoundSetter
    public void setDeadlineSeconds(int deadlineSeconds) {
        this.deadlineSeconds = Math.max(1, Math.min(deadlineSeconds, MAX_DEADLINE_SECONDS));
    }

    /** For connections that were stored without a limit. */
    private synchronized Object readResolve() {
        if (callsAtOnce == 0) {
            callsAtOnce = DEFAULT_CALLS_AT_ONCE;
        }
        return this;
    }

    /**
     * @return how many calls all builds with this connection together may have under way
     */
    public synchronized int getCallsAtOnce() {
        return callsAtOnce;
    }

    /**
     * @param callsAtOnce brought to between 1 and 100 where it is not
     */
    @DataBoundSetter
    public synchronized void setCallsAtOnce(int callsAtOnce) {
        this.callsAtOnce = Math.max(1, Math.min(callsAtOnce, MAX_CALLS_AT_ONCE));
        callLimit = null;
    }

    /** One for all who call with this connection. */
    @NonNull
    synchronized CallLimit callLimit() {
        if (callLimit == null) {
            callLimit = new CallLimit(callsAtOnce);
        }
        return callLimit;
    }

    @NonNull
    RetrySettings retrySettings() {
        RetrySettings usual = RetrySettings.DEFAULT;
        return new RetrySettings(
                usual.attempts(), usual.base(), usual.longestWait(), Duration.ofSeconds(deadlineSeconds));
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
                Endpoints.of(api == null ? CodeupApi.BY_CREDENTIALS : api, Util.fixEmptyAndTrim(value));
                return FormValidation.ok();
            } catch (IllegalArgumentException e) {
                return FormValidation.error(e.getMessage());
            }
        }

        @POST
        public FormValidation doCheckDeadlineSeconds(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return FormValidation.validateIntegerInRange(value, 1, MAX_DEADLINE_SECONDS);
        }

        @POST
        public FormValidation doCheckCallsAtOnce(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return FormValidation.validateIntegerInRange(value, 1, MAX_CALLS_AT_ONCE);
        }

        @POST
        public FormValidation doCheckHookRootUrl(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return RootUrl.check(Util.fixEmptyAndTrim(value));
        }
    }
}
