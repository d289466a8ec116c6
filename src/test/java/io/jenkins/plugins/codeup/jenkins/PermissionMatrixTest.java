package io.jenkins.plugins.codeup.jenkins;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.security.Permission;
import io.jenkins.plugins.codeup.scm.BranchDiscoveryTrait;
import io.jenkins.plugins.codeup.scm.Organization;
import io.jenkins.plugins.codeup.trigger.CodeupTrigger;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jenkins.branch.OrganizationFolder;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/**
 * Every method of the plugin that a URL reaches, called by users with each permission, by GET and POST, with and without
 * crumb, everywhere. What they may is compared with docs/permissions.md. Methods are found by reflection: a new one without
 * a row fails, and {@code -Dpermissions.rewrite=true} adds it.
 *
 * <p>That takes some ten thousand requests. Without it, or {@code -Dpermissions.full=true}, each method is called in some
 * places only; and what core's crumb filter and Stapler's verbs decide, whoever it is, is tried as the administrator.
 */
class PermissionMatrixTest {

    private static final Path DOCUMENT = Path.of("docs", "permissions.md");
    private static final String ANONYMOUS = "anonymous";
    private static final String ADMINISTRATOR = "Administer";
    private static final boolean REWRITE = Boolean.getBoolean("permissions.rewrite");
    private static final boolean FULL = REWRITE || Boolean.getBoolean("permissions.full");
    /** The two that differ most. */
    private static final Set<String> SOME_PLACES = Set.of("Jenkins", "job", "project of it");

    private static final Map<String, List<Permission>> USERS = new LinkedHashMap<>();

    static {
        USERS.put(ANONYMOUS, List.of());
        USERS.put("Overall/Read", List.of(Jenkins.READ));
        USERS.put("Item/Read", List.of(Jenkins.READ, Item.READ));
        USERS.put("ExtendedRead", List.of(Jenkins.READ, Item.READ, Item.EXTENDED_READ));
        USERS.put("UseItem", List.of(Jenkins.READ, Item.READ, CredentialsProvider.USE_ITEM));
        USERS.put("Configure", List.of(Jenkins.READ, Item.READ, Item.CONFIGURE));
        USERS.put("Manage", List.of(Jenkins.READ, Jenkins.MANAGE));
        USERS.put(ADMINISTRATOR, List.of(Jenkins.ADMINISTER));
    }

    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final Map<Permission, Boolean> enabled = new LinkedHashMap<>();

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    private final JenkinsRule jenkins = organization.jenkins();

    /** The items below which a descriptor is reached, and their URLs. */
    private final Map<String, String> places = new LinkedHashMap<>();

    @BeforeEach
    void secure() throws Exception {
        for (Permission permission : List.of(Item.EXTENDED_READ, CredentialsProvider.USE_ITEM, Jenkins.MANAGE)) {
            enabled.put(permission, permission.getEnabled());
            permission.setEnabled(true);
        }
        organization.repositoryWithJenkinsfile("team/app");
        OrganizationFolder made = Organization.folder(
                jenkins, Organization.navigator(new BranchDiscoveryTrait(BranchDiscoveryTrait.Strategy.ALL)));
        Organization.scan(jenkins, made);
        FreeStyleProject job = jenkins.createFreeStyleProject("job");
        job.addTrigger(new CodeupTrigger());
        FreeStyleProject inFolder =
                jenkins.createProject(Folder.class, "folder").createProject(FreeStyleProject.class, "job");
        inFolder.addTrigger(new CodeupTrigger());
        places.put("Jenkins", "");
        places.put("job", job.getUrl());
        places.put("job in a folder", inFolder.getUrl());
        places.put("organization folder", made.getUrl());
        places.put("project of it", made.getItem("team%2Fapp").getUrl());
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        MockAuthorizationStrategy strategy = new MockAuthorizationStrategy();
        USERS.forEach((user, permissions) -> {
            if (!permissions.isEmpty()) {
                strategy.grant(permissions.toArray(Permission[]::new))
                        .everywhere()
                        .to(user.replace('/', '-'));
            }
        });
        jenkins.jenkins.setAuthorizationStrategy(strategy);
        for (String user : USERS.keySet()) {
            if (!user.equals(ANONYMOUS)) {
                try (JenkinsRule.WebClient client =
                        jenkins.createWebClient().withJavaScriptEnabled(false).login(user.replace('/', '-'))) {
                    cookies.put(
                            user,
                            client.getCookieManager().getCookies().stream()
                                    .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                                    .collect(Collectors.joining("; ")));
                }
            }
        }
    }

    @AfterEach
    void resetPermissions() {
        enabled.forEach((permission, before) -> permission.setEnabled(before));
    }

