package io.jenkins.plugins.codeup.hooks;

import hudson.XmlFile;
import hudson.model.Items;
import hudson.model.TopLevelItem;
import hudson.model.listeners.ItemListener;
import hudson.model.listeners.SaveableListener;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.scm.CodeupSCMSource;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import jenkins.branch.BranchSource;
import jenkins.model.Jenkins;
import jenkins.model.lazy.LazyBuildMixIn;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * Many items whose repositories are not stated in a trigger, but have to be taken from their sources: Pipelines from SCM
 * with the trigger, Pipelines from SCM without it, and multibranch projects. All run inside of Jenkins.
 */
final class ManyPipelines {

    private static final String WITH = "pipeline-";
    private static final String WITHOUT = "plain-";
    private static final String PROJECT = "project-";

    private ManyPipelines() {}

    /** Pipelines with a trigger for the first repositories, then projects for the next ones, and Pipelines without a trigger. */
    static void create(JenkinsRule ignored, Integer pipelines, Integer projects, Integer plain) throws Exception {
        for (int i = 0; i < pipelines; i++) {
            pipeline(
                    WITH + i,
                    ManyJobs.FIRST + i,
                    "<org.jenkinsci.plugins.workflow.job.properties."
                            + "PipelineTriggersJobProperty><triggers><" + CodeupTrigger.class.getName()
                            + "><spec/><pushEvents>true</pushEvents></" + CodeupTrigger.class.getName()
                            + "></triggers></org.jenkinsci.plugins.workflow.job.properties.PipelineTriggersJobProperty>");
        }
        for (int i = 0; i < plain; i++) {
            pipeline(WITHOUT + i, ManyJobs.FIRST + i, "");
        }
        for (int i = 0; i < projects; i++) {
            WorkflowMultiBranchProject project = new WorkflowMultiBranchProject(Jenkins.get(), PROJECT + i);
            CodeupSCMSource source = new CodeupSCMSource("team/app-" + (ManyJobs.FIRST + pipelines + i));
            source.setId("codeup");
            project.getSourcesList().add(new BranchSource(source));
            String xml = Items.XSTREAM2.toXML(project);
            Jenkins.get().createProjectFromXML(PROJECT + i, stream(xml));
        }
    }

    private static void pipeline(String name, long repository, String property) throws Exception {
        String url = "https://codeup.aliyun.com/" + SimulatedCodeup.ORGANIZATION + "/team/app-" + repository + ".git";
        String xml = "<flow-definition><properties>" + property + "</properties><definition class='"
                + "org.jenkinsci.plugins.workflow.cps.CpsScmFlowDefinition'><scm class='hudson.plugins.git.GitSCM'>"
                + "<userRemoteConfigs><hudson.plugins.git.UserRemoteConfig><url>" + url
                + "</url></hudson.plugins.git.UserRemoteConfig></userRemoteConfigs><branches>"
                + "<hudson.plugins.git.BranchSpec><name>*/main</name></hudson.plugins.git.BranchSpec></branches></scm>"
                + "<scriptPath>Jenkinsfile</scriptPath><lightweight>true</lightweight></definition></flow-definition>";
        Jenkins.get().createProjectFromXML(name, stream(xml));
    }

    private static ByteArrayInputStream stream(String xml) {
        return new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Gives each Pipeline the build of another one, which need not be a real one of it. Jenkins has to start anew to see
     * them.
     *
     * @param home of Jenkins
     * @param built the name of a job that was built once
     */
    static void copyBuild(Path home, String built) throws Exception {
        Path jobs = home.resolve("jobs");
        Path build = jobs.resolve(built).resolve("builds/1");
        List<Path> files;
        try (Stream<Path> all = Files.walk(build)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        try (Stream<Path> all = Files.list(jobs)) {
            for (Path job : all.filter(one -> one.getFileName().toString().matches("(pipeline|plain)-\\d+"))
                    .toList()) {
                for (Path file : files) {
                    Path copy = job.resolve("builds/1")
                            .resolve(build.relativize(file).toString());
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
                Files.writeString(job.resolve("builds/permalinks"), "lastSuccessfulBuild 1\n");
                Files.writeString(job.resolve("nextBuildNumber"), "2\n");
            }
        }
    }

    /** How many builds of Pipelines are in memory. */
    static Integer loadedBuilds(JenkinsRule ignored) {
        return Jenkins.get().getItems(WorkflowJob.class).stream()
                .map(WorkflowJob::getLazyBuildMixIn)
                .map(LazyBuildMixIn::getRunMap)
                .mapToInt(runs -> runs.getLoadedBuilds().size())
                .sum();
    }

    /**
     * Saves each Pipeline and each project, and measures what of that is this plugin's: the listeners that Jenkins calls
     * after a change.
     *
     * @return milliseconds a save: first of saving itself, then of this plugin's listeners
     */
    static double[][] save(JenkinsRule ignored) throws Exception {
        List<Double> saves = new ArrayList<>();
        List<Double> added = new ArrayList<>();
        for (WorkflowJob job : Jenkins.get().getItems(WorkflowJob.class)) {
            long begun = System.nanoTime();
            job.save();
            saves.add((System.nanoTime() - begun) / 1e6);
            added.add(listeners(job));
        }
        for (WorkflowMultiBranchProject project : Jenkins.get().getItems(WorkflowMultiBranchProject.class)) {
            long begun = System.nanoTime();
            project.save();
            saves.add((System.nanoTime() - begun) / 1e6);
            added.add(listeners(project));
        }
        return new double[][] {
            saves.stream().mapToDouble(Double::doubleValue).toArray(),
            added.stream().mapToDouble(Double::doubleValue).toArray()
        };
    }

    private static double listeners(TopLevelItem item) {
        XmlFile file = Items.getConfigFile(item);
        long begun = System.nanoTime();
        for (SaveableListener listener : SaveableListener.all()) {
            if (isOurs(listener)) {
                listener.onChange(item, file);
            }
        }
        for (ItemListener listener : ItemListener.all()) {
            if (isOurs(listener)) {
                listener.onUpdated(item);
            }
        }
        return (System.nanoTime() - begun) / 1e6;
    }

    private static boolean isOurs(Object listener) {
        return listener.getClass().getName().startsWith("io.jenkins.plugins.codeup.");
    }

    /** A Pipeline that is built once, for {@link #copyBuild}. */
    static void build(JenkinsRule jenkins, String name) throws Exception {
        String xml = "<flow-definition><definition class='org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition'>"
                + "<script>echo 'built'</script><sandbox>true</sandbox></definition></flow-definition>";
        WorkflowJob job = (WorkflowJob) Jenkins.get().createProjectFromXML(name, stream(xml));
        jenkins.buildAndAssertSuccess(job);
    }
}
