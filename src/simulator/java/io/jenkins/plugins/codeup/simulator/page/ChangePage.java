package io.jenkins.plugins.codeup.simulator.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.jenkins.plugins.codeup.simulator.data.Contents;
import io.jenkins.plugins.codeup.simulator.data.Repositories;
import io.jenkins.plugins.codeup.simulator.data.Results;
import io.jenkins.plugins.codeup.simulator.data.SimulatedCheckRun;
import io.jenkins.plugins.codeup.simulator.data.SimulatedComment;
import io.jenkins.plugins.codeup.simulator.data.SimulatedMergeRequest;
import io.jenkins.plugins.codeup.simulator.data.SimulatedStatus;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page of a merge request, {@code /change/} and its number behind the repository's: what was reported of its newest
 * commit, and its comments, to which whoever reads it can add one. It shows what Codeup has, not how Codeup shows it.
 */
public final class ChangePage implements HttpHandler {

    private static final Pattern PATH = Pattern.compile("/(?<repository>.+)/change/(?<number>[0-9]{1,9})");
    private static final String STYLE = """
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
                   color: #1f2328; }
            h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
            section, li.reply { border: 1px solid #d0d7de; border-radius: 6px; padding: .5rem 1rem; margin: .5rem 0; }
            .reply { margin-left: 2rem; } p { margin: .25rem 0; } textarea { width: 100%; box-sizing: border-box; }
            .state { border-radius: 1rem; padding: .1rem .6rem; font-size: .85rem; background: #eaeef2; }
            .success { background: #dafbe1; } .failure, .error { background: #ffebe9; }
            .pending, .neutral, .warning { background: #fff8c5; } code { background: #f6f8fa; padding: 0 .2rem; }
            """;

    private final Repositories repositories;
    private final Contents contents;
    private final Results results;

    public ChangePage(Repositories repositories, Contents contents, Results results) {
        this.repositories = repositories;
        this.contents = contents;
        this.results = results;
    }

    public static boolean isFor(String path) {
        return PATH.matcher(path).matches();
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
        Optional<SimulatedMergeRequest> found = path.matches()
                ? repositories
                        .findByFullPath(path.group("repository"))
                        .flatMap(repository ->
                                contents.mergeRequest(repository.id(), Long.parseLong(path.group("number"))))
                : Optional.empty();
        if (found.isEmpty()) {
            exchange.sendResponseHeaders(404, -1);
        } else if (exchange.getRequestMethod().equals("POST")) {
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            comment(found.get(), URLDecoder.decode(form.replaceFirst("^text=", ""), StandardCharsets.UTF_8));
            exchange.getResponseHeaders().set("Location", exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(303, -1);
        } else {
            byte[] html = html(found.get()).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, html.length);
            exchange.getResponseBody().write(html);
        }
    }

    private void comment(SimulatedMergeRequest on, String text) {
        if (!text.isBlank()) {
            results.addComment(on.repositoryId(), on.number(), contents.actor(), text, false, null);
        }
    }

    private String html(SimulatedMergeRequest one) {
        String commit = contents.sourceCommit(one).orElse("");
        StringBuilder html = new StringBuilder("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>!")
                .append(one.number())
                .append("</title><style>")
                .append(STYLE)
                .append("</style></head><body><main><h1>!")
                .append(one.number())
                .append(' ')
                .append(Markdown.escape(one.title()))
                .append("</h1><p>")
                .append(state(one.state()))
                .append(" <code>")
                .append(Markdown.escape(one.source()))
                .append("</code> into <code>")
                .append(Markdown.escape(one.target()))
                .append("</code> at <code>")
                .append(commit, 0, Math.min(8, commit.length()))
                .append("</code></p><h2>Statuses</h2>");
        results.statusesOf(commit).values().forEach(status -> addStatus(html, status));
        html.append("<h2>Checks</h2>");
        results.checkRuns(one.repositoryId(), commit).forEach(check -> addCheck(html, check));
        html.append("<h2>Comments</h2>");
        results.comments(one.repositoryId(), one.number()).forEach(comment -> addComment(html, comment));
        return html.append("<form method=\"post\"><label>Comment as ")
                .append(Markdown.escape(contents.actor()))
                .append("<textarea name=\"text\" rows=\"3\"></textarea></label><button>Comment</button></form>")
                .append("</main></body></html>")
                .toString();
    }

    private static String state(String state) {
        String word = Markdown.escape(state);
        return "<span class=\"state " + word + "\">" + word + "</span>";
    }

    private static String link(String text, String url) {
        return url.matches("https?://.*")
                ? "<a href=\"" + Markdown.escape(url) + "\">" + Markdown.escape(text) + "</a>"
                : Markdown.escape(text);
    }

    private static void addStatus(StringBuilder html, SimulatedStatus status) {
        html.append("<p>")
                .append(state(status.state()))
                .append(' ')
                .append(link(status.context(), status.targetUrl()))
                .append(' ')
                .append(Markdown.escape(status.description()))
                .append("</p>");
    }

    private static void addCheck(StringBuilder html, SimulatedCheckRun check) {
        JsonNode fields = check.fields();
        html.append("<section><p>")
                .append(state(check.conclusion().isEmpty() ? "pending" : check.conclusion()))
                .append(" <b>")
                .append(link(check.name(), fields.path("detailsUrl").asText()))
                .append("</b> ")
                .append(Markdown.escape(fields.at("/output/title").asText()))
                .append("</p>")
                .append(Markdown.toHtml(fields.at("/output/summary").asText()))
                .append(Markdown.toHtml(fields.at("/output/text").asText()))
                .append("<ul>");
        for (JsonNode annotation : fields.path("annotations")) {
            html.append("<li>")
                    .append(state(annotation.path("annotationLevel").asText()))
                    .append(" <code>")
                    .append(Markdown.escape(annotation.path("path").asText()))
                    .append(':')
                    .append(annotation.path("startLine").asInt())
                    .append("</code> ")
                    .append(Markdown.escape(annotation.path("message").asText()))
                    .append("</li>");
        }
        html.append("</ul></section>");
    }

    private static void addComment(StringBuilder html, SimulatedComment comment) {
        html.append(comment.parent() == null ? "<section>" : "<section class=\"reply\">")
                .append("<p><b>")
                .append(Markdown.escape(comment.author()))
                .append("</b> ")
                .append(comment.resolved() ? state("resolved") : "")
                .append("</p>")
                .append(Markdown.toHtml(comment.content()))
                .append("</section>");
    }
}
