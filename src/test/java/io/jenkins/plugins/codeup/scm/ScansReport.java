package io.jenkins.plugins.codeup.scm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.sun.management.OperatingSystemMXBean;
import hudson.util.Secret;
import io.jenkins.plugins.codeup.benchmarks.BenchmarksFile;
import io.jenkins.plugins.codeup.benchmarks.Machine;
import io.jenkins.plugins.codeup.benchmarks.Plot;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.SourceReader;
import io.jenkins.plugins.codeup.client.http.RetryPolicy;
import io.jenkins.plugins.codeup.connection.CodeupApi;
import io.jenkins.plugins.codeup.connection.CodeupClients;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.connection.CredentialsLookup;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.data.MemorySources;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import jenkins.branch.NoTriggerOrganizationFolderProperty;
import jenkins.branch.OrganizationFolder;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * Measures scans of an organization folder in a Jenkins of its own process, beside the same calls without Jenkins, and
 * writes its part of {@code docs/benchmarks.md}: {@code mvn test -Dtest=ScansReport -Dscans.rewrite=true}. The number of
 * repositories can be set: {@code -Dscans.repositories=100}.
 */
@EnabledIfSystemProperty(named = "scans.rewrite", matches = "true")
class ScansReport {

    static final int REPOSITORIES = Integer.getInteger("scans.repositories", 1000);
    private static final int WARM_UP = 50;
    static final int BRANCHES = 5;
    static final int LATENCY_MILLIS = 20;
    private static final int CALLS_AT_ONCE = 8;
    static final long FIRST = 5_000_000;
    private static final double GOAL = 1.3;
    static final String TOKEN = "pt-0fh3token0fbG_35afoftests0484";

    private static final String TEXT = """
            ## Scans of an organization folder

            Written by `ScansReport` on %s; to run it again, which takes some three minutes:

                mvn test -Dtest=ScansReport -Dscans.rewrite=true

            - Machine: %s. Its load
              average was %.1f at the beginning and %.1f at the end.
            - %,d repositories with %d branches each, every branch with a commit of its own, all with a Jenkinsfile; the Yunxiao
              API of the simulated Codeup, in another process, takes %d ms a call; the connection allows %d calls at once; no
              builds. Jenkins is a process of its own with its usual settings but no quiet period, and has scanned %d other
              repositories before.
            - *Needed* is what these calls take if %d are always under way: calls x %d ms / %d. *Floor* is the same client making
              the same calls from %d threads in the same process, without any job, right before the scan.

            | | folder's scan ended after | all projects were scanned after | calls | a repository | needed | floor | time to needed | processor time of Jenkins |
            |---|--:|--:|--:|--:|--:|--:|--:|--:|
            %s
            The first scan makes one call for the branches of a repository and one for the Jenkinsfile of each commit: no call of
            Codeup's tells of several commits whether they have a file, so less than %d calls a repository is not possible. The
            goal for its time is at most %.1f times what is needed: %s, %.2f. The later scans, whose goal is one call a
            repository, find no new commit: %s. In the second one Branch API scans each project again, as its
            configuration is another one than before its first scan; in the third one none. What exceeds the calls' time is
            Jenkins's work for %,d projects and %,d jobs on these processors.

            Read ahead of the scan, by as many threads as the connection allows calls, are branches and Jenkinsfiles; a project's
            scan goes on with what the folder's has read. Merge requests cost one more call where a trait asks for them.

            ![Scans](images/scans.svg)
            """;

    @RegisterExtension
    private final RealJenkinsExtension real = new RealJenkinsExtension().withTimeout(0);

    @AutoClose
    private final CodeupSimulator codeup = CodeupSimulator.start()
            .withOrganization(SimulatedCodeup.ORGANIZATION)
            .withPersonalAccessToken(TOKEN);

    /**
     * @param found seconds until the scan of the folder ended; all: until all projects were scanned; cpu: of Jenkins
     */
    private record Scan(String name, double found, double all, double cpu, long calls, double floor) {

