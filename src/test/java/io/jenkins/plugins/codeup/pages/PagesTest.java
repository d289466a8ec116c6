package io.jenkins.plugins.codeup.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.codeup.delivery.DeliveryEvent;
import io.jenkins.plugins.codeup.demo.SimulatorMain;
import io.jenkins.plugins.codeup.hooks.WebhooksPage;
import io.jenkins.plugins.codeup.jenkins.Await;
import io.jenkins.plugins.codeup.jenkins.JenkinsProcess;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.simulator.data.SimulatedHook;
import io.jenkins.plugins.codeup.simulator.data.SimulatedRepository;
import io.jenkins.plugins.codeup.simulator.delivery.DeliveryBodies;
import io.jenkins.plugins.codeup.simulator.delivery.DeliverySender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * The plugin's pages in a real browser, in the Jenkins of the demo, which enforces its Content-Security-Policy: axe finds
 * nothing in what the plugin shows, no policy is violated, nothing is wider than a narrow window; in both languages, and in
 * the dark theme.
 *
 * <p>Skipped without Chromium, or without axe-core, which {@code .ci/axe} brings. The pictures of the documents are made by
 * {@code mvn test -Dtest=PagesTest -Dpages.rewrite=true}.
 */
class PagesTest {

    private static final Path AXE = axe();
    private static final boolean REWRITE = Boolean.getBoolean("pages.rewrite");
    private static final int WIDE = 1200;
    private static final int NARROW = 390;
    private static final long LIBRARY = 1000002;
    private static final String ONES = "1".repeat(40);
    private static final String TWOS = "2".repeat(40);

    /**
     * A page of the plugin, or with a part of it.
     *
     * @param path from Jenkins's root
     * @param part the selector of what the plugin shows; several elements are one part
     * @param width of the window
     * @param picture the name of the picture of that part in the documents, or null
     */
    private record Page(String path, String part, int width, String picture) {}

    /** Stands for the path of a delivery that built nothing. */
    private static final String DELIVERY = "{delivery}";

    private static final Page CONNECT =
            new Page("manage/codeup-connect/probe", "#main-panel:has(form[name=create])", WIDE, "connect-page");

    private static final Page MERGE_REQUEST =
            new Page("/60811b5eed6e867404f60000/reviews/shop/change/1", "main", 1000, "merge-request-page");

    private static final List<Page> PAGES = List.of(
            new Page("job/built-on-push/codeup-deliveries/" + DELIVERY, "body", WIDE, "delivery-page"),
            new Page("manage/codeup-deliveries/", "body", WIDE, null),
            new Page("manage/codeup-connect/", "body", WIDE, null),
            new Page("job/built-on-push/codeup-deliveries/", "body", WIDE, "deliveries-page"),
            new Page("manage/codeup-webhooks/", "body", WIDE, "webhooks-page"),
            new Page("manage/", ".jenkins-alert:has(form[action*='codeup-webhooks'])", WIDE, "monitor"),
            new Page(
                    "manage/configure",
                    "section.jenkins-section:has([name='_.checkIntervalMinutes'])",
                    WIDE,
                    "system-page"),
            new Page(
                    "job/built-on-push/configure",
                    ".optionalBlock-container:has([name='io-jenkins-plugins-codeup-trigger-CodeupTrigger'])",
                    WIDE,
                    "trigger-form"),
            new Page(
                    "job/freestyle/configure",
                    "[descriptorid='io.jenkins.plugins.codeup.step.CreateWebhookBuilder']",
                    WIDE,
                    "job-page"),
            new Page("job/freestyle/1/", "body", WIDE, "build-page"),
            new Page(
                    "job/reviews/configure",
                    "[descriptorid='io.jenkins.plugins.codeup.scm.CodeupSCMNavigator']",
                    WIDE,
                    "folder-form"));

    /**
     * What axe finds in all forms and pages of Jenkins, and by what their HTML is recognised.
     */
    private static final Map<String, Pattern> OF_JENKINS = Map.of(
            "region", Pattern.compile(""),
            "tabindex", Pattern.compile("jenkins-help-button"),
            "label", Pattern.compile("type=\"checkbox\"|<textarea"),
            "select-name", Pattern.compile("credentials-select|dropdownList|<select name=\"[^_]"),
            "button-name", Pattern.compile("jenkins-menu-dropdown-chevron"),
            "color-contrast", Pattern.compile(""));

