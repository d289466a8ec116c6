package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import io.jenkins.plugins.codeup.connection.RequiredRole;
import java.util.List;
import org.jenkinsci.Symbol;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * Commands in comments on merge requests: their words, and who may give them. A command is the first line of a comment:
 * its word, and after a blank its arguments.
 */
public class CommentCommands extends AbstractDescribableImpl<CommentCommands> {

    private static final String DEFAULT_RETEST = "/retest";
    private static final String DEFAULT_CANCEL = "/cancel";
    private static final String DEFAULT_BUILD = "/build";

    private String retest = DEFAULT_RETEST;
    private String cancel = DEFAULT_CANCEL;
    private String build = DEFAULT_BUILD;
    private RequiredRole role = RequiredRole.DEVELOPER;

    /** What a comment asks for. */
    @Restricted(NoExternalUse.class)
    public enum Kind {
        /** Builds the merge request again. */
        RETEST,
        /** Cancels its builds that wait or run. */
        CANCEL,
        /** Builds it with parameters. */
        BUILD
    }

    /**
     * A command in a comment.
     *
     * @param arguments separated by blanks in the comment; quotes keep blanks within an argument
     */
    @Restricted(NoExternalUse.class)
    public record Command(@NonNull Kind kind, @NonNull List<String> arguments) {}

    @DataBoundConstructor
    public CommentCommands() {
        // all fields have defaults
    }

    private Object readResolve() {
        retest = retest == null ? DEFAULT_RETEST : retest;
        cancel = cancel == null ? DEFAULT_CANCEL : cancel;
        build = build == null ? DEFAULT_BUILD : build;
        setRole(role);
        return this;
    }

    /**
     * @return the word for {@link Kind#RETEST}; empty if there is no such command, here and below
     */
    @NonNull
    public String getRetest() {
        return retest;
    }

    @DataBoundSetter
    public void setRetest(@CheckForNull String retest) {
        this.retest = Util.fixNull(retest).trim();
    }

    @NonNull
    public String getCancel() {
        return cancel;
    }

    @DataBoundSetter
    public void setCancel(@CheckForNull String cancel) {
        this.cancel = Util.fixNull(cancel).trim();
    }

    @NonNull
    public String getBuild() {
        return build;
    }

    @DataBoundSetter
    public void setBuild(@CheckForNull String build) {
        this.build = Util.fixNull(build).trim();
    }

    /**
     * @return the role in the repository without which a command is refused
     */
    @NonNull
    public RequiredRole getRole() {
        return role;
    }

    @DataBoundSetter
    public void setRole(@CheckForNull RequiredRole role) {
        this.role = role == null ? RequiredRole.DEVELOPER : role;
    }

    /**
     * @return the command that a comment is, or null if it is none
     */
    @CheckForNull
    @Restricted(NoExternalUse.class)
    public Command parse(@NonNull String comment) {
        String line = comment.strip().lines().findFirst().orElse("").strip();
        for (Kind kind : Kind.values()) {
            String word =
                    switch (kind) {
                        case RETEST -> retest;
                        case CANCEL -> cancel;
                        case BUILD -> build;
                    };
            if (!word.isEmpty() && (line.equals(word) || line.startsWith(word + " "))) {
                return new Command(kind, List.of(Util.tokenize(line.substring(word.length()))));
            }
        }
        return null;
    }

    /** Form of the commands. */
    @Extension
    @Symbol("codeupCommands")
    public static class DescriptorImpl extends Descriptor<CommentCommands> {

        @Override
        public String getDisplayName() {
            return Messages.CommentCommands_displayName();
        }
    }
}
