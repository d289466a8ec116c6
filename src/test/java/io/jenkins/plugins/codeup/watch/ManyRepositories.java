package io.jenkins.plugins.codeup.watch;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.TaskListener;
import hudson.util.Secret;
import io.jenkins.plugins.codeup.connection.CodeupApi;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import io.jenkins.plugins.codeup.connection.EventSource;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.data.MemorySources;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * A simulated organization of many repositories, some of them with a job in a Jenkins of its own process. Methods with a
 * {@link JenkinsRule} run inside of Jenkins.
 */
final class ManyRepositories implements AutoCloseable {

    static final long FIRST = 3_000_000;
    private static final String TOKEN = "pt-of-many-repositories";

    final CodeupSimulator codeup;
    final int jobs;
    private final Map<Long, MemorySources> sources = new HashMap<>();
    /** When each head was pushed, in milliseconds since 1970, and the newest of each repository. */
    private final Map<String, Long> pushed = new HashMap<>();

    private final Map<Long, String> newest = new HashMap<>();
    private final List<String> all = new ArrayList<>();
    private int commits;

    /**
     * @param jobs how many of the repositories have a job
     */
    ManyRepositories(int repositories, int jobs) {
        this.jobs = jobs;
        codeup = CodeupSimulator.start()
                .withOrganization(SimulatedCodeup.ORGANIZATION)
                .withPersonalAccessToken(TOKEN);
        for (long id = FIRST; id < FIRST + repositories; id++) {
            codeup.withRepository(id, "team/app-" + id);
            if (id < FIRST + jobs) {
                sources.put(id, new MemorySources(3));
                codeup.sources().put(id, sources.get(id));
            }
        }
    }

    /** Someone pushes to a repository with a job. */
    void push(int job) {
        long id = FIRST + job;
        String commit = "%040x".formatted(0xabc000000L + ++commits);
        codeup.sources().push(id, sources.get(id), "main", commit);
        pushed.put(commit, System.currentTimeMillis());
        newest.put(id, commit);
        all.add(commit);
    }

    /** The commits that have to be built: the newest one of each repository since this was last asked. */
    List<String> takeNewest() {
        List<String> heads = new ArrayList<>(newest.values());
        newest.clear();
        return heads;
    }

    /** All commits since this was last asked, those too that are not the newest any more. */
    List<String> takeAll() {
        List<String> commits = List.copyOf(all);
        all.clear();
        return commits;
    }

    /** How many webhooks the repositories with a job have. */
    int hooks() {
        int hooks = 0;
        for (long id = FIRST; id < FIRST + jobs; id++) {
            hooks += codeup.hooks(id).size();
        }
        return hooks;
    }

    long pushedAt(String commit) {
        return pushed.get(commit);
    }

    @Override
    public void close() {
        codeup.close();
    }

    static void connect(JenkinsRule ignored, String endpoint, EventSource events) throws Exception {
        SystemCredentialsProvider store = SystemCredentialsProvider.getInstance();
        store.getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.SYSTEM, "token", null, Secret.fromString(TOKEN)));
        store.save();
        Jenkins.get().setNumExecutors(20);
        Jenkins.get().setQuietPeriod(0);
        CodeupConnection connection = new CodeupConnection("simulator");
        connection.setApi(CodeupApi.YUNXIAO);
        connection.setEndpoint(endpoint);
        connection.setOrganizationId(SimulatedCodeup.ORGANIZATION);
        connection.setCredentialsId("token");
        connection.setTotalTimeoutSeconds(20);
        connection.setEvents(events);
        CodeupConfiguration.get().setConnections(List.of(connection));
    }

    static void use(JenkinsRule jenkins, EventSource events) throws Exception {
        CodeupConnection connection = CodeupConfiguration.get().getConnections().get(0);
        connection.setEvents(events);
        connection.setWebhookRootUrl(jenkins.getURL().toString());
        CodeupConfiguration.get().setConnections(List.of(connection));
    }

    static void createJobs(JenkinsRule ignored, Integer count) throws Exception {
        for (long id = FIRST; id < FIRST + count; id++) {
            String xml = "<project><triggers><io.jenkins.plugins.codeup.trigger.CodeupTrigger><spec/>"
                    + "<mergeRequestsEvents>true</mergeRequestsEvents><repository>team/app-" + id + "</repository>"
                    + "</io.jenkins.plugins.codeup.trigger.CodeupTrigger></triggers></project>";
            Jenkins.get()
                    .createProjectFromXML("job-" + id, new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** When the builds of each commit were put into the queue, in milliseconds since 1970. */
    static HashMap<String, ArrayList<Long>> builds(JenkinsRule ignored) throws Exception {
        HashMap<String, ArrayList<Long>> builds = new HashMap<>();
        for (FreeStyleProject job : Jenkins.get().getItems(FreeStyleProject.class)) {
            for (FreeStyleBuild build : job.getBuilds()) {
                String commit = build.getEnvironment(TaskListener.NULL).get("CODEUP_COMMIT");
                builds.computeIfAbsent(commit, none -> new ArrayList<>()).add(build.getTimeInMillis());
            }
        }
        return builds;
    }
}
