package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.FilePath;
import hudson.model.AbstractProject;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.ItemListener;
import hudson.model.listeners.SCMListener;
import hudson.plugins.git.GitSCM;
import hudson.scm.SCM;
import hudson.scm.SCMRevisionState;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.codeup.client.RepositoryUrl;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.trigger.JobDeliveryHandler;
import io.jenkins.plugins.codeup.trigger.JobSources;
import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * The pages of repositories in Codeup, guessed from clone URLs, and a {@link CodeupBrowser} for jobs that clone from Codeup and
 * have chosen none. Git guesses browsers for a few hosts, and lets nobody add to them.
 */
final class RepositoryPage {

    private RepositoryPage() {}

    /**
     * @param cloneUrl any URL
     * @return the page of the repository, without user and password; null if it is not in Codeup
     */
    @CheckForNull
    static String of(@CheckForNull String cloneUrl) {
        RepositoryUrl url = RepositoryUrl.parse(cloneUrl);
        if (url == null || !CodeupConfiguration.get().isAtCodeup(cloneUrl)) {
            return null;
        }
        boolean web = url.scheme().equals("http") || url.scheme().equals("https");
        Integer port = web ? url.port() : null;
        try {
            return new URI(
                            url.scheme().equals("http") ? "http" : "https",
                            null,
                            url.host(),
                            port == null ? -1 : port,
                            "/" + url.path(),
                            null,
                            null)
                    .toASCIIString();
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /**
     * @return the page of the first repository in Codeup that the job checks out, or null
     */
    @CheckForNull
    static String of(@NonNull Job<?, ?> job) {
        return ofFirst(JobDeliveryHandler.sourceUrls(job).stream());
    }

    private static String ofFirst(Stream<String> urls) {
        return urls.map(RepositoryPage::of).filter(Objects::nonNull).findFirst().orElse(null);
    }

    /** Gives a checkout from Codeup a browser, unless it has one. */
    static void guessBrowser(@CheckForNull SCM scm) {
        if (scm instanceof GitSCM git && (git.getBrowser() == null || git.getBrowser() instanceof CodeupBrowser)) {
            String page = ofFirst(JobSources.urls(List.of(git)).stream());
            if (page != null) {
                CodeupBrowser browser =
                        git.getBrowser() instanceof CodeupBrowser chosen ? chosen : new CodeupBrowser(null);
                git.setBrowser(browser.of(page));
            }
        }
    }

    /** Before Pipelines store the checkout, and before projects read the changes. */
    @Extension(ordinal = 1000)
    @Restricted(NoExternalUse.class)
    public static final class Checkouts extends SCMListener {

        @Override
        public void onCheckout(
                Run<?, ?> build,
                SCM scm,
                FilePath workspace,
                TaskListener listener,
                File changelog,
                SCMRevisionState pollingBaseline) {
            guessBrowser(scm);
        }
    }

    /** Projects show the changes of older builds by the browser that they have now. */
    @Extension
    @Restricted(NoExternalUse.class)
    public static final class Projects extends ItemListener {

        @Override
        public void onLoaded() {
            try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
                Jenkins.get().allItems(AbstractProject.class).forEach(this::onUpdated);
            }
        }

        @Override
        public void onUpdated(Item item) {
            if (item instanceof AbstractProject<?, ?> project) {
                guessBrowser(project.getScm());
            }
        }
    }
}
