package io.jenkins.plugins.codeup.feedback;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.codeup.client.CommitStatuses.CommitStatus;
import io.jenkins.plugins.codeup.connection.CodeupForms;
import io.jenkins.plugins.codeup.scm.CodeupSCMSource;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.trait.SCMSourceTrait;
import jenkins.scm.api.trait.SCMSourceTraitDescriptor;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Makes Jenkins report the status of each build to Codeup, as a status of the commit. */
public class BuildStatusTrait extends SCMSourceTrait {

    static final String DEFAULT_CONTEXT = "Jenkins";
    static final String BRANCH = "/branch";
    static final String TAG = "/tag";
    static final String MERGE_REQUEST = "/merge-request";

    /** In characters; leaves room for the longest suffix. */
    static final int MAX_CONTEXT_LENGTH = CommitStatus.LONGEST_CONTEXT - MERGE_REQUEST.length();

    private String context = DEFAULT_CONTEXT;

    @DataBoundConstructor
    public BuildStatusTrait() {
        // all fields have defaults
    }

    private Object readResolve() {
        if (context == null) {
            context = DEFAULT_CONTEXT;
        }
        return this;
    }

    /**
     * @return the name under which Codeup shows the statuses; a suffix says what was built
     */
    @NonNull
    public String getContext() {
        return context;
    }

    /**
     * @param context empty for the default; cut off at the length that Codeup accepts
     */
    @DataBoundSetter
    public void setContext(@CheckForNull String context) {
        String given = Util.fixEmptyAndTrim(context);
        this.context =
                given == null ? DEFAULT_CONTEXT : given.substring(0, Math.min(given.length(), MAX_CONTEXT_LENGTH));
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
            return value != null && value.trim().length() > MAX_CONTEXT_LENGTH
                    ? FormValidation.error(Messages.BuildStatusTrait_tooLong(MAX_CONTEXT_LENGTH))
                    : FormValidation.ok();
        }
    }
}