    @RegisterExtension
    private final RealJenkinsExtension real = JenkinsProcess.shortLived(
            "-Djenkins.security.csp.CspHeader.headerName=Content-Security-Policy",
            "-Djenkins.model.Jenkins.slaveAgentPort=-1",
            "-Dhudson.Main.development=false",
            "-Djenkins.install.runSetupWizard=false");

    @AutoClose
    private final CodeupSimulator codeup = SimulatorMain.start(0);

    @TempDir
    private Path profile;

    private String delivery;
    private final List<String> wrong = new ArrayList<>();
    private final Map<String, Integer> visited = new TreeMap<>();
    private final Map<String, Integer> ofJenkins = new TreeMap<>();

    @BeforeAll
    static void needsABrowser() {
        assumeTrue(Chromium.program().isPresent(), "there is no Chromium on the PATH: the pages are not looked at");
        assumeTrue(AXE != null, "there is no axe-core, .ci/axe brings it: the pages are not looked at");
    }

    private static Path axe() {
        String cache = Objects.requireNonNullElse(
                System.getenv("XDG_CACHE_HOME"), System.getProperty("user.home") + "/.cache");
        Path brought = Path.of(cache, "codeup-plugin", "node_modules", "axe-core", "axe.min.js");
        Path file = System.getProperty("axe") == null ? brought : Path.of(System.getProperty("axe"));
        return Files.isRegularFile(file) ? file : null;
    }

    @Test
    void noViolationOfAccessibilityOrPolicyInBothLanguagesAndThemesAndInANarrowWindow() throws Throwable {
        Path scripts = real.getHome().toPath().resolve("init.groovy.d");
        Files.createDirectories(scripts);
        Files.copy(Path.of("src/demo/jenkins.groovy"), scripts.resolve("jenkins.groovy"));
        real.javaOptions("-Dcodeup.demo.endpoint=" + codeup.endpoint());
        real.startJenkins();
        real.runRemotely(PagesTest::settle);
        deliver();
        real.runRemotely(JenkinsRule::waitUntilNoActivity);
        try (Chromium chromium = Chromium.start(profile)) {
            chromium.visit(real.getUrl() + "job/built-on-push/codeup-deliveries/");
            delivery = chromium.evaluate(
                            "[...document.querySelectorAll('a[href^=\"delivery/\"]')].at(-2).getAttribute('href')")
                    .asText();
            for (String language : List.of("en", "zh-CN")) {
                chromium.speak(language);
                connect(chromium, language, "light");
                if (REWRITE) {
                    picture(chromium, CONNECT, language);
                    mergeRequest(chromium, language);
                }
                for (Page page : PAGES) {
                    look(chromium, page, language, page.width, "light");
                    if (REWRITE && page.picture != null) {
                        picture(chromium, page, language);
                    }
                    if (!page.path.endsWith("configure")) { // Jenkins's forms are as wide as they are
                        look(chromium, page, language, NARROW, "light");
                    }
                }
            }
            real.runRemotely(PagesTest::darken);
            chromium.speak("en");
            connect(chromium, "en", "dark");
            for (Page page : PAGES) {
                look(chromium, page, "en", page.width, "dark");
            }
        }
        System.out.println("Pages looked at: " + visited + "; what axe finds in all of Jenkins: " + ofJenkins);
        assertEquals(List.of(), wrong, String.join("\n", wrong));
    }

    private void look(Chromium chromium, Page page, String language, int width, String theme) throws Exception {
        String where = page.path + " " + language + " " + width + " " + theme;
        chromium.resize(width, 900);
        chromium.visit(real.getUrl() + page.path.replace(DELIVERY, delivery));
        check(chromium, page, where, width, theme);
    }

