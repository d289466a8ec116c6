package io.jenkins.plugins.codeup.scm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.AbstractItem;
import hudson.model.FreeStyleProject;
import hudson.model.Job;
import hudson.model.Run;
import hudson.plugins.git.BranchSpec;
import hudson.plugins.git.GitSCM;
import hudson.plugins.git.UserRemoteConfig;
import hudson.plugins.git.browser.GitLab;
import hudson.util.FormValidation;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import jenkins.branch.OrganizationFolder;
import jenkins.model.details.DetailFactory;
import jenkins.scm.api.trait.SCMSourceTrait;
import org.jenkinsci.plugins.workflow.cps.CpsScmFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** Links to Codeup: of the changes of builds, and beside folders, projects, branches, jobs and builds. */
class CodeupBrowserTest {

    private static final SCMSourceTrait ALL = new BranchDiscoveryTrait(BranchDiscoveryTrait.Strategy.ALL);

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    private final JenkinsRule jenkins = organization.jenkins();
    private long repository;

    @BeforeEach
    void createRepository() {
        repository = organization.repositoryWithJenkinsfile("team/app");
        organization.git(repository).commit("main", "gone", "1");
    }

    private GitSCM scm() {
        return new GitSCM(
                List.of(new UserRemoteConfig(organization.sources().httpUrl(repository), null, null, "clone")),
                List.of(new BranchSpec("*/main")),
                null,
                null,
                List.of());
    }

    private String web() {
        return organization.sources().httpUrl(repository).replace(".git", "");
    }

    private void change() {
        organization.git(repository).commit("main", "docs/指南 1.md", "2");
        organization.git(repository).commit("main", "a", "2");
    }

    /** The links to Codeup on the page of a build's changes. */
    private Set<String> links(Run<?, ?> build) throws Exception {
        String html = jenkins.createWebClient()
                .withJavaScriptEnabled(false)
                .getPage(build, "changes")
                .getWebResponse()
                .getContentAsString();
        Set<String> links = new TreeSet<>();
        Pattern.compile("href=\"("
                        + Pattern.quote(organization.simulator().endpoint().toString()) + "[^\"]*)\"")
                .matcher(html)
                .results()
                .map((MatchResult found) -> found.group(1).replace("&amp;", "&"))
                .forEach(links::add);
        return links;
    }

