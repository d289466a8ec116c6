package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.model.Job;
import hudson.plugins.git.GitChangeSet;
import hudson.plugins.git.GitChangeSet.Path;
import hudson.plugins.git.browser.GitRepositoryBrowser;
import hudson.scm.ChangeLogSet;
import hudson.scm.EditType;
import hudson.scm.RepositoryBrowser;
import hudson.util.FormValidation;
import io.jenkins.plugins.codeup.connection.CodeupForms;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/**
 * Links from the changes of a build to commits and files in Codeup. The pages' addresses are as Codeup's own deliveries have
 * those of commits; that of a file is assumed, as no document names it.
 */
public class CodeupBrowser extends GitRepositoryBrowser {

    private static final long serialVersionUID = 1;

    private static final Pattern QUOTED = Pattern.compile("\\\\([0-3][0-7]{2})|\\\\.|[^\\\\]+", Pattern.DOTALL);

    /** The page of the repository that was checked out, as long as this object lives. */
    private transient String found;

    /**
     * @param repoUrl the repository's page, http or https; null or empty for that of what the job checks out
     */
    @DataBoundConstructor
    public CodeupBrowser(@CheckForNull String repoUrl) {
        super(Util.fixNull(repoUrl).trim());
    }

    /**
     * @param page the page of the repository that is checked out
     */
    @NonNull
    CodeupBrowser of(@CheckForNull String page) {
        found = page;
        return this;
    }

    @Override
    public URL getChangeSetLink(GitChangeSet changes) throws IOException {
        return page(changes, "/commit/" + changes.getId());
    }

    /** The commit's page, which shows what it changed. */
    @Override
    public URL getDiffLink(Path path) throws IOException {
        return getChangeSetLink(path.getChangeSet());
    }

    /** The file as the commit leaves it; of a deleted one what it was before. */
    @Override
    public URL getFileLink(Path path) throws IOException {
        GitChangeSet changes = path.getChangeSet();
        String commit = path.getEditType() == EditType.DELETE ? changes.getParentCommit() : changes.getId();
        return commit == null ? getDiffLink(path) : page(changes, "/blob/" + commit + "/" + unquoted(path.getPath()));
    }

    /** Git writes names with other characters than ASCII in quotes, their bytes as octal numbers. */
    @NonNull
    static String unquoted(@NonNull String path) {
        if (path.length() < 2 || !path.startsWith("\"") || !path.endsWith("\"")) {
            return path;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Matcher parts = QUOTED.matcher(path.substring(1, path.length() - 1));
        while (parts.find()) {
            String part = parts.group();
            if (parts.group(1) != null) {
                bytes.write(Integer.parseInt(parts.group(1), 8));
            } else {
                bytes.writeBytes(part.replaceFirst("^\\\\(.)", "$1").getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Null if the repository's page is not known. */
    private URL page(GitChangeSet changes, String below) throws IOException {
        String repository = repository(changes);
        if (repository == null) {
            return null;
        }
        try {
            String path = new URI(null, null, below, null).toASCIIString();
            return URI.create(repository.replaceAll("/+$", "") + path).toURL();
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw (IOException) new MalformedURLException(repository + below).initCause(e);
        }
    }

    @CheckForNull
    private String repository(GitChangeSet changes) throws IOException {
        if (!getRepoUrl().isEmpty()) {
            return MetadataActions.web(getUrl().toString());
        }
        if (found != null) {
            return found;
        }
        ChangeLogSet<?> all = changes.getParent();
        StaplerRequest2 request = Stapler.getCurrentRequest2();
        Job<?, ?> job = all != null && all.getRun() != null
                ? all.getRun().getParent()
                : request == null ? null : request.findAncestorObject(Job.class);
        return job == null ? null : RepositoryPage.of(job);
    }

    /** Form of the browser. */
    @Extension
    @Symbol("codeup")
    public static class DescriptorImpl extends Descriptor<RepositoryBrowser<?>> {

        @Override
        public String getDisplayName() {
            return "codeup";
        }

        @Override
        public CodeupBrowser newInstance(StaplerRequest2 request, @NonNull JSONObject form) {
            return request.bindJSON(CodeupBrowser.class, form);
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckRepoUrl(@AncestorInPath Item item, @QueryParameter String value) {
            CodeupForms.checkMayConfigure(item);
            String url = Util.fixNull(value).trim();
            return url.isEmpty() || url.contains("$") || MetadataActions.web(url) != null
                    ? FormValidation.ok()
                    : FormValidation.error(Messages.CodeupBrowser_noPage(url));
        }
    }
}
