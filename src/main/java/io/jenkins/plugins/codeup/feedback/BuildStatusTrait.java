package io.jenkins.plugins.codeup.feedback;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.codeup.connection.CodeupForms;
import io.jenkins.plugins.codeup.scm.CodeupSCMSource;
import io.jenkins.plugins.codeup.trigger.StatusTemplate;
import io.jenkins.plugins.codeup.trigger.UnstableAs;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.trait.SCMSourceTrait;
import jenkins.scm.api.trait.SCMSourceTraitDescriptor;
import org.jenkinsci.Symbol;
import org.jvnet.localizer.Localizable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * Makes Jenkins report the status of each build to Codeup, as a status of the commit, and the checks that other plugins
 * publish.
 */
public class BuildStatusTrait extends SCMSourceTrait {

    static final String DEFAULT_CONTEXT = "Jenkins";

    private String context = DEFAULT_CONTEXT;
    private UnstableAs unstable = UnstableAs.FAILURE;

    @DataBoundConstructor
    public BuildStatusTrait() {
        // all fields have defaults
    }

    private Object readResolve() {
        if (context == null) {
            context = DEFAULT_CONTEXT;
        }
        setUnstable(unstable);
        return this;
    }

    /**
     * @return template of the names under which Codeup shows the statuses
     */
    @NonNull
    public String getContext() {
        return context;
    }

    /**
     * @param context empty for the default
     */
    @DataBoundSetter
    public void setContext(@CheckForNull String context) {
        String given = Util.fixEmptyAndTrim(context);
        this.context = given == null ? DEFAULT_CONTEXT : given;
    }

    @NonNull
    public UnstableAs getUnstable() {
        return unstable;
    }

    @DataBoundSetter
    public void setUnstable(@CheckForNull UnstableAs unstable) {
        this.unstable = unstable == null ? UnstableAs.FAILURE : unstable;
    }

    /** Form of the trait. */
    @Extension
    @Symbol("codeupBuildStatus")
    public static class DescriptorImpl extends SCMSourceTraitDescriptor {

        @Override
        public String getDisplayName() {
            return Messages.BuildStatusTrait_displayName();
        }

        @Override
        public Class<? extends SCMSource> getSourceClass() {
            return CodeupSCMSource.class;
        }

        @POST
        public FormValidation doCheckContext(@AncestorInPath Item item, @QueryParameter String value) {
            CodeupForms.checkMayConfigure(item);
            Localizable problem = StatusTemplate.problem(value);
            return problem == null ? FormValidation.ok() : FormValidation.error(problem.toString());
        }
    }
}
