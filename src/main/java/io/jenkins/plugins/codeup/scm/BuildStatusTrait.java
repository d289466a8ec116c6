package io.jenkins.plugins.codeup.scm;

import hudson.Extension;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.codeup.client.CommitStatus;
import java.util.Collection;
import jenkins.scm.api.trait.SCMSourceTrait;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Codeup is told of the builds: a status of the commit. */
public class BuildStatusTrait extends SCMSourceTrait {

    static final String USUAL_CONTEXT = "Jenkins";

    /** With the longest of what is added to it. */
    static final int LONGEST_CONTEXT = CommitStatus.LONGEST_CONTEXT - "/merge-request".length();

    private String context = USUAL_CONTEXT;

    @DataBoundConstructor
    public BuildStatusTrait() {
        // all fields have defaults
    }

    /**
     * @return what Codeup tells this Jenkins's statuses from others by; what is built is added to it
     */
    @NonNull
    public String getContext() {
        return context;
    }

    /**
     * @param context cut where it is longer than Codeup takes
     */
    @DataBoundSetter
    public void setContext(@CheckForNull String context) {
        String stated = Util.fixEmptyAndTrim(context);
        this.context = stated == null ? USUAL_CONTEXT : stated.substring(0, Math.min(stated.length(), LONGEST_CONTEXT));
    }

    /**
     * @return the one that is among them, or null
     */
    @CheckForNull
    static BuildStatusTrait of(@NonNull Collection<? extends SCMSourceTrait> traits) {
        return traits.stream()
                .filter(BuildStatusTrait.class::isInstance)
                .map(BuildStatusTrait.class::cast)
                .findFirst()
                .orElse(null);
    }

    /** Form. */
    @Extension
    @Symbol("codeupBuildStatus")
    public static class DescriptorImpl extends CodeupTraitDescriptor {

        @Override
        public String getDisplayName() {
            return Messages.BuildStatusTrait_displayName();
        }

        @POST
        public FormValidation doCheckContext(@AncestorInPath Item item, @QueryParameter String value) {
            DiscoveryForm.checkMayConfigure(item);
            return value.trim().length() > LONGEST_CONTEXT
                    ? FormValidation.error(Messages.BuildStatusTrait_tooLong(LONGEST_CONTEXT))
                    : FormValidation.ok();
        }
    }
}