        double needed() {
            return calls * LATENCY_MILLIS / 1e3 / CALLS_AT_ONCE;
        }

        double ratio() {
            return all / needed();
        }

        String row() {
            return "| %s | %.1f s | %.1f s | %,d | %.2f | %.1f s | %.1f s | %.2f | %.1f s |%n"
                    .formatted(name, found, all, calls, calls / (double) REPOSITORIES, needed(), floor, ratio(), cpu);
        }
    }

    @Test
    void measure() throws Throwable {
        real.startJenkins();
        real.runRemotely(ScansReport::connect, codeup.endpoint().toString());
        repositories("warm", FIRST - WARM_UP, WARM_UP);
        codeup.withLatency(Duration.ofMillis(LATENCY_MILLIS));
        real.runRemotely(ScansReport::create, "warm");
        real.runRemotely(ScansReport::scanFolder, "warm");
        real.runRemotely(ScansReport::scanFolder, "warm");
        repositories("many", FIRST, REPOSITORIES);
        real.runRemotely(ScansReport::create, "many");
        Machine before = Machine.now();
        List<Scan> scans = new ArrayList<>();
        scans.add(scan("first scan", real.runRemotely(ScansReport::floor, "many", BRANCHES)));
        assertEquals(REPOSITORIES * BRANCHES, real.runRemotely(ScansReport::jobs, "many"));
        scans.add(scan("second scan", real.runRemotely(ScansReport::floor, "many", 0)));
        scans.add(scan("third scan", real.runRemotely(ScansReport::floor, "many", 0)));
        assertEquals(REPOSITORIES * BRANCHES, real.runRemotely(ScansReport::jobs, "many"));
        real.stopJenkins();
        write(before, scans);
    }

    private void repositories(String group, long first, int count) {
        for (int i = 0; i < count; i++) {
            codeup.withRepository(first + i, group + "/app" + i);
            codeup.sources().put(first + i, new MemorySources(BRANCHES));
        }
    }

    private Scan scan(String name, double floor) throws Throwable {
        codeup.forgetRequests();
        Times times = real.runRemotely(ScansReport::scanFolder, "many");
        Scan scan = new Scan(name, times.found, times.all, times.cpu, codeup.calls(), floor);
        System.out.print(scan.row());
        return scan;
    }

    private static void write(Machine before, List<Scan> scans) throws Exception {
        StringBuilder rows = new StringBuilder();
        scans.forEach(scan -> rows.append(scan.row()));
        Scan first = scans.get(0);
        boolean one = scans.stream().skip(1).allMatch(scan -> scan.calls < 1.05 * REPOSITORIES);
        String text = TEXT.formatted(
                LocalDate.now(),
                before,
                before.load(),
                Machine.now().load(),
                REPOSITORIES,
                BRANCHES,
                LATENCY_MILLIS,
                CALLS_AT_ONCE,
                WARM_UP,
                CALLS_AT_ONCE,
                LATENCY_MILLIS,
                CALLS_AT_ONCE,
                CALLS_AT_ONCE,
                rows,
                BRANCHES + 1,
                GOAL,
                first.ratio() <= GOAL ? "reached" : "**missed**",
                first.ratio(),
                one ? "reached" : "**missed**",
                REPOSITORIES,
                REPOSITORIES * BRANCHES);
        BenchmarksFile.write(Path.of("docs/benchmarks.md"), "scans", text);
        Map<String, List<Double>> bars = new LinkedHashMap<>();
        bars.put(
                "needed by the calls",
                scans.stream().map(Scan::needed).map(ScansReport::tenths).toList());
        bars.put(
                "the same calls without Jenkins",
                scans.stream().map(Scan::floor).map(ScansReport::tenths).toList());
        bars.put("scan", scans.stream().map(Scan::all).map(ScansReport::tenths).toList());
        Plot.bars(
                Path.of("docs/images/scans.svg"),
                "Scan of %,d repositories".formatted(REPOSITORIES),
                "s",
                scans.stream().map(Scan::name).toList(),
                bars);
    }

