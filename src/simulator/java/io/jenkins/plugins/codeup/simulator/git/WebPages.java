package io.jenkins.plugins.codeup.simulator.git;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pages of repositories, for browsers: there is one, or there is none. Where commits have theirs is seen in deliveries; that
 * of branches, tags and files is assumed.
 */
public final class WebPages implements HttpHandler {

    private static final Pattern PAGE = Pattern.compile(
            "/(?<repository>.+?)(?:/(?<kind>commit|branch|tree|blob)/(?<what>.+))?");

    private final Function<String, Optional<GitSources>> repositories;

    /**
     * @param repositories finds one by its path, the organization in front
     */
    public WebPages(Function<String, Optional<GitSources>> repositories) {
        this.repositories = repositories;
    }

    public boolean isFor(String path) {
        Matcher page = PAGE.matcher(path);
        return page.matches() && repositories.apply(page.group("repository")).isPresent();
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Matcher page = PAGE.matcher(exchange.getRequestURI().getPath());
        boolean there = page.matches()
                && repositories
                        .apply(page.group("repository"))
                        .filter(sources -> isThere(sources, page.group("kind"), page.group("what")))
                        .isPresent();
        exchange.sendResponseHeaders(there ? 200 : 404, -1);
    }

    private static boolean isThere(GitSources sources, String kind, String what) {
        if (kind == null) {
            return true;
        }
        return switch (kind) {
            case "commit" -> sources.hasCommit(what);
            case "branch" -> sources.branch(what).isPresent();
            case "blob" -> {
                int slash = what.indexOf('/');
                yield slash > 0 && sources.file(what.substring(0, slash), what.substring(slash + 1)).isPresent();
            }
            default -> sources.tags().stream().anyMatch(tag -> tag.name().equals(what));
        };
    }
}
