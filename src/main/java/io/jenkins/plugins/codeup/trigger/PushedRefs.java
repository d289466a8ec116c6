package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.TaskListener;
import hudson.plugins.git.GitException;
import io.jenkins.plugins.codeup.client.MergeRequest;
import io.jenkins.plugins.codeup.client.SourceReader.SourceVersion;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.jenkinsci.plugins.gitclient.GitClient;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Finds the ref from which git fetches a merge request that a push made (AGit flow, push-review mode), which has no
 * source branch. No document of Codeup names one. A probe asks git for the refs that Codeup's API tells and that Codeup's
 * own client fetches, once a connection: what it finds then holds for all merge requests. Thread-safe.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class PushedRefs {

    /** How long it counts that no ref was found. */
    private static final Duration NONE_REMEMBERED = Duration.ofHours(1);

    private static final int MAX_REMEMBERED = 100;

    /** By the name of the connection. */
    private final Map<String, Answer> answers = new LinkedHashMap<>();

    /**
     * @param form null if git serves none
     */
    private record Answer(@CheckForNull Form form, Instant at) {}

    /** How the refs may be named, the most likely first. */
    private enum Form {
        /** As a single merge request tells. */
        OF_MERGE_REQUEST {
            @Override
            String ref(MergeRequest one, SourceVersion version) {
                return one.source().ref();
            }
        },
        /** As the version of its source tells. */
        OF_VERSION {
            @Override
            String ref(MergeRequest one, SourceVersion version) {
                return version.ref();
            }
        },
        /** As git-repo-go fetches from newer servers. */
        MERGE_REQUESTS {
            @Override
            String ref(MergeRequest one, SourceVersion version) {
                return "refs/merge-requests/" + one.number() + "/head";
            }
        },
        /** As git-repo-go fetches from Gerrit. */
        CHANGES {
            @Override
            String ref(MergeRequest one, SourceVersion version) {
                return "refs/changes/%02d/%d/%d".formatted(one.number() % 100, one.number(), version.number());
            }
        };

        @CheckForNull
        abstract String ref(MergeRequest one, SourceVersion version);
    }

    /** Opens a git client that may read a repository. */
    public interface GitOpener {
        @NonNull
        GitClient open() throws IOException, InterruptedException;
    }

    @NonNull
    public static PushedRefs get() {
        return ExtensionList.lookupSingleton(PushedRefs.class);
    }

    /**
     * @param connection the name of the connection
     * @param remote the clone URL of the repository that has the merge request
     * @param one as the API tells a single one
     * @param version the newest of its source
     * @param git is opened for the probe only
     * @param listener gets a line about the probe
     * @return the whole ref, or null if git serves none that is known
     */
    @CheckForNull
    public String find(
            @NonNull String connection,
            @NonNull String remote,
            @NonNull MergeRequest one,
            @NonNull SourceVersion version,
            @NonNull GitOpener git,
            @NonNull TaskListener listener)
            throws IOException, InterruptedException {
        Answer known;
        synchronized (this) {
            known = answers.get(connection);
        }
        if (known == null
                || known.form == null && known.at.plus(NONE_REMEMBERED).isBefore(Instant.now())) {
            known = new Answer(probe(remote, one, version, git.open(), listener), Instant.now());
            remember(connection, known);
        }
        String ref = known.form == null ? null : known.form.ref(one, version);
        return ref == null || !isFetchable(ref) ? null : ref;
    }

    /** For tests: asks git again. */
    public synchronized void forget() {
        answers.clear();
    }

    private synchronized void remember(String connection, Answer answer) {
        if (answers.size() >= MAX_REMEMBERED) {
            answers.clear();
        }
        answers.put(connection, answer);
    }

    private static Form probe(
            String remote, MergeRequest one, SourceVersion version, GitClient git, TaskListener listener)
            throws IOException, InterruptedException {
        for (Form form : Form.values()) {
            String ref = form.ref(one, version);
            if (ref != null && isFetchable(ref) && version.commit().equals(commit(git, remote, ref))) {
                listener.getLogger().println(Messages.PushedRefs_found(ref));
                return form;
            }
        }
        listener.getLogger().println(Messages.PushedRefs_none());
        return null;
    }

    private static String commit(GitClient git, String remote, String ref) throws IOException, InterruptedException {
        try {
            ObjectId found = git.getRemoteReferences(remote, ref, false, false).get(ref);
            return found == null ? null : found.name();
        } catch (GitException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Whether git takes the text, which Codeup told, for one ref that is no branch and no tag. */
    private static boolean isFetchable(String ref) {
        return ref.matches("refs/(?!heads/|tags/)[A-Za-z0-9._/-]{1,200}")
                && !ref.contains("..")
                && !ref.contains("//")
                && !ref.endsWith("/");
    }
}
