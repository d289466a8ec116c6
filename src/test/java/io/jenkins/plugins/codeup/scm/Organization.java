package io.jenkins.plugins.codeup.scm;

import com.cloudbees.hudson.plugins.folder.computed.ComputedFolder;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Items;
import hudson.model.TopLevelItem;
import io.jenkins.plugins.codeup.connection.CodeupApi;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.endpoint.Deliveries;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.SimulatedSources;
import io.jenkins.plugins.codeup.simulator.git.GitSources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import jenkins.branch.BranchSource;
import jenkins.branch.OrganizationFolder;
import jenkins.model.Jenkins;
import jenkins.model.JenkinsLocationConfiguration;
import jenkins.scm.api.SCMEvents;
import jenkins.scm.api.trait.SCMSourceTrait;
import jenkins.scm.api.trait.SCMTrait;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TemporaryDirectoryAllocator;

/**
 * Jenkins with folders and projects that read a simulated organization by the Yunxiao API, and git repositories behind
 * its clone URLs. A JUnit extension as {@link SimulatedCodeup} is: if the field is static, all tests of the class share
 * one Jenkins, and each makes repositories of its own.
 */
public final class Organization implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    public static final String TOKEN = "pt-0fh3token0fbG_35afoftests0484";
    public static final String PASSWORD = "the-clone-password-that-must-not-leak";
    public static final String JENKINSFILE = "node { checkout scm; echo \"built ${readFile('a')}\" }";

    private static final long FIRST = 2_000_000;

    private final SimulatedCodeup codeup;
    private final TemporaryDirectoryAllocator directories = new TemporaryDirectoryAllocator();
    private Path directory;
    private long last = FIRST;

    private Organization(SimulatedCodeup codeup) {
        this.codeup = codeup.with(
                simulator -> simulator.withPersonalAccessToken(TOKEN).removeRepository(SimulatedCodeup.REPOSITORY_ID),
                this::connect);
    }

    /** Jenkins has a connection and credentials, see {@link #connect}. */
    public static Organization connected() {
        return new Organization(SimulatedCodeup.unconnected());
    }

    /** For a {@code JenkinsSessionExtension}: the test itself connects. */
    public static Organization acrossRestarts() {
        return new Organization(SimulatedCodeup.acrossRestarts());
    }

    /** JUnit calls this if the field is static. */
    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        codeup.beforeAll(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        codeup.beforeEach(context);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        codeup.afterEach(context);
        if (!codeup.isKept()) {
            deleteRepositories();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        codeup.afterAll(context);
        deleteRepositories();
    }

    private void deleteRepositories() throws Exception {
        directories.dispose();
        directory = null;
    }

    /** The Jenkins of the tests. */
    public JenkinsRule jenkins() {
        return codeup.jenkins();
    }

    /** Configures a connection, credentials for the API and for git, and no quiet period. */
    public void connect() throws Exception {
        Jenkins.get().setQuietPeriod(0);
        CodeupConnection connection = codeup.connection();
        connection.setApi(CodeupApi.YUNXIAO);
        connection.setTotalTimeoutSeconds(5);
        CodeupConfiguration.get().setConnections(List.of(connection));
        codeup.addSecretText(Jenkins.get(), "token", TOKEN);
        codeup.addAccessKey(Jenkins.get(), "clone", "dev-a", PASSWORD);
        sources().withCloneAccount("dev-a", PASSWORD);
    }

    /** Lets Jenkins manage the projects' webhooks. */
    public void manageWebhooks() {
        CodeupConnection connection = CodeupConfiguration.get().getConnections().get(0);
        connection.setCredentialsId("token");
        connection.setWebhookRootUrl(JenkinsLocationConfiguration.get().getUrl());
        CodeupConfiguration.get().setConnections(List.of(connection));
    }

    public SimulatedCodeup codeup() {
        return codeup;
    }

    public CodeupSimulator simulator() {
        return codeup.simulator();
    }

    public SimulatedSources sources() {
        return codeup.simulator().sources();
    }

    /** Creates an empty repository. */
    public long repository(String path) {
        if (directory == null) {
            try {
                directory = directories.allocate().toPath();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        long id = ++last;
        simulator().withRepository(id, path);
        sources().host(id, directory);
        return id;
    }

    /** Creates a repository with a file and a Jenkinsfile on its branch main. */
    public long repositoryWithJenkinsfile(String path) {
        long id = repository(path);
        git(id).commit("main", "a", "1");
        git(id).commit("main", "Jenkinsfile", JENKINSFILE);
        return id;
    }

    public GitSources git(long id) {
        return sources().git(id);
    }

    /** The newest commit of a branch. */
    public String head(long id, String branch) {
        return git(id).branch(branch).orElseThrow().commit().id();
    }

    /**
     * Somebody makes a merge request by a push, as {@code git pr} does, or pushes its next version.
     *
     * @param base the branch that the change is on top of, and that it is to be merged into
     * @param files their contents by their paths
     * @return the commit
     */
    public String pushForReview(long id, String base, Map<String, String> files) throws Exception {
        Path clone = directories.allocate().toPath();
        String url = sources().httpUrl(id).replaceFirst("://", "://dev-a:" + PASSWORD + "@");
        run(clone, "clone", "-q", "-b", base, url, ".");
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(clone.resolve(file.getKey()), file.getValue());
        }
        run(clone, "add", ".");
        run(clone, "-c", "user.name=dev-a", "-c", "user.email=dev-a@example.com", "commit", "-q", "-m", "for review");
        run(clone, "push", "-q", "origin", "HEAD:refs/for/" + base);
        return run(clone, "rev-parse", "HEAD");
    }

    private static String run(Path directory, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process git = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        Assertions.assertEquals(0, git.waitFor(), printed);
        return printed;
    }

    /** Creates a webhook to the item's own URL, with all events. */
    public void deliver(Item item, long repositoryId) throws Exception {
        codeup.deliverTo(item, repositoryId);
    }

    /** A navigator with the traits of a new folder. */
    public static CodeupSCMNavigator navigator() {
        CodeupSCMNavigator navigator = new CodeupSCMNavigator();
        navigator.setApiCredentialsId("token");
        navigator.setCheckoutCredentialsId("clone");
        navigator.setTraits(List.copyOf(CodeupTraits.defaults()));
        return navigator;
    }

    public static CodeupSCMNavigator navigator(SCMTrait<?>... traits) {
        CodeupSCMNavigator navigator = navigator();
        navigator.setTraits(List.of(traits));
        return navigator;
    }

    /** Creates and scans a multibranch project of one repository, and waits for the builds that follow. */
    public WorkflowMultiBranchProject project(JenkinsRule jenkins, String repository, SCMSourceTrait... traits)
            throws Exception {
        return project(jenkins, repository, null, true, traits);
    }

    /**
     * @param connection the name of a connection, or null for the default one
     */
    public WorkflowMultiBranchProject project(
            JenkinsRule jenkins, String repository, String connection, SCMSourceTrait... traits) throws Exception {
        return project(jenkins, repository, connection, true, traits);
    }

    /**
     * @param wait whether to wait for the builds that follow the scan
     */
    public WorkflowMultiBranchProject project(
            JenkinsRule jenkins, String repository, boolean wait, SCMSourceTrait... traits) throws Exception {
        return project(jenkins, repository, null, wait, traits);
    }

    private WorkflowMultiBranchProject project(
            JenkinsRule jenkins, String repository, String connection, boolean wait, SCMSourceTrait... traits)
            throws Exception {
        CodeupSCMSource source = new CodeupSCMSource(repository);
        source.setConnection(connection);
        source.setApiCredentialsId("token");
        source.setCheckoutCredentialsId("clone");
        source.setTraits(List.of(traits));
        WorkflowMultiBranchProject project = jenkins.createProject(WorkflowMultiBranchProject.class);
        project.getSourcesList().add(new BranchSource(source));
        project.scheduleBuild2(0).getFuture().get();
        if (wait) {
            jenkins.waitUntilNoActivity();
        }
        return project;
    }

    public static OrganizationFolder folder(JenkinsRule jenkins, CodeupSCMNavigator navigator) throws Exception {
        OrganizationFolder folder = jenkins.createProject(OrganizationFolder.class);
        folder.getNavigators().add(navigator);
        return folder;
    }

    /** Scans the folder and waits for the builds that follow. */
    public static void scan(JenkinsRule jenkins, ComputedFolder<?> folder) throws Exception {
        folder.scheduleBuild2(0).getFuture().get();
        jenkins.waitUntilNoActivity();
    }

    /** The names of the items in a folder. */
    public static TreeSet<String> names(ItemGroup<?> folder) {
        TreeSet<String> names = new TreeSet<>();
        for (Object item : folder.getItems()) {
            names.add(((TopLevelItem) item).getName());
        }
        return names;
    }

    /** Compares as XML: assertEqualDataBoundBeans cannot, as the setter of a navigator's traits takes an array. */
    public static void assertSame(CodeupSCMNavigator expected, CodeupSCMNavigator actual) {
        Assertions.assertEquals(Items.XSTREAM2.toXML(expected), Items.XSTREAM2.toXML(actual));
    }

    /** Waits until all deliveries, the events that they caused and the builds of those are done. */
    public static void awaitEvents(JenkinsRule jenkins) throws Exception {
        Deliveries.awaitIdle();
        Assertions.assertTrue(SCMEvents.awaitAll(SCMEvents.getWatermark(), 60, TimeUnit.SECONDS));
        jenkins.waitUntilNoActivity();
    }
}
