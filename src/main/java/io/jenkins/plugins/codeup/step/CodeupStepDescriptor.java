package io.jenkins.plugins.codeup.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.EditDistance;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CredentialsIds;
import io.jenkins.plugins.codeup.connection.CredentialsItems;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** The form fields and checks that the steps share, and how their arguments are bound. */
public abstract class CodeupStepDescriptor extends StepDescriptor {

    @Override
    public Set<? extends Class<?>> getRequiredContext() {
        return Set.of(Run.class, TaskListener.class);
    }

    /** Binds a call's named arguments; one that the step does not have is an error, not a line in the log. */
    @Override
    public Step newInstance(Map<String, Object> arguments) throws Exception {
        DescribableModel<? extends Step> model = DescribableModel.of(clazz);
        List<String> known = model.getParameters().stream()
                .map(DescribableParameter::getName)
                .toList();
        Set<String> unknown = new TreeSet<>(arguments.keySet());
        known.forEach(unknown::remove);
        for (String name : unknown) {
            throw new IllegalArgumentException(Messages.CodeupStepDescriptor_unknownParameter(
                    getFunctionName(), name, EditDistance.findNearest(name, known), String.join(", ", known)));
        }
        return model.instantiate(arguments, TaskListener.NULL);
    }

    /** Binds the form; what is left empty there is not stated. */
    @Override
    public Step newInstance(@CheckForNull StaplerRequest2 request, JSONObject form) throws FormException {
        JSONObject stated = new JSONObject();
        for (Object name : form.names()) {
            Object value = form.get((String) name);
            if (!"".equals(value)) {
                stated.put((String) name, value);
            }
        }
        return super.newInstance(request, stated);
    }

    @POST
    public FormValidation doCheckRepository(@AncestorInPath Item item, @QueryParameter String value) {
        checkMayConfigure(item);
        if (value.isBlank()) {
            return FormValidation.error(Messages.CodeupStepDescriptor_repositoryMissing());
        }
        if (value.contains("$")) {
            return FormValidation.ok();
        }
        try {
            RepositoryRef.parse(value);
            return FormValidation.ok();
        } catch (IllegalArgumentException e) {
            return FormValidation.error(Messages.CodeupStepDescriptor_repository(value));
        }
    }

    @POST
    public ListBoxModel doFillConnectionItems(@AncestorInPath Item item, @QueryParameter String connection) {
        return CodeupConfiguration.get().items(item, connection);
    }

    @POST
    public ListBoxModel doFillCredentialsIdItems(@AncestorInPath Item item, @QueryParameter String credentialsId) {
        return CredentialsItems.keysAndTokens(item, credentialsId);
    }

    @POST
    public ListBoxModel doFillAccessTokenCredentialsIdItems(
            @AncestorInPath Item item, @QueryParameter String accessTokenCredentialsId) {
        return CredentialsItems.secretTexts(item, accessTokenCredentialsId);
    }

    @POST
    public ListBoxModel doFillSecurityTokenCredentialsIdItems(
            @AncestorInPath Item item, @QueryParameter String securityTokenCredentialsId) {
        return CredentialsItems.secretTexts(item, securityTokenCredentialsId);
    }

    /** Asks Codeup for the repository's hooks, which shows address, credentials and rights in one. */
    @POST
    public FormValidation doTestConnection(
            @AncestorInPath Item item,
            @QueryParameter String connection,
            @QueryParameter String repository,
            @QueryParameter String organizationId,
            @QueryParameter String credentialsId,
            @QueryParameter String accessTokenCredentialsId,
            @QueryParameter String securityTokenCredentialsId) {
        checkMayConfigure(item);
        CredentialsIds ids = new CredentialsIds(credentialsId, accessTokenCredentialsId, securityTokenCredentialsId);
        return ConnectionTest.run(item, Util.fixEmptyAndTrim(connection), repository, organizationId, ids);
    }

    static void checkMayConfigure(@CheckForNull Item item) {
        if (item == null) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        } else {
            item.checkPermission(Item.CONFIGURE);
        }
    }
}
