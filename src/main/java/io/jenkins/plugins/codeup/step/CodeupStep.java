package io.jenkins.plugins.codeup.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.connection.CredentialsIds;
import java.io.IOException;
import java.io.Serializable;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * What every step of this plugin is told: which Codeup, on whose credentials. Holds ids only, so that it can be kept
 * with a build and taken up again after a restart.
 */
public abstract class CodeupStep extends Step implements Serializable {

    private static final long serialVersionUID = 1;

    private String connection;
    private String organizationId;
    private String credentialsId;
    private String accessTokenCredentialsId;
    private String securityTokenCredentialsId;

    /**
     * @return the name of a connection that an administrator configured, or null for the default
     */
    @CheckForNull
    public final String getConnection() {
        return connection;
    }

    @DataBoundSetter
    public final void setConnection(@CheckForNull String connection) {
        this.connection = Util.fixEmptyAndTrim(connection);
    }

    /**
     * @return the organization's id, or null for the one in the repository's path or the connection's
     */
    @CheckForNull
    public final String getOrganizationId() {
        return organizationId;
    }

    @DataBoundSetter
    public final void setOrganizationId(@CheckForNull String organizationId) {
        this.organizationId = Util.fixEmptyAndTrim(organizationId);
    }

    /**
     * @return the id of a Username with password (AccessKey) or a Secret text (token)
     */
    @CheckForNull
    public final String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public final void setCredentialsId(@CheckForNull String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    /**
     * @return the id of a Secret text with an AccessToken whose rights apply instead of the AccessKey's, or null
     */
    @CheckForNull
    public final String getAccessTokenCredentialsId() {
        return accessTokenCredentialsId;
    }

    @DataBoundSetter
    public final void setAccessTokenCredentialsId(@CheckForNull String accessTokenCredentialsId) {
        this.accessTokenCredentialsId = Util.fixEmptyAndTrim(accessTokenCredentialsId);
    }

    /**
     * @return the id of a Secret text with the STS token that belongs to a temporary AccessKey, or null
     */
    @CheckForNull
    public final String getSecurityTokenCredentialsId() {
        return securityTokenCredentialsId;
    }

    @DataBoundSetter
    public final void setSecurityTokenCredentialsId(@CheckForNull String securityTokenCredentialsId) {
        this.securityTokenCredentialsId = Util.fixEmptyAndTrim(securityTokenCredentialsId);
    }

    @NonNull
    final CredentialsIds credentialsIds() {
        return new CredentialsIds(credentialsId, accessTokenCredentialsId, securityTokenCredentialsId);
    }

    /**
     * Does what the step is for.
     *
     * @return plain values that a sandboxed script can read and a build can keep
     */
    @NonNull
    abstract Serializable execute(@NonNull Run<?, ?> run, @NonNull CodeupLog log)
            throws IOException, InterruptedException;

    /**
     * @throws AbortException if it can't be done; the message, in the user's language, says why and what to do
     * @throws InterruptedException at once when the build is aborted
     */
    @NonNull
    final Serializable perform(@NonNull Run<?, ?> run, @NonNull TaskListener listener)
            throws IOException, InterruptedException {
        try {
            return execute(run, new CodeupLog(listener));
        } catch (CodeupException e) {
            throw new AbortException(e.describe(LocaleProvider.getLocale()));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new AbortException(getDescriptor().getFunctionName() + ": " + e.getMessage());
        }
    }

    @Override
    public final StepExecution start(StepContext context) {
        return new CodeupStepExecution(context, this);
    }
}