    @Test
    void everyMethodThatAUrlReachesAllowsWhatTheDocumentSays() throws Exception {
        List<ReachableMethods.Target> targets = ReachableMethods.all(places.keySet());
        Map<String, String> documented = REWRITE ? null : documented();
        if (documented != null) {
            Set<String> found = new TreeSet<>();
            targets.forEach(target -> target.where().forEach(place -> found.add(row(target, place))));
            assertEquals(
                    found,
                    documented.keySet(),
                    "A method is new or gone: -Dpermissions.rewrite=true writes " + DOCUMENT
                            + ". Read the difference: it is who may do what");
        }
        List<String> faults = new ArrayList<>();
        Map<String, Set<String>> rows = new LinkedHashMap<>();
        for (ReachableMethods.Target target : targets) {
            for (String place : target.where()) {
                if (!FULL && !SOME_PLACES.contains(place)) {
                    continue;
                }
                String cells = cells(target, places.get(place) + target.url(), faults);
                rows.computeIfAbsent("| `" + target.name() + "` | %s | " + cells, row -> new LinkedHashSet<>())
                        .add(place);
                if (documented != null && !cells.equals(documented.get(row(target, place)))) {
                    faults.add(row(target, place) + ": " + cells + " but documented as "
                            + documented.get(row(target, place)));
                }
            }
        }
        assertEquals("", String.join("\n", faults));
        if (REWRITE) {
            Files.writeString(DOCUMENT, document(targets.size(), rows));
        }
    }

    private static String row(ReachableMethods.Target target, String place) {
        return target.name() + " in " + place;
    }

    /** What users get, by {@link #row}. */
    private static Map<String, String> documented() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        for (String line : Files.readAllLines(DOCUMENT)) {
            String[] parts = line.split(" \\| ", 3);
            if (parts.length == 3 && parts[0].startsWith("| `")) {
                for (String place : parts[1].split(", ")) {
                    documented.put(parts[0].replace("| `", "").replace("`", "") + " in " + place, parts[2]);
                }
            }
        }
        return documented;
    }

    /** What each user gets. What holds for all rows is a fault if it is not so, and needs no column. */
    private String cells(ReachableMethods.Target target, String url, List<String> faults) throws Exception {
        List<String> cells = new ArrayList<>();
        for (String user : USERS.keySet()) {
            HttpResponse<String> shown = send(target.action() ? "POST" : "GET", url, user, target.action());
            checkAnswer(user, url, shown, faults);
            if (FULL || user.equals(ADMINISTRATOR)) {
                HttpResponse<String> other = send(target.action() ? "GET" : "POST", url, user, !target.action());
                checkAnswer(user, url, other, faults);
                if (target.action() && other.statusCode() < 400) {
                    faults.add("GET by " + user + " acts: " + url + ": " + other.statusCode());
                }
                HttpResponse<String> bare = send("POST", url, user, false);
                if (bare.statusCode() != 403) {
                    faults.add("POST without crumb by " + user + ": " + url + ": " + bare.statusCode());
                }
            }
            if (user.equals(ADMINISTRATOR) && url.contains("?")) {
                String without = url.substring(0, url.indexOf('?'));
                checkAnswer(user, without, send("POST", without, user, true), faults);
            }
            if (user.equals(ANONYMOUS) && shown.statusCode() < 400) {
                faults.add("anonymous may " + url);
            }
            cells.add(target.lists() && shown.statusCode() == 200 ? list(shown.body()) : status(shown.statusCode()));
        }
        return String.join(" | ", cells) + " |";
    }

    private static void checkAnswer(String user, String url, HttpResponse<String> answer, List<String> faults) {
        if (answer.statusCode() >= 500) {
            faults.add(user + " " + url + ": " + answer.statusCode());
        }
    }

    /** A list is cut to the current value for those who may not see it. */
    private static String list(String body) {
        return body.split("\"value\"", -1).length > 2 ? "yes" : "current value";
    }

    private static String status(int status) {
        return status < 400 ? "yes" : status == 403 || status == 404 ? "no" : String.valueOf(status);
    }

    private HttpResponse<String> send(String method, String url, String user, boolean crumb) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(jenkins.getURL() + url))
                .method(method, method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString(""));
        if (cookies.containsKey(user)) {
            request.header("Cookie", cookies.get(user));
        }
        if (crumb) {
            request.header(
                    jenkins.jenkins.getCrumbIssuer().getCrumbRequestField(),
                    jenkins.jenkins.getCrumbIssuer().getCrumb((jakarta.servlet.ServletRequest) null));
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private String document(int methods, Map<String, Set<String>> rows) {
        String head = """
                # Who may do what

                Each method of the plugin that a URL reaches, called in a real Jenkins by users with these permissions. The test
                `PermissionMatrixTest` finds the methods by reflection and writes this file: a method without a row fails it.

                - *yes*: it answers. *no*: 403, or 404 where the item may not be seen. *current value*: a drop-down list that shows
                  nothing but what is selected already.
                - Methods are called by POST with a crumb, pages and objects by GET. In every row, a POST without a crumb is rejected
                  with 403, and a GET of a method that acts is rejected too.
                - Users have Overall/Read, and those of items Item/Read, besides the permission in the title. Manage is Overall/Manage
                  without Item/Read.
                - `codeup-webhook/` is not among them: it answers everybody. A request without the secret of the webhook gets 403.

                %d methods and pages.

                | what | where | %s |
                |---|---|%s
                """.formatted(methods, String.join(" | ", USERS.keySet()), "---|".repeat(USERS.size()));
        return head
                + rows.entrySet().stream()
                        .map(row -> row.getKey().replace("%s", String.join(", ", row.getValue())) + "\n")
                        .collect(Collectors.joining());
    }
}
