package io.jenkins.plugins.codeup.scm;

import com.cloudbees.hudson.plugins.folder.computed.ComputedFolder;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Items;
import hudson.model.TopLevelItem;
import io.jenkins.plugins.codeup.connection.CodeupApi;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.jenkins.CodeupForJenkins;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.SimulatedSources;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.simulator.git.GitSources;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import jenkins.branch.BranchSource;
import jenkins.branch.OrganizationFolder;
import jenkins.model.Jenkins;
import jenkins.model.JenkinsLocationConfiguration;
import jenkins.scm.api.trait.SCMSourceTrait;
import jenkins.scm.api.trait.SCMTrait;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.Assertions;
import org.jvnet.hudson.test.JenkinsRule;

/** A simulated organization, its repositories in git, and folders in Jenkins that follow it by the Yunxiao API. */
final class Organization implements AutoCloseable {

    static final String TOKEN = "pt-0fh3token0fbG_35afoftests0484";
    static final String PASSWORD = "the-clone-password-that-must-not-leak";
    static final String JENKINSFILE = "node { checkout scm; echo \"built ${readFile('a')}\" }";

    private static final long FIRST = 2_000_000;

    private final CodeupForJenkins codeup = new CodeupForJenkins();
    private final Path directory;
    private long last = FIRST;

    Organization(Path directory) {
        this.directory = directory;
        codeup.simulator().withPersonalAccessToken(TOKEN).removeRepository(CodeupForJenkins.REPOSITORY_ID);
    }

    /** The connection, credentials to call and to clone with, and builds that do not wait. */
    Organization connect() throws Exception {
        Jenkins.get().setQuietPeriod(0);
        CodeupConnection connection = codeup.connection();
        connection.setApi(CodeupApi.YUNXIAO);
        connection.setTotalTimeoutSeconds(5);
        CodeupConfiguration.get().setConnections(List.of(connection));
        codeup.addSecretText(Jenkins.get(), "token", TOKEN);
        codeup.addAccessKey(Jenkins.get(), "clone", "dev-a", PASSWORD);
        sources().withCloneAccount("dev-a", PASSWORD);
        return this;
    }

    /** From now on Jenkins sees to the projects' hooks by itself, and Codeup reaches it. */
    Organization follow() {
        CodeupConnection connection = CodeupConfiguration.get().getConnections().get(0);
        connection.setCredentialsId("token");
        connection.setWebhookRootUrl(JenkinsLocationConfiguration.get().getUrl());
        CodeupConfiguration.get().setConnections(List.of(connection));
        return this;
    }

    CodeupForJenkins codeup() {
        return codeup;
    }

    CodeupSimulator simulator() {
        return codeup.simulator();
    }

    SimulatedSources sources() {
        return codeup.simulator().sources();
    }

    /** A new repository with nothing in it. */
    long repository(String path) {
        long id = ++last;
        simulator().withRepository(id, path);
        sources().host(id, directory);
        return id;
    }

    /** A new repository with a file and a Jenkinsfile on main. */
    long repositoryWithJenkinsfile(String path) {
        long id = repository(path);
        git(id).commit("main", "a", "1");
        git(id).commit("main", "Jenkinsfile", JENKINSFILE);
        return id;
    }

    GitSources git(long id) {
        return sources().git(id);
    }

    /** A hook to an item's own address, with all events on. */
    void deliver(Item item, long repositoryId) throws Exception {
        ItemWebhook hook = ItemWebhook.of(item);
        String url = hook.url(JenkinsLocationConfiguration.get().getUrl());
        String secret = hook.secret().getPlainText();
        simulator().addHook(repositoryId, new HookSettings(url, true, true, true, true, true, "", secret));
    }

    /** With the traits that a new folder has. */
    static CodeupSCMNavigator navigator() {
        CodeupSCMNavigator navigator = new CodeupSCMNavigator();
        navigator.setApiCredentialsId("token");
        navigator.setCheckoutCredentialsId("clone");
        navigator.setTraits(List.copyOf(TraitLists.defaults()));
        return navigator;
    }

    static CodeupSCMNavigator navigator(SCMTrait<?>... traits) {
        CodeupSCMNavigator navigator = navigator();
        navigator.setTraits(List.of(traits));
        return navigator;
    }

    /** A multibranch project of one repository. */
    WorkflowMultiBranchProject project(JenkinsRule jenkins, String repository, SCMSourceTrait... traits)
            throws Exception {
        CodeupSCMSource source = new CodeupSCMSource(repository);
        source.setApiCredentialsId("token");
        source.setCheckoutCredentialsId("clone");
        source.setTraits(List.of(traits));
        WorkflowMultiBranchProject project = jenkins.createProject(WorkflowMultiBranchProject.class);
        project.getSourcesList().add(new BranchSource(source));
        scan(jenkins, project);
        return project;
    }

    static OrganizationFolder folder(JenkinsRule jenkins, CodeupSCMNavigator navigator) throws Exception {
        OrganizationFolder folder = jenkins.createProject(OrganizationFolder.class);
        folder.getNavigators().add(navigator);
        return folder;
    }

    /** Looks again, and waits for all that comes of it. */
    static void scan(JenkinsRule jenkins, ComputedFolder<?> folder) throws Exception {
        folder.scheduleBuild2(0).getFuture().get();
        jenkins.waitUntilNoActivity();
    }

    /** The names of what is in a folder, with a slash between those of a project and of a branch. */
    static TreeSet<String> names(ItemGroup<?> folder) {
        TreeSet<String> names = new TreeSet<>();
        for (Object item : folder.getItems()) {
            names.add(((TopLevelItem) item).getName());
        }
        return names;
    }

    /** Compares what would be stored: the one setter of a navigator's traits takes an array, for Job DSL. */
    static void assertSame(CodeupSCMNavigator expected, CodeupSCMNavigator actual) {
        Assertions.assertEquals(Items.XSTREAM2.toXML(expected), Items.XSTREAM2.toXML(actual));
    }

    static void eventually(JenkinsRule jenkins, BooleanSupplier reached) throws Exception {
        for (int i = 0; i < 300 && !reached.getAsBoolean(); i++) {
            Thread.sleep(200);
        }
        jenkins.waitUntilNoActivity();
    }

    @Override
    public void close() throws Exception {
        codeup.close();
    }
}
