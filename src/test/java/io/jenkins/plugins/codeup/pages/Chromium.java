package io.jenkins.plugins.codeup.pages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** One page in a headless Chromium, by the Chrome DevTools Protocol. */
final class Chromium implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LISTENING = "DevTools listening on ";
    private static final long TIMEOUT_SECONDS = 60;

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger last = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private volatile CompletableFuture<JsonNode> loaded = new CompletableFuture<>();
    private String session;

    private Chromium(Process process, URI browser) {
        this.process = process;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(browser, new Messages())
                .join();
    }

    /**
     * @return the program, if it is on the PATH by one of its usual names
     */
    static Optional<Path> program() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * @param profile an empty directory for what it stores
     */
    static Chromium start(Path profile) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        program().orElseThrow().toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--hide-scrollbars",
                        "--no-first-run",
                        "--force-color-profile=srgb",
                        "--user-data-dir=" + profile,
                        "--remote-debugging-port=0",
                        "about:blank"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader errors = process.errorReader();
        for (String line = errors.readLine(); line != null; line = errors.readLine()) {
            if (line.startsWith(LISTENING)) {
                Thread rest = new Thread(() -> errors.lines().forEach(ignored -> {}), "Chromium's errors");
                rest.setDaemon(true);
                rest.start();
                Chromium chromium = new Chromium(process, URI.create(line.substring(LISTENING.length())));
                chromium.open();
                return chromium;
            }
        }
        throw new IOException("Chromium ended at once");
    }

    private void open() throws IOException {
        String target = send("Target.createTarget", object().put("url", "about:blank"))
                .path("targetId")
                .asText();
        session = send("Target.attachToTarget", object().put("targetId", target).put("flatten", true))
                .path("sessionId")
                .asText();
        send("Page.enable", object());
        send("Page.addScriptToEvaluateOnNewDocument", object().put("source", """
                window.violations = [];
                document.addEventListener('securitypolicyviolation', event => window.violations.push(
                    event.effectiveDirective + ': ' + event.blockedURI + ' at ' + event.sourceFile + ':' + event.lineNumber
                    + ' ' + event.sample));
                """));
    }

    /** Takes the language of pages, for example {@code zh-CN}. */
    void speak(String language) throws IOException {
        send("Network.enable", object());
        ObjectNode headers = object();
        headers.putObject("headers").put("Accept-Language", language);
        send("Network.setExtraHTTPHeaders", headers);
    }

    /** Has pages be that many pixels wide. */
    void resize(int width, int height) throws IOException {
        send(
                "Emulation.setDeviceMetricsOverride",
                object().put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", false));
    }

    /** Opens a page, and waits until it is loaded and its scripts have done their first work. */
    void visit(String url) throws Exception {
        loaded = new CompletableFuture<>();
        JsonNode answer = send("Page.navigate", object().put("url", url));
        if (answer.hasNonNull("errorText")) {
            throw new IOException(url + ": " + answer.path("errorText").asText());
        }
        awaitPage();
    }

    /** Types into a field of the page, after what is in it. */
    void type(String selector, String text) throws IOException {
        evaluate(find(selector) + ".focus()");
        send("Input.insertText", object().put("text", text));
    }

    /** Selects an option of a list by its value. */
    void choose(String selector, String value) throws IOException {
        evaluate("{ const list = %s; list.value = %s; list.dispatchEvent(new Event('change', {bubbles: true})); }"
                .formatted(find(selector), JSON.writeValueAsString(value)));
    }

    /** Presses a button or a link that leads to another page, and waits as {@link #visit} does. */
    void press(String selector) throws Exception {
        loaded = new CompletableFuture<>();
        evaluate(find(selector) + ".click()");
        awaitPage();
    }

    private static String find(String selector) throws IOException {
        return "document.querySelector(" + JSON.writeValueAsString(selector) + ")";
    }

    /**
     * @return what a reader sees of the page
     */
    String text() throws IOException {
        return evaluate("document.body.innerText").asText();
    }

    private void awaitPage() throws Exception {
        loaded.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        String before = "";
        for (int same = 0; same < 3; ) {
            TimeUnit.MILLISECONDS.sleep(150);
            String now = evaluate("String(document.documentElement.outerHTML.length)")
                    .asText();
            same = now.equals(before) ? same + 1 : 0;
            before = now;
        }
    }

    /**
     * @param script an expression, whose promise is awaited
     * @return its value
     */
    JsonNode evaluate(String script) throws IOException {
        JsonNode answer = send(
                "Runtime.evaluate",
                object().put("expression", script).put("awaitPromise", true).put("returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new IOException(answer.path("exceptionDetails").toString());
        }
        return answer.path("result").path("value");
    }

    /**
     * @return the part of the page as PNG
     */
    byte[] picture(double x, double y, double width, double height) throws IOException {
        ObjectNode parameters = object().put("format", "png").put("captureBeyondViewport", true);
        parameters
                .putObject("clip")
                .put("x", x)
                .put("y", y)
                .put("width", width)
                .put("height", height)
                .put("scale", 1);
        return Base64.getDecoder()
                .decode(send("Page.captureScreenshot", parameters).path("data").asText());
    }

    private static ObjectNode object() {
        return JSON.createObjectNode();
    }

    private JsonNode send(String method, ObjectNode parameters) throws IOException {
        int id = last.incrementAndGet();
        ObjectNode message = object().put("id", id).put("method", method);
        message.set("params", parameters);
        if (session != null) {
            message.put("sessionId", session);
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        socket.sendText(message.toString(), true).join();
        JsonNode received;
        try {
            received = answer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IOException(method, e);
        }
        if (received.has("error")) {
            throw new IOException(method + ": " + received.path("error"));
        }
        return received.path("result");
    }

    /** Hands answers to those who wait for them. */
    private final class Messages implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean end) {
            text.append(part);
            if (end) {
                take(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void take(String message) {
            JsonNode read;
            try {
                read = JSON.readTree(message);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            if (read.has("id")) {
                answers.remove(read.path("id").asInt()).complete(read);
            } else if (read.path("method").asText().equals("Page.loadEventFired")) {
                loaded.complete(read);
            }
        }
    }

    @Override
    public void close() throws Exception {
        socket.abort();
        process.destroy();
        process.waitFor(10, TimeUnit.SECONDS);
    }
}