    private static void assertAnswers(Collection<String> links) throws Exception {
        for (String link : links) {
            HttpResponse<Void> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(URI.create(link)).build(), HttpResponse.BodyHandlers.discarding());
            assertEquals(200, answer.statusCode(), link);
        }
    }

    @Test
    void aProjectThatClonesFromCodeupLinksItsChangesByItself() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.setScm(scm());
        jenkins.buildAndAssertSuccess(job);
        change();
        Set<String> links = links(jenkins.buildAndAssertSuccess(job));
        String commit = organization.head(repository, "main");
        assertTrue(links.contains(web() + "/commit/" + commit), links.toString());
        assertTrue(links.contains(web() + "/blob/" + commit + "/a"), links.toString());
        assertTrue(links.stream().anyMatch(link -> link.endsWith("/docs/%E6%8C%87%E5%8D%97%201.md")), links.toString());
        assertAnswers(links);
    }

    @Test
    void soDoesAPipeline() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsScmFlowDefinition(scm(), "Jenkinsfile"));
        jenkins.buildAndAssertSuccess(job);
        change();
        Set<String> links = links(jenkins.buildAndAssertSuccess(job));
        assertTrue(links.contains(web() + "/commit/" + organization.head(repository, "main")), links.toString());
        assertAnswers(links);
    }

    @Test
    void soDoesABranch() throws Exception {
        WorkflowMultiBranchProject project = organization.project(jenkins, "team/app", ALL);
        change();
        Set<String> links = links(jenkins.buildAndAssertSuccess(project.getItem("main")));
        assertTrue(links.contains(web() + "/commit/" + organization.head(repository, "main")), links.toString());
        assertAnswers(links);
    }

    @Test
    void namesThatGitQuotesAreRead() {
        assertEquals("docs/指南.md", CodeupBrowser.unquoted("\"docs/\\346\\214\\207\\345\\215\\227.md\""));
        assertEquals("a\"b\\c", CodeupBrowser.unquoted("\"a\\\"b\\\\c\""));
        assertEquals("a b", CodeupBrowser.unquoted("a b"));
    }

    @Test
    void whatSomebodyChoseStaysAndOtherHostsGetNone() throws Exception {
        GitSCM chosen = scm();
        chosen.setBrowser(new GitLab("https://gitlab.example.com/app"));
        RepositoryPage.guessBrowser(chosen);
        assertInstanceOf(GitLab.class, chosen.getBrowser());
        GitSCM other = new GitSCM("https://git.example.com/team/app.git");
        RepositoryPage.guessBrowser(other);
        assertNull(other.getBrowser());
        assertEquals(
                "https://codeup.aliyun.com/x/team/%E5%BA%94%E7%94%A8",
                RepositoryPage.of("git@codeup.aliyun.com:x/team/应用.git"));
        assertEquals(
                "https://codeup.aliyun.com/x/team/app",
                RepositoryPage.of("https://user:password@codeup.aliyun.com/x/team/app.git"));
    }

    @Test
    void theBrowserCanBeChosenInTheForm() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        GitSCM scm = new GitSCM("https://git.example.com/team/app.git");
        scm.setBrowser(new CodeupBrowser("https://code.example.com/team/app"));
        job.setScm(scm);
        jenkins.configRoundtrip(job);
        CodeupBrowser saved = assertInstanceOf(CodeupBrowser.class, ((GitSCM) job.getScm()).getBrowser());
        assertEquals("https://code.example.com/team/app", saved.getRepoUrl());
        var form = jenkins.jenkins.getDescriptorByType(CodeupBrowser.DescriptorImpl.class);
        assertEquals(FormValidation.Kind.OK, form.doCheckRepoUrl(job, "").kind);
        assertEquals(FormValidation.Kind.ERROR, form.doCheckRepoUrl(job, "javascript:alert(1)").kind);
    }

    @Test
    void foldersProjectsBranchesAndBuildsHaveLinks() throws Exception {
        organization.git(repository).commit("feature", "b", "1");
        organization.sources().openMergeRequest(repository, repository, "feature", "main");
        OrganizationFolder folder = Organization.folder(jenkins, Organization.navigator());
        Organization.scan(jenkins, folder);
        // the first one does not know the organization's page at its beginning
        Organization.scan(jenkins, folder);
        WorkflowMultiBranchProject project = (WorkflowMultiBranchProject) folder.getItem("team%2Fapp");
        assertTrue(web().startsWith(link(folder)), link(folder));
        assertEquals(web(), link(project));
        WorkflowJob main = project.getItem("main");
        assertEquals(web() + "/branch/main", link(main));
        WorkflowRun build = main.getLastBuild();
        String commit = web() + "/commit/" + organization.head(repository, "main");
        assertEquals(commit, build.getAction(CodeupLink.class).getUrlName());
        assertAnswers(List.of(link(project), link(main), commit));
        WorkflowRun request = project.getItem("MR-1").getLastBuild();
        assertEquals(
                List.of(
                        "Codeup commit "
                                + organization.head(repository, "feature").substring(0, 8),
                        "Codeup merge request !1"),
                request.getActions(CodeupLink.class).stream()
                        .map(CodeupLink::getDisplayName)
                        .toList());
        assertTrue(DetailFactory.factoriesFor(Run.class).stream()
                .flatMap(factory -> factory.createFor(build).stream())
                .anyMatch(detail -> commit.equals(detail.getLink())));
        String html = jenkins.createWebClient()
                .withJavaScriptEnabled(false)
                .getPage(main)
                .getWebResponse()
                .getContentAsString();
        assertTrue(html.contains(web() + "/branch/main"), "the link is on the page");
    }

    @Test
    void aJobLinksItsRepositoryAndABuildWhatStartedIt() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.setScm(scm());
        job.addTrigger(new CodeupTrigger());
        organization.deliver(job, repository);
        String commit = organization.sources().commit(repository, "main", "a", "2");
        Organization.awaitEvents(jenkins);
        assertEquals(web(), job.getAction(CodeupLink.class).getUrlName());
        assertEquals(
                web() + "/commit/" + commit,
                ((Job<?, ?>) job).getLastBuild().getAction(CodeupLink.class).getUrlName());
    }

    private static String link(AbstractItem item) {
        return item.getAction(CodeupLink.class).getUrlName();
    }
}
