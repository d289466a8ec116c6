package io.jenkins.plugins.codeup.connection;

import hudson.Util;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.codeup.client.aliyun.SignatureMethod;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Form of a connection: its drop-down lists, checks and the button that tests it. For administrators. */
@Restricted(NoExternalUse.class)
public abstract class ConnectionForm extends Descriptor<CodeupConnection> {

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
        return CodeupForms.keysAndTokens(null, credentialsId);
    }

    @POST
    public ListBoxModel doFillAccessTokenCredentialsIdItems(@QueryParameter String accessTokenCredentialsId) {
        return CodeupForms.secretTexts(null, accessTokenCredentialsId);
    }

    @POST
    public ListBoxModel doFillSecurityTokenCredentialsIdItems(@QueryParameter String securityTokenCredentialsId) {
        return CodeupForms.secretTexts(null, securityTokenCredentialsId);
    }

    /** Tests the values in the form, saved or not. */
    @POST
    public FormValidation doTestConnection(
            @QueryParameter String api,
            @QueryParameter String endpoint,
            @QueryParameter String organizationId,
            @QueryParameter String credentialsId,
            @QueryParameter String accessTokenCredentialsId,
            @QueryParameter String securityTokenCredentialsId,
            @QueryParameter String signature) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        CodeupConnection connection = new CodeupConnection("");
        connection.setApi(constant(CodeupApi.class, api));
        connection.setEndpoint(endpoint);
        connection.setOrganizationId(organizationId);
        connection.setCredentialsId(credentialsId);
        connection.setAccessTokenCredentialsId(accessTokenCredentialsId);
        connection.setSecurityTokenCredentialsId(securityTokenCredentialsId);
        connection.setSignature(constant(SignatureMethod.class, signature));
        return ConnectionTest.ofConnection(connection);
    }

    /** Null where a request, which may be made by hand, names none. */
    private static <E extends Enum<E>> E constant(Class<E> type, String name) {
        return Stream.of(type.getEnumConstants())
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    @POST
    public FormValidation doCheckName(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return Util.fixEmptyAndTrim(value) == null
                ? FormValidation.error(Messages.CodeupConnection_nameMissing())
                : FormValidation.ok();
    }

    @POST
    public FormValidation doCheckEndpoint(@QueryParameter String value, @QueryParameter String api) {

        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        try {
            CodeupApi selected = constant(CodeupApi.class, api);
            (selected == null ? CodeupApi.AUTOMATIC : selected).endpoint(Util.fixEmptyAndTrim(value));
            return FormValidation.ok();
        } catch (IllegalArgumentException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    @POST
    public FormValidation doCheckTokenExpires(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return TokenExpiry.check(Util.fixEmptyAndTrim(value));
    }

    @POST
    public ListBoxModel doFillEventsItems() {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return EventSource.items();
    }

    /** What the watch needs, of the values in the form. */
    @POST
    public FormValidation doCheckEvents(
            @QueryParameter String value, @QueryParameter String api, @QueryParameter String credentialsId) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        CodeupConnection connection = new CodeupConnection("");
        connection.setApi(constant(CodeupApi.class, api));
        connection.setCredentialsId(credentialsId);
        connection.setEvents(constant(EventSource.class, value));
        String warning = WatchRequirements.warning(connection);
        return warning == null ? FormValidation.ok() : FormValidation.warning(warning);
    }

    @POST
    public FormValidation doCheckWatchMinutes(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return FormValidation.validateIntegerInRange(value, 1, CodeupConnection.MAX_WATCH_MINUTES);
    }

    @POST
    public FormValidation doCheckTotalTimeoutSeconds(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return FormValidation.validateIntegerInRange(value, 1, CodeupConnection.MAX_TOTAL_SECONDS);
    }

    @POST
    public FormValidation doCheckMaxConcurrentCalls(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return FormValidation.validateIntegerInRange(value, 1, CodeupConnection.MAX_CONCURRENT_CALLS);
    }

    @POST
    public FormValidation doCheckRequestTimeoutSeconds(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return FormValidation.validateIntegerInRange(value, 1, CodeupConnection.MAX_TIMEOUT_SECONDS);
    }

    @POST
    public FormValidation doCheckConnectTimeoutSeconds(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return FormValidation.validateIntegerInRange(value, 1, CodeupConnection.MAX_TIMEOUT_SECONDS);
    }

    @POST
    public FormValidation doCheckWebhookRootUrl(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return RootUrl.check(Util.fixEmptyAndTrim(value));
    }
}