    /** What a merge request shows of its builds: in the language of Jenkins, whoever reads it. */
    private void mergeRequest(Chromium chromium, String language) throws Throwable {
        real.runRemotely(PagesTest::speak, language);
        chromium.resize(MERGE_REQUEST.width, 900);
        chromium.visit(codeup.endpoint() + MERGE_REQUEST.path);
        chromium.type("textarea", "/retest");
        chromium.press("button");
        String reply = language.equals("en") ? "Builds:" : "开始构建";
        long begun = System.nanoTime();
        for (int same = 0; same < 5; ) {
            assertTrue(System.nanoTime() - begun < TimeUnit.MINUTES.toNanos(2), "the comment starts a build that ends");
            Thread.sleep(1_000);
            chromium.visit(codeup.endpoint() + MERGE_REQUEST.path);
            boolean pending =
                    chromium.evaluate("!!document.querySelector('.pending')").asBoolean();
            same = !pending && chromium.text().contains(reply) ? same + 1 : 0;
        }
        picture(chromium, MERGE_REQUEST, language);
    }

    private static void speak(JenkinsRule ignored, String language) {
        Locale.setDefault(Locale.forLanguageTag(language));
    }

    /** What Codeup answered for a pasted token: a page that only a form leads to. */
    private void connect(Chromium chromium, String language, String theme) throws Exception {
        chromium.resize(WIDE, 900);
        chromium.visit(real.getUrl() + "manage/codeup-connect/");
        chromium.type("form[name=probe] [name=secret]", "pt-demo");
        chromium.type("form[name=probe] [name=endpoint]", codeup.endpoint().toString());
        chromium.press("form[name=probe] button[type=submit]");
        check(chromium, CONNECT, CONNECT.path + " " + language + " " + theme, WIDE, theme);
    }

    private void check(Chromium chromium, Page page, String where, int width, String theme) throws Exception {
        visited.merge(theme + " " + width, 1, Integer::sum);
        if (!chromium.evaluate("!!document.querySelector(\"%s\")".formatted(page.part))
                .asBoolean()) {
            wrong.add(where + ": there is no " + page.part);
            return;
        }
        for (JsonNode violation : chromium.evaluate("window.violations")) {
            wrong.add(where + ": policy: " + violation.asText());
        }
        for (JsonNode wide : chromium.evaluate("""
                [...document.querySelectorAll("%s")].flatMap(part => [part, ...part.querySelectorAll('*')])
                    .filter(one => one.getBoundingClientRect().right > innerWidth + 1 && one.checkVisibility()
                        && !one.closest('[style*="overflow-x"]'))
                    .map(one => one.outerHTML.slice(0, 150)).slice(-2)
                """.formatted(page.part.equals("body") ? "#main-panel" : page.part))) {
            wrong.add(where + ": is wider than the window: " + wide.asText());
        }
        chromium.evaluate(Files.readString(AXE) + ";true");
        JsonNode violations = chromium.evaluate("""
                axe.run({include: ["%s"]}, {resultTypes: ['violations']}).then(result => result.violations.flatMap(
                    violation => violation.nodes.map(node => [violation.id, node.target.join(' '), node.html.slice(0, 300)])))
                """.formatted(page.part.equals("body") ? "#main-panel" : page.part));
        for (JsonNode violation : violations) {
            String rule = violation.get(0).asText();
            String html = violation.get(2).asText();
            if (OF_JENKINS.containsKey(rule)
                    && OF_JENKINS.get(rule).matcher(html).find()) {
                ofJenkins.merge(rule, 1, Integer::sum);
            } else {
                wrong.add(where + ": axe: " + rule + " " + violation.get(1).asText() + " " + html);
            }
        }
    }

    private static void picture(Chromium chromium, Page page, String language) throws Exception {
        JsonNode box = chromium.evaluate("""
                (() => { const boxes = [...document.querySelectorAll("%s")].map(part => part.getBoundingClientRect());
                    const left = Math.min(...boxes.map(box => box.left)), top = Math.min(...boxes.map(box => box.top));
                    return [Math.max(0, left - 10) + scrollX, Math.max(0, top - 10) + scrollY,
                        Math.max(...boxes.map(box => box.right)) - left + 20, Math.max(...boxes.map(box => box.bottom)) - top + 20]; })()
                """.formatted(page.part));
        byte[] png = chromium.picture(
                box.get(0).asDouble(),
                box.get(1).asDouble(),
                box.get(2).asDouble(),
                box.get(3).asDouble());
        String name = page.picture + (language.equals("en") ? "" : ".zh_CN") + ".png";
        Files.write(Path.of("docs", "images", name), png);
    }

