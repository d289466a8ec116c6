package io.jenkins.plugins.codeup.simulator.git;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Serves git repositories over HTTP, to those who bring a clone account's name and password, by git's own program. */
public final class GitHttp implements HttpHandler {

    private static final Pattern PATH = Pattern.compile("/(?<repository>.+?)\\.git(?<service>/.+)");

    private final Function<String, Optional<GitSources>> repositories;
    private final Map<String, String> users = new ConcurrentHashMap<>();
    private final Pushes pushes;

    /** Is told of each push before its answer ends. */
    public interface Pushes {
        void pushed(GitSources repository, Map<String, String> before, Map<String, String> after);
    }

    /**
     * @param repositories finds one by its path, the organization in front
     */
    public GitHttp(Function<String, Optional<GitSources>> repositories, Pushes pushes) {
        this.repositories = repositories;
        this.pushes = pushes;
    }

    /** From the first one on, nobody else is let in. */
    public void addUser(String name, String password) {
        users.put(name, password);
    }

    public static boolean isFor(String path) {
        return PATH.matcher(path).matches() && !path.startsWith("/api/") && !path.startsWith("/oapi/");
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
        Optional<GitSources> found = path.matches() ? repositories.apply(path.group("repository")) : Optional.empty();
        if (!isKnown(exchange.getRequestHeaders().getFirst("Authorization"))) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"Codeup\"");
            exchange.sendResponseHeaders(401, -1);
        } else if (found.isEmpty()) {
            exchange.sendResponseHeaders(404, -1);
        } else {
            serve(exchange, found.get(), path.group("service"));
        }
    }

    private boolean isKnown(String authorization) {
        if (users.isEmpty()) {
            return true;
        }
        String basic = Objects.requireNonNullElse(authorization, "").replaceFirst("(?i)^Basic ", "");
        String[] pair = new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8).split(":", 2);
        return pair.length == 2 && pair[1].equals(users.get(pair[0]));
    }

    private void serve(HttpExchange exchange, GitSources repository, String service) throws IOException {
        boolean push = service.endsWith("/git-receive-pack") && exchange.getRequestMethod().equals("POST");
        Map<String, String> before = push ? repository.all() : Map.of();
        Process process = start(exchange, repository, service);
        try (OutputStream in = process.getOutputStream()) {
            exchange.getRequestBody().transferTo(in);
        }
        InputStream out = process.getInputStream();
        int status = headers(exchange, out);
        exchange.sendResponseHeaders(status, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            out.transferTo(body);
            if (push) {
                // before the end of the answer, which whoever pushes waits for
                pushes.pushed(repository, before, repository.all());
            }
        }
    }

    private static Process start(HttpExchange exchange, GitSources repository, String service) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
        Map<String, String> environment = builder.environment();
        environment.put("GIT_PROJECT_ROOT", repository.directory().toString());
        environment.put("GIT_HTTP_EXPORT_ALL", "1");
        environment.put("PATH_INFO", service);
        environment.put("REMOTE_USER", "dev-a");
        environment.put("REQUEST_METHOD", exchange.getRequestMethod());
        put(environment, "QUERY_STRING", exchange.getRequestURI().getRawQuery());
        put(environment, "CONTENT_TYPE", exchange.getRequestHeaders().getFirst("Content-Type"));
        put(environment, "HTTP_CONTENT_ENCODING", exchange.getRequestHeaders().getFirst("Content-Encoding"));
        put(environment, "GIT_PROTOCOL", exchange.getRequestHeaders().getFirst("Git-Protocol"));
        return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    private static void put(Map<String, String> environment, String name, String value) {
        if (value != null) {
            environment.put(name, value);
        }
    }

    /** As a CGI program writes them; the status among them. */
    private static int headers(HttpExchange exchange, InputStream out) throws IOException {
        int status = 200;
        for (String line = line(out); !line.isEmpty(); line = line(out)) {
            String[] pair = line.split(": ", 2);
            if (pair[0].equalsIgnoreCase("Status")) {
                status = Integer.parseInt(pair[1].substring(0, 3));
            } else {
                exchange.getResponseHeaders().set(pair[0], pair[1]);
            }
        }
        return status;
    }

    private static String line(InputStream out) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = out.read(); c != -1 && c != '\n'; c = out.read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }
}
