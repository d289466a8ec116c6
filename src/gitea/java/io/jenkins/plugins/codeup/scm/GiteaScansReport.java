package io.jenkins.plugins.codeup.scm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.codeup.benchmarks.BenchmarksFile;
import io.jenkins.plugins.codeup.benchmarks.Machine;
import io.jenkins.plugins.codeup.benchmarks.Plot;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.data.MemorySources;
import io.jenkins.plugins.codeup.simulator.data.Sources;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import jenkins.branch.NoTriggerOrganizationFolderProperty;
import jenkins.branch.OrganizationFolder;
import jenkins.model.Jenkins;
import org.jenkinsci.plugin.gitea.GiteaSCMNavigator;
import org.jenkinsci.plugin.gitea.servers.GiteaServer;
import org.jenkinsci.plugin.gitea.servers.GiteaServers;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * Measures scans of the same repositories by this plugin's organization folder and by gitea-plugin's, in turn and in one
 * Jenkins, and writes its part of {@code docs/benchmarks.md}: {@code mvn -Pgitea test}.
 */
class GiteaScansReport {

    private static final int REPOSITORIES = ScansReport.REPOSITORIES;
    private static final int WARM_UP = 50;

    private static final String TEXT = """
            ## The same scans by gitea-plugin

            Written by `src/gitea/java` on %s; to run it again, which takes some five minutes:

                mvn -Pgitea test

            - Machine: %s. Its load
              average was %.1f at the beginning and %.1f at the end.
            - %,d repositories with %d branches each, as above. gitea-plugin %s reads the same ones in the same Jenkins, from a
              stub that answers in the form of Gitea's API what the simulated Codeup has; a call takes %d ms there, too.
              Each folder has scanned %d other repositories before, and the folders take turns.

            | who | scan | folder's scan ended after | all projects were scanned after | calls | a repository |
            |---|---|--:|--:|--:|--:|
            %s
            gitea-plugin asks for one repository after the other, and for the repository itself again before it asks whether a
            commit has the Jenkinsfile; it has no limit for the calls of all projects. What the folder's scan has read, the
            projects' scans read again.

            ![Scans by both](images/scans-gitea.svg)
            """;

    @RegisterExtension
    private final RealJenkinsExtension real = new RealJenkinsExtension().withTimeout(0);

    @AutoClose
    private final CodeupSimulator codeup = CodeupSimulator.start()
            .withOrganization(SimulatedCodeup.ORGANIZATION)
            .withPersonalAccessToken(ScansReport.TOKEN);

    private record Scan(String who, String name, ScansReport.Times times, long calls) {

        String row() {
            return "| %s | %s | %.1f s | %.1f s | %,d | %.2f |%n"
                    .formatted(who, name, times.found(), times.all(), calls, calls / (double) REPOSITORIES);
        }
    }

    @Test
    void measure() throws Throwable {
        try (GiteaStub gitea = new GiteaStub(ScansReport.LATENCY_MILLIS)) {
            real.startJenkins();
            real.runRemotely(ScansReport::connect, codeup.endpoint().toString());
            codeup.withLatency(Duration.ofMillis(ScansReport.LATENCY_MILLIS));
            folders(gitea, "warm", ScansReport.FIRST - WARM_UP, WARM_UP);
            for (String folder : List.of("warm", "gitea-warm", "warm", "gitea-warm")) {
                real.runRemotely(ScansReport::scanFolder, folder);
            }
            folders(gitea, "many", ScansReport.FIRST, REPOSITORIES);
            Machine before = Machine.now();
            List<Scan> scans = new ArrayList<>();
            for (String name : List.of("first scan", "second scan")) {
                codeup.forgetRequests();
                scans.add(scan("this plugin", name, "many", codeup::calls));
                gitea.calls();
                scans.add(scan("gitea-plugin", name, "gitea-many", gitea::calls));
            }
            String version = real.runRemotely(GiteaScansReport::version);
            real.stopJenkins();
            write(before, version, scans);
        }
    }

    private void folders(GiteaStub gitea, String group, long first, int count) throws Throwable {
        List<Sources> repositories = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            MemorySources sources = new MemorySources(ScansReport.BRANCHES);
            codeup.withRepository(first + i, group + "/app" + i);
            codeup.sources().put(first + i, sources);
            repositories.add(sources);
        }
        gitea.withOrganization(group, repositories);
        real.runRemotely(ScansReport::create, group);
        real.runRemotely(GiteaScansReport::create, group, gitea.url());
    }

    private Scan scan(String who, String name, String folder, LongSupplier calls) throws Throwable {
        ScansReport.Times times = real.runRemotely(ScansReport::scanFolder, folder);
        assertEquals(REPOSITORIES * ScansReport.BRANCHES, real.runRemotely(ScansReport::jobs, folder));
        Scan scan = new Scan(who, name, times, calls.getAsLong());
        System.out.print(scan.row());
        return scan;
    }

    private static void write(Machine before, String version, List<Scan> scans) throws Exception {
        StringBuilder rows = new StringBuilder();
        Map<String, List<Double>> bars = new LinkedHashMap<>();
        for (Scan scan : scans) {
            rows.append(scan.row());
            bars.computeIfAbsent(scan.who, who -> new ArrayList<>()).add(Math.round(scan.times.all() * 10) / 10.);
        }
        String text = TEXT.formatted(
                LocalDate.now(),
                before,
                before.load(),
                Machine.now().load(),
                REPOSITORIES,
                ScansReport.BRANCHES,
                version,
                ScansReport.LATENCY_MILLIS,
                WARM_UP,
                rows);
        BenchmarksFile.write(Path.of("docs/benchmarks.md"), "scans of gitea-plugin", text);
        Plot.bars(
                Path.of("docs/images/scans-gitea.svg"),
                "Scan of %,d repositories by both plugins".formatted(REPOSITORIES),
                "s",
                List.of("first scan", "second scan"),
                bars);
    }

    static void create(JenkinsRule ignored, String group, String url) throws Exception {
        GiteaServers.get().addServer(new GiteaServer("stub", url, false, null, null));
        GiteaSCMNavigator navigator = new GiteaSCMNavigator(url, group);
        // it looks for credentials of any id but null
        navigator.setCredentialsId("");
        navigator.setTraits(List.of(new org.jenkinsci.plugin.gitea.BranchDiscoveryTrait(3)));
        OrganizationFolder folder = Jenkins.get().createProject(OrganizationFolder.class, "gitea-" + group);
        folder.getNavigators().add(navigator);
        folder.addProperty(new NoTriggerOrganizationFolderProperty(""));
    }

    static String version(JenkinsRule ignored) {
        return Jenkins.get().getPluginManager().getPlugin("gitea").getVersion();
    }
}
