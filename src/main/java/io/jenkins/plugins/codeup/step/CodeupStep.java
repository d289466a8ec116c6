package io.jenkins.plugins.codeup.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.EditDistance;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.client.http.RetryPolicy;
import io.jenkins.plugins.codeup.connection.CodeupClients;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.connection.CodeupForms;
import io.jenkins.plugins.codeup.connection.ConnectionTest;
import io.jenkins.plugins.codeup.connection.CredentialsLookup;
import java.beans.Introspector;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.steps.SynchronousNonBlockingStepExecution;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/**
 * Base of all steps: connection, organization and credentials. Holds ids only, no secrets, and is stored with a running
 * build.
 */
public abstract class CodeupStep extends Step implements Serializable {

    private static final long serialVersionUID = 1;

    private String connection;
    private String organizationId;
    private String credentialsId;
    private String accessTokenCredentialsId;
    private String securityTokenCredentialsId;

    CodeupStep() {}

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
     * @return the organization's id, or null for that in the repository's path or the connection's
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
     * @return the id of a Username with password (AccessKey) or a Secret text (token), or null for the connection's
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
     * @return the id of a Secret text with the STS token of a temporary AccessKey, or null
     */
    @CheckForNull
    public final String getSecurityTokenCredentialsId() {
        return securityTokenCredentialsId;
    }

    @DataBoundSetter
    public final void setSecurityTokenCredentialsId(@CheckForNull String securityTokenCredentialsId) {
        this.securityTokenCredentialsId = Util.fixEmptyAndTrim(securityTokenCredentialsId);
    }

    /**
     * @throws IllegalArgumentException if there is no connection of that name
     */
    @NonNull
    final CodeupConnection connection() {
        return CodeupConfiguration.get().connection(connection);
    }

    /**
     * @param purpose what for, where the connection's own credentials are used
     * @param repository the repository that the step is about, or null
     * @return a client with the credentials of this step, or else the connection's; all its calls share the connection's
     *     total time-out, from now on
     * @throws IllegalArgumentException if something is missing or does not fit; the message says what
     */
    @NonNull
    final CodeupClient client(
            @NonNull CodeupClients.Purpose purpose,
            @NonNull Run<?, ?> run,
            @CheckForNull RepositoryRef repository,
            @NonNull Log log) {
        CredentialsLookup.Ids ids =
                new CredentialsLookup.Ids(credentialsId, accessTokenCredentialsId, securityTokenCredentialsId);
        return CodeupClients.forTask(
                connection(), purpose, CredentialsLookup.of(run), ids, organizationId, repository, log);
    }

    /**
     * Does what the step is for.
     *
     * @return lists, maps, strings, numbers and booleans only, which a sandboxed script can read and a build can store
     */
    @NonNull
    abstract Serializable run(@NonNull Run<?, ?> run, @NonNull Log log) throws IOException, InterruptedException;

    /**
     * @throws AbortException if it fails; the message, in the user's language, says why and what to do
     * @throws InterruptedException at once when the build is aborted
     */
    @NonNull
    final Serializable perform(@NonNull Run<?, ?> run, @NonNull TaskListener listener)
            throws IOException, InterruptedException {
        try {
            return run(run, new Log(listener));
        } catch (CodeupException e) {
            throw new AbortException(e.describe(LocaleProvider.getLocale()));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new AbortException(getDescriptor().getFunctionName() + ": " + e.getMessage());
        }
    }

    @Override
    public final StepExecution start(StepContext context) {
        return new Execution(context, this);
    }

    /** Base of the steps about one repository. */
    public abstract static class OfRepository extends CodeupStep {

        private static final long serialVersionUID = 1;

        private final String repository;

        OfRepository(@CheckForNull String repository) {
            this.repository = Util.fixEmptyAndTrim(repository);
        }

        /**
         * @return the repository's id, path or clone URL, as it was given
         */
        @CheckForNull
        public final String getRepository() {
            return repository;
        }

        /**
         * @throws IllegalArgumentException if it is none of the three; the message says what is accepted
         */
        @NonNull
        final RepositoryRef repository() {
            return RepositoryRef.parse(repository);
        }
    }

    /** Runs a step on the controller. */
    private static final class Execution extends SynchronousNonBlockingStepExecution<Object> {

        private static final long serialVersionUID = 1;

        private final CodeupStep step;

        Execution(StepContext context, CodeupStep step) {
            super(context);
            this.step = step;
        }

        @Override
        protected Object run() throws Exception {
            return step.perform(getContext().get(Run.class), getContext().get(TaskListener.class));
        }

        /** Runs the step again after a restart: each step reads before it writes, so that repeating it is safe. */
        @Override
        public void onResume() {
            try {
                start();
            } catch (Exception e) {
                getContext().onFailure(e);
            }
        }

        @Override
        public boolean blocksRestart() {
            return false;
        }
    }

    /** Lines of this plugin in a build's log, among them why the build is waiting. */
    static final class Log implements RetryPolicy.Listener {

