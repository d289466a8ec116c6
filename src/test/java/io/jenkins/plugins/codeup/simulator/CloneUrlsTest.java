package io.jenkins.plugins.codeup.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.DeliveryReader;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.simulator.git.GitSources;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Behind a simulated repository's clone URL is git, and what is pushed there the hooks are told of. */
class CloneUrlsTest {

    private static final long REPOSITORY = TestCodeup.REPOSITORY;

    @AutoClose
    private final CodeupSimulator codeup = TestCodeup.start();

    private final List<Delivery> told = new CopyOnWriteArrayList<>();
    private HttpServer receiver;
    private GitSources git;

    @TempDir
    private Path directory;

    @BeforeEach
    void host() throws Exception {
        git = codeup.sources().withCloneAccount("dev-a", "p4ss").host(REPOSITORY, directory);
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            String event = exchange.getRequestHeaders().getFirst("X-Codeup-Event");
            told.add(read(event, exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        });
        receiver.start();
        String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook";
        codeup.addHook(REPOSITORY, new HookSettings(url, true, true, true, true, true, "", ""));
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    @Test
    void whoHasACloneAccountClonesAndPushes() throws Exception {
        git.commit("main", "a", "1");
        assertTrue(told.isEmpty(), "what is done directly is not told");
        assertEquals(0, run(directory, "git", "clone", "-q", url("dev-a:p4ss@"), "work"));
        Path work = directory.resolve("work");
        Files.writeString(work.resolve("b"), "2");
        run(work, "git", "checkout", "-q", "-b", "feature");
        run(work, "git", "add", ".");
        run(work, "git", "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "b");
        assertEquals(0, run(work, "git", "push", "-q", "origin", "feature", "HEAD:refs/tags/v1"));
        assertEquals(
                List.of("feature", "main"),
                git.branches().stream().map(ref -> ref.name()).toList());
        for (int i = 0; i < 100 && told.size() < 2; i++) {
            Thread.sleep(100);
        }
        Delivery.Push push = (Delivery.Push) told.get(0);
        assertEquals("feature", push.branch());
        assertEquals(git.branch("feature").orElseThrow().commit().id(), push.after());
        assertTrue(push.repository().isAt(codeup.sources().httpUrl(REPOSITORY)));
        assertEquals("v1", ((Delivery.TagPush) told.get(1)).tag());
    }

    @Test
    void nobodyElseDoes() throws Exception {
        git.commit("main", "a", "1");
        assertNotEquals(0, run(directory, "git", "clone", "-q", url("dev-a:wrong@"), "work"));
        assertNotEquals(0, run(directory, "git", "clone", "-q", url(""), "work"));
        assertNotEquals(0, run(directory, "git", "clone", "-q", url("dev-a:p4ss@") + "x", "work"));
    }

    @Test
    void mergeRequestsAreToldOfAndMerged() throws Exception {
        git.commit("main", "a", "1");
        git.commit("feature", "b", "2");
        long number = codeup.sources().openMergeRequest(REPOSITORY, REPOSITORY, "feature", "main");
        codeup.sources().commit(REPOSITORY, "feature", "b", "3");
        codeup.sources().merge(REPOSITORY, number);
        List<String> actions = new ArrayList<>();
        for (Delivery delivery : told) {
            actions.add(
                    delivery instanceof Delivery.MergeRequest request
                            ? request.info().action()
                            : delivery.branch());
        }
        assertEquals(List.of("open", "feature", "update", "merge", "main"), actions);
        assertEquals("3", new String(git.file("main", "b").orElseThrow(), StandardCharsets.UTF_8));
    }

    private static Delivery read(String event, byte[] body) {
        try {
            return DeliveryReader.read(event, body);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private String url(String user) {
        return codeup.sources().httpUrl(REPOSITORY).replace("http://", "http://" + user);
    }

    private static int run(Path in, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).directory(in.toFile());
        builder.environment().put("GIT_TERMINAL_PROMPT", "0");
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD);
        return builder.start().waitFor();
    }
}
