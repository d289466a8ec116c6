package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.codeup.trigger.CommentCommands;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.trait.SCMSourceTrait;
import jenkins.scm.api.trait.SCMSourceTraitDescriptor;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Lets comments on merge requests give commands, such as {@code /retest}. */
public class CommentCommandsTrait extends SCMSourceTrait {

    private CommentCommands commands = new CommentCommands();

    @DataBoundConstructor
    public CommentCommandsTrait() {
        // all fields have defaults
    }

    private Object readResolve() {
        setCommands(commands);
        return this;
    }

    @NonNull
    public CommentCommands getCommands() {
        return commands;
    }

    @DataBoundSetter
    public void setCommands(@CheckForNull CommentCommands commands) {
        this.commands = commands == null ? new CommentCommands() : commands;
    }

    /** Form of the trait. */
    @Extension
    @Symbol("codeupCommentCommands")
    public static class DescriptorImpl extends SCMSourceTraitDescriptor {

        @Override
        public String getDisplayName() {
            return Messages.CommentCommandsTrait_displayName();
        }

        @Override
        public Class<? extends SCMSource> getSourceClass() {
            return CodeupSCMSource.class;
        }
    }
}