        private final TaskListener listener;

        Log(TaskListener listener) {
            this.listener = listener;
        }

        void println(@NonNull String line) {
            listener.getLogger().println("[Codeup] " + line);
        }

        @Override
        public void waiting(
                CodeupException.Call call, int attempt, int attempts, Duration wait, CodeupException reason) {
            Locale locale = LocaleProvider.getLocale();
            String seconds = String.format(locale, "%.1f", wait.toMillis() / 1000.0);
            println(Messages.CodeupStep_waiting(reason.whatHappened(locale), attempt, attempts, seconds));
        }
    }

    /** Form fields and checks that the steps share, and the binding of a call's arguments. */
    @Restricted(NoExternalUse.class)
    public abstract static class Descriptor extends StepDescriptor {

        /** A parameter as the message of a wrong type has it: by its setter or, if required, by its name. */
        private static final Pattern PARAMETER =
                Pattern.compile("^(?:class )?[\\w.$]+\\.(?:set(\\w+)\\(\\)|(\\w+))(?= expects )");

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class);
        }

        /**
         * Binds the arguments of a call. An argument that the step does not have is an error, not only a line in the log.
         *
         * @throws AbortException if an argument is unknown or has a wrong value; shown in the build's log without a stack
         *     trace
         */
        @Override
        public Step newInstance(Map<String, Object> arguments) throws AbortException {
            DescribableModel<? extends Step> model = DescribableModel.of(clazz);
            List<String> known = model.getParameters().stream()
                    .map(DescribableParameter::getName)
                    .toList();
            for (String name : arguments.keySet()) {
                if (!known.contains(name)) {
                    throw new AbortException(Messages.CodeupStep_unknownParameter(
                            getFunctionName(), name, EditDistance.findNearest(name, known), String.join(", ", known)));
                }
            }
            try {
                CodeupForms.checkSwitches(clazz, arguments);
                return model.instantiate(arguments, TaskListener.NULL);
            } catch (IllegalArgumentException e) {
                throw new AbortException(getFunctionName() + ": " + wrongValue(e));
            }
        }

        /** The innermost cause names the field and the value; those around it repeat all arguments and class names. */
        private static String wrongValue(IllegalArgumentException e) {
            Throwable innermost = e;
            while (innermost.getCause() != null) {
                innermost = innermost.getCause();
            }
            String message = String.valueOf(innermost.getMessage()).replace("class java.lang.", "");
            return PARAMETER
                    .matcher(message)
                    .replaceFirst(found ->
                            Introspector.decapitalize(found.group(1) == null ? found.group(2) : found.group(1)));
        }

        /** Binds the form. An empty field means that nothing was given. */
        @Override
        public Step newInstance(@CheckForNull StaplerRequest2 request, JSONObject form) throws FormException {
            JSONObject given = new JSONObject();
            for (Object name : form.names()) {
                Object value = form.get((String) name);
                if (!"".equals(value)) {
                    given.put((String) name, value);
                }
            }
            return super.newInstance(request, given);
        }

        /** Shows no error for an empty field, as a new step has one; a build says that it is missing. */
        @POST
        public FormValidation doCheckRepository(@AncestorInPath Item item, @QueryParameter String value) {
            CodeupForms.checkMayConfigure(item);
            if (value == null || value.isBlank() || value.contains("$")) {
                return FormValidation.ok();
            }
            try {
                RepositoryRef.parse(value);
                return FormValidation.ok();
            } catch (IllegalArgumentException e) {
                return FormValidation.error(Messages.CodeupStep_repository(value));
            }
        }

        @POST
        public ListBoxModel doFillConnectionItems(@AncestorInPath Item item, @QueryParameter String connection) {
            return CodeupForms.connections(item, connection);
        }

        @POST
        public ListBoxModel doFillCredentialsIdItems(@AncestorInPath Item item, @QueryParameter String credentialsId) {
            return CodeupForms.keysAndTokens(item, credentialsId);
        }

        @POST
        public ListBoxModel doFillAccessTokenCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String accessTokenCredentialsId) {
            return CodeupForms.secretTexts(item, accessTokenCredentialsId);
        }

        @POST
        public ListBoxModel doFillSecurityTokenCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String securityTokenCredentialsId) {
            return CodeupForms.secretTexts(item, securityTokenCredentialsId);
        }

        @POST
        public FormValidation doTestConnection(
                @AncestorInPath Item item,
                @QueryParameter String connection,
                @QueryParameter String repository,
                @QueryParameter String organizationId,
                @QueryParameter String credentialsId,
                @QueryParameter String accessTokenCredentialsId,
                @QueryParameter String securityTokenCredentialsId) {
            CodeupForms.checkMayConfigure(item);
            CredentialsLookup.Ids ids =
                    new CredentialsLookup.Ids(credentialsId, accessTokenCredentialsId, securityTokenCredentialsId);
            return ConnectionTest.ofRepository(
                    CodeupClients.Purpose.JOB, item, connection, repository, organizationId, ids);
        }
    }
}