    /** Deliveries of the kinds that a page shows; Codeup itself does not reach jenkins.example.com. */
    private void deliver() throws Exception {
        Await.until("the webhook is created", () -> !codeup.hooks(LIBRARY).isEmpty());
        SimulatedHook hook = codeup.hooks(LIBRARY).get(0);
        HookSettings made = hook.settings();
        String url = made.url()
                .replaceFirst("https://jenkins.example.com/", real.getUrl().toString());
        String organization = "60811b5eed6e867404f60000";
        DeliveryBodies library = new DeliveryBodies(new SimulatedRepository(LIBRARY, organization, "team/library"));
        DeliveryBodies app = new DeliveryBodies(new SimulatedRepository(1000001, organization, "team/app"));
        send(url, made.secretToken(), null, library.test());
        send(
                url,
                made.secretToken(),
                DeliveryEvent.PUSH,
                library.push("refs/heads/main", ONES, TWOS, "skip this [ci skip]"));
        send(url, made.secretToken(), DeliveryEvent.PUSH, app.push("refs/heads/main", ONES, TWOS, "change"));
        send(url, made.secretToken(), DeliveryEvent.TAG_PUSH, library.tagPush("refs/tags/v1.2.0", ONES, TWOS));
        send(
                url,
                made.secretToken(),
                DeliveryEvent.MERGE_REQUEST,
                library.mergeRequest(2, "open", "feature/login", "main", TWOS));
        send(url, made.secretToken(), DeliveryEvent.NOTE, library.note(2, "feature/login", "main", TWOS, "looks good"));
        send(url, made.secretToken(), DeliveryEvent.PUSH, library.push("refs/heads/main", ONES, TWOS, "change"));
        send(url, "wrong", DeliveryEvent.PUSH, library.push("refs/heads/main", ONES, TWOS, "change"));
    }

    private static void send(String url, String secret, DeliveryEvent event, String body) {
        HookSettings to = new HookSettings(url, true, true, true, true, true, "", secret);
        int status = new DeliverySender()
                .send(List.of(new SimulatedHook(1, LIBRARY, null, to)), event, body)
                .get(0)
                .status();
        assertTrue(status / 100 == 2 || secret.equals("wrong") && status == 403, event + ": " + status);
    }

    private static void settle(JenkinsRule jenkins) throws Throwable {
        FreeStyleProject freestyle = Jenkins.get().getItemByFullName("freestyle", FreeStyleProject.class);
        jenkins.buildAndAssertSuccess(freestyle);
        WebhooksPage page = Jenkins.get().getExtensionList(WebhooksPage.class).get(0);
        Await.until(
                "webhooks are managed",
                () -> page.getLastFullCheck() != null
                        && page.getWaiting() + page.getRunning() == 0
                        && !page.getProblems().isEmpty());
        Await.until(
                "the folder is scanned",
                () -> Jenkins.get().getAllItems(WorkflowJob.class).size() > 3);
        jenkins.waitUntilNoActivity();
    }

    /** As an administrator does under Appearance. */
    private static void darken(JenkinsRule jenkins) throws Throwable {
        ClassLoader plugins = Jenkins.get().getPluginManager().uberClassLoader;
        Class<?> decorator = plugins.loadClass("io.jenkins.plugins.thememanager.ThemeManagerPageDecorator");
        Object dark = plugins.loadClass("io.jenkins.plugins.darktheme.DarkThemeManagerFactory")
                .getDeclaredConstructor()
                .newInstance();
        Object page = decorator.getMethod("get").invoke(null);
        for (var method : decorator.getMethods()) {
            if (method.getName().equals("setTheme")) {
                method.invoke(page, dark);
            }
        }
    }
}