    private static double tenths(double seconds) {
        return Math.round(seconds * 10) / 10.;
    }

    static void connect(JenkinsRule ignored, String endpoint) throws Exception {
        SystemCredentialsProvider store = SystemCredentialsProvider.getInstance();
        store.getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "token", null, Secret.fromString(TOKEN)));
        store.save();
        Jenkins.get().setQuietPeriod(0);
        CodeupConnection connection = new CodeupConnection("simulator");
        connection.setApi(CodeupApi.YUNXIAO);
        connection.setEndpoint(endpoint);
        connection.setOrganizationId(SimulatedCodeup.ORGANIZATION);
        connection.setMaxConcurrentCalls(CALLS_AT_ONCE);
        CodeupConfiguration.get().setConnections(List.of(connection));
    }

    static void create(JenkinsRule jenkins, String group) throws Exception {
        CodeupSCMNavigator navigator = new CodeupSCMNavigator();
        navigator.setApiCredentialsId("token");
        navigator.setTraits(List.of(new BranchDiscoveryTrait(BranchDiscoveryTrait.Strategy.ALL)));
        navigator.setGroup(group);
        OrganizationFolder folder = Jenkins.get().createProject(OrganizationFolder.class, group);
        folder.getNavigators().add(navigator);
        folder.addProperty(new NoTriggerOrganizationFolderProperty(""));
    }

    /**
     * @param found seconds until the scan of the folder ended; all: until all projects were scanned; cpu: of Jenkins
     */
    record Times(double found, double all, double cpu) implements Serializable {}

    static Times scanFolder(JenkinsRule jenkins, String name) throws Exception {
        OrganizationFolder folder = (OrganizationFolder) Jenkins.get().getItem(name);
        OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = process.getProcessCpuTime();
        long begun = System.nanoTime();
        folder.scheduleBuild2(0).getFuture().get();
        double found = (System.nanoTime() - begun) / 1e9;
        while (!Jenkins.get().getQueue().isEmpty()
                || folder.getItems().stream()
                        .anyMatch(project -> project.getComputation().isBuilding())) {
            Thread.sleep(20);
        }
        double all = (System.nanoTime() - begun) / 1e9;
        return new Times(found, all, (process.getProcessCpuTime() - cpu) / 1e9);
    }

    static Integer jobs(JenkinsRule jenkins, String name) {
        return ((OrganizationFolder) Jenkins.get().getItem(name))
                .getAllItems(WorkflowJob.class)
                .size();
    }

    /** Makes the calls of a scan, and nothing of the rest. Returns seconds. */
    static Double floor(JenkinsRule jenkins, String name, Integer files) throws Exception {
        CodeupClient client = CodeupClients.forScan(
                CodeupConfiguration.get().connection(null),
                CodeupClients.Purpose.SOURCE,
                CredentialsLookup.of(Jenkins.get().getItem(name)),
                CredentialsLookup.Ids.of("token", "apiCredentialsId"),
                null,
                null,
                RetryPolicy.Listener.NONE);
        SourceReader reader = client.sources();
        long begun = System.nanoTime();
        List<Long> ids = new ArrayList<>();
        client.listRepositories(null, false, one -> {
            if (one.id() >= FIRST) {
                ids.add(one.id());
            }
            return true;
        });
        AtomicInteger next = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(CALLS_AT_ONCE);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CALLS_AT_ONCE; i++) {
                running.add(threads.submit(() -> {
                    for (int at = next.getAndIncrement(); at < ids.size(); at = next.getAndIncrement()) {
                        read(reader, ids.get(at), files);
                    }
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
        return (System.nanoTime() - begun) / 1e9;
    }

    private static void read(SourceReader reader, long id, int files) throws Exception {
        List<SourceReader.Branch> branches = new ArrayList<>();
        reader.listBranches(id, branches::add);
        for (SourceReader.Branch branch : branches.subList(0, files)) {
            reader.readFile(id, "Jenkinsfile", branch.commit());
        }
    }
}
