package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Job;
import hudson.triggers.TriggerDescriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CredentialsItems;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.DeliveryDecision;
import io.jenkins.plugins.codeup.delivery.DeliveryFilter;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import java.util.List;
import jenkins.model.Jenkins;
import jenkins.model.ParameterizedJobMixIn;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * {@code codeup}: starts builds of a job when Codeup tells of a push, a tag, a merge request or a comment. Holds only
 * what is to be built; the address for Codeup and its secret are the {@linkplain ItemWebhook item's}.
 */
public class CodeupTrigger extends WantedDeliveries {

    private String repository;
    private String secretCredentialsId;
    private String connection;
    private boolean hookByHand;
    private transient DeliveryFilter filter;

    @DataBoundConstructor
    public CodeupTrigger() {
        // all fields have defaults
    }

    /**
     * @return the job's trigger, or null if it has none
     */
    @CheckForNull
    public static CodeupTrigger of(@NonNull Job<?, ?> job) {
        return ParameterizedJobMixIn.getTrigger(job, CodeupTrigger.class);
    }

    /**
     * @param urls where the job's sources are, none if it does not say
     */
    @NonNull
    DeliveryDecision decide(@NonNull Delivery delivery, @NonNull List<String> urls) {
        DeliveryDecision other = TriggerFilters.otherRepository(delivery, repository, urls);
        return other != null ? other : filter().decide(delivery);
    }

    private synchronized DeliveryFilter filter() {
        if (filter == null) {
            filter = TriggerFilters.of(this);
        }
        return filter;
    }

    @CheckForNull
    public String getRepository() {
        return repository;
    }

    @DataBoundSetter
    public void setRepository(@CheckForNull String repository) {
        this.repository = Util.fixEmptyAndTrim(repository);
    }

    @CheckForNull
    public String getSecretCredentialsId() {
        return secretCredentialsId;
    }

    @DataBoundSetter
    public void setSecretCredentialsId(@CheckForNull String secretCredentialsId) {
        this.secretCredentialsId = Util.fixEmptyAndTrim(secretCredentialsId);
    }

    /**
     * @return the name of the connection that the job's hook is made over, or null for the one that fits the repository
     */
    @CheckForNull
    public String getConnection() {
        return connection;
    }

    @DataBoundSetter
    public void setConnection(@CheckForNull String connection) {
        this.connection = Util.fixEmptyAndTrim(connection);
    }

    /**
     * @return whether Jenkins sees to the job's hook by itself, where the connection does so
     */
    public boolean isManageWebhook() {
        return !hookByHand;
    }

    @DataBoundSetter
    public void setManageWebhook(boolean manageWebhook) {
        this.hookByHand = !manageWebhook;
    }

    /** Form and checks. */
    @Extension
    @Symbol("codeup")
    public static class DescriptorImpl extends TriggerDescriptor {

        @Override
        public boolean isApplicable(Item item) {
            return item instanceof Job && item instanceof ParameterizedJobMixIn.ParameterizedJob;
        }

        @Override
        public String getDisplayName() {
            return Messages.CodeupTrigger_displayName();
        }

        @POST
        public ListBoxModel doFillSecretCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String secretCredentialsId) {
            return CredentialsItems.secretTexts(item, secretCredentialsId);
        }

        @POST
        public ListBoxModel doFillConnectionItems(@AncestorInPath Item item, @QueryParameter String connection) {
            return CodeupConfiguration.get().items(item, connection);
        }

        /** Of each field that holds patterns. */
        @POST
        public FormValidation doCheckPatterns(@AncestorInPath Item item, @QueryParameter String value) {
            checkMayConfigure(item);
            return TriggerFilters.checkPatterns(value);
        }

        @POST
        public FormValidation doCheckNotePattern(@AncestorInPath Item item, @QueryParameter String value) {
            checkMayConfigure(item);
            return TriggerFilters.checkPatterns(value.isBlank() ? "" : "regex:" + value);
        }

        @POST
        public FormValidation doCheckMergeRequestActions(@AncestorInPath Item item, @QueryParameter String value) {
            checkMayConfigure(item);
            return TriggerFilters.checkActions(value);
        }

        private static void checkMayConfigure(Item item) {
            if (item == null) {
                Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            } else {
                item.checkPermission(Item.CONFIGURE);
            }
        }
    }
}
