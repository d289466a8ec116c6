package io.jenkins.plugins.codeup.scm;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.codeup.simulator.data.Sources;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Answers, in the form of Gitea's API, what gitea-plugin asks of an organization when it scans: the repositories, their
 * branches and files are those of a simulated Codeup, and a call takes as long as there.
 */
final class GiteaStub implements AutoCloseable {

    /** Gitea's largest page by default. */
    private static final int PAGE_SIZE = 50;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final int latencyMillis;
    private final Map<String, List<Sources>> organizations = new HashMap<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    GiteaStub(int latencyMillis) throws IOException {
        this.latencyMillis = latencyMillis;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void withOrganization(String name, List<Sources> repositories) {
        organizations.put(name, repositories);
    }

    /**
     * @return the calls since it was asked last
     */
    int calls() {
        return calls.getAndSet(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        calls.incrementAndGet();
        try (exchange) {
            TimeUnit.MILLISECONDS.sleep(latencyMillis);
            String[] path = exchange.getRequestURI().getPath().split("/");
            Object answer =
                    switch (path[3]) {
                        case "orgs" -> path.length == 5 ? organization(path[4]) : page(exchange, path[4]);
                        case "users" -> organization(path[4]);
                        case "repos" -> path.length == 6
                                ? repository(path[4], path[5])
                                : ofRepository(sources(path[4], path[5]), path);
                        default -> null;
                    };
            byte[] body = answer instanceof byte[] bytes ? bytes : JSON.writeValueAsBytes(answer);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer == null ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Object organization(String name) {
        return Map.of("id", 1, "username", name, "full_name", name, "email", name + "@example.com", "avatar_url", "");
    }

    private List<Object> page(HttpExchange exchange, String organization) {
        String query = exchange.getRequestURI().getQuery();
        int page = query == null ? 1 : Integer.parseInt(query.replace("page=", ""));
        int count = organizations.get(organization).size();
        int end = Math.min(page * PAGE_SIZE, count);
        if (end < count) {
            String next = url() + exchange.getRequestURI().getPath() + "?page=" + (page + 1);
            exchange.getResponseHeaders().set("Link", "<" + next + ">; rel=\"next\"");
        }
        List<Object> repositories = new ArrayList<>();
        for (int i = (page - 1) * PAGE_SIZE; i < end; i++) {
            repositories.add(repository(organization, "app" + i));
        }
        return repositories;
    }

    private Object repository(String organization, String name) {
        String web = url() + "/" + organization + "/" + name;
        return Map.of(
                "id",
                number(name) + 1,
                "owner",
                organization(organization),
                "name",
                name,
                "full_name",
                organization + "/" + name,
                "empty",
                false,
                "html_url",
                web,
                "clone_url",
                web + ".git",
                "default_branch",
                sources(organization, name).defaultBranch());
    }

    private static Object ofRepository(Sources sources, String[] path) {
        return switch (path[6]) {
            case "branches" -> sources.branches().stream()
                    .map(branch -> Map.of(
                            "name",
                            branch.name(),
                            "commit",
                            Map.of("id", branch.commit().id(), "message", "", "timestamp", "2024-01-03T15:41:26+08:00")))
                    .toList();
            case "raw" -> sources.file(path[7], path[8]).orElse(null);
            default -> null;
        };
    }

    private Sources sources(String organization, String name) {
        return organizations.get(organization).get(number(name));
    }

    private static int number(String name) {
        return Integer.parseInt(name.substring("app".length()));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
