package io.jenkins.plugins.codeup.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a hosting request is checked for; {@code docs/hosting.md} is the list. */
class HostingTest {

    /** The rights that each workflow needs, and no more. */
    private static final Map<String, List<String>> PERMISSIONS = Map.of(
            "cd.yaml", List.of("checks: read", "contents: write"),
            "jenkins-security-scan.yml", List.of("security-events: write", "contents: read", "actions: read"));

    @Test
    void workflowsSayWhichRightsTheyNeedAndNeedNoMore() throws IOException {
        List<Path> workflows =
                new ArrayList<>(ProjectFiles.of(ProjectFiles.ROOT.resolve(".github/workflows"), ".yaml"));
        workflows.addAll(ProjectFiles.of(ProjectFiles.ROOT.resolve(".github/workflows"), ".yml"));
        assertEquals(PERMISSIONS.size(), workflows.size());
        for (Path workflow : workflows) {
            String text = Files.readString(workflow);
            List<String> permissions = Pattern.compile("(?m)^permissions:\n((?:  .*\n)+)")
                    .matcher(text)
                    .results()
                    .flatMap(match -> match.group(1).lines())
                    .map(String::strip)
                    .toList();
            assertEquals(PERMISSIONS.get(workflow.getFileName().toString()), permissions, workflow::toString);
            assertFalse(text.contains("pull_request_target"), "strangers' code with this repository's rights");
        }
    }

    @Test
    void jenkinsBuildsThePluginByTheSharedLibraryWithTwoJdksOnTwoSystems() throws IOException {
        String jenkinsfile = read("Jenkinsfile");
        assertTrue(jenkinsfile.contains("buildPlugin("));
        for (String configuration : List.of("platform: 'linux', jdk: 25", "platform: 'windows', jdk: 21")) {
            assertTrue(jenkinsfile.contains(configuration), configuration);
        }
    }

    @Test
    void theJavaLevelAndTheVersionsAreThoseOfParentAndBom() throws IOException {
        String pom = read("pom.xml");
        for (String own :
                List.of("maven.compiler.release", "maven.compiler.source", "java.level", "jenkins-test-harness")) {
            assertFalse(pom.contains("<" + own + ">"), own);
        }
        String ours = pom.substring(pom.indexOf("</dependencyManagement>"), pom.indexOf("<repositories>"));
        List<String> pinned = Pattern.compile("<groupId>(.*?)</groupId>\\s*<artifactId>(.*?)</artifactId>\\s*<version>")
                .matcher(ours)
                .results()
                .filter(match -> !match.group(2).equals("dark-theme")) // for a test; the BOM lacks it
                .map(match -> match.group(1))
                .filter(group -> group.startsWith("io.jenkins") || group.startsWith("org.jenkins"))
                .toList();
        assertEquals(List.of(), pinned, "plugins with a version of their own");
        assertTrue(pom.contains("<jenkins.version>${jenkins.baseline}.3</jenkins.version>"), "an LTS release");
    }

    @Test
    void theDescriptionThatThePluginSiteShowsIsOneParagraphWithoutMarkup() throws IOException {
        String description = read("src/main/resources/index.jelly");
        assertTrue(description.startsWith("<?jelly escape-by-default='true'?>\n<div>\n"), description);
        String text = description.replaceAll("<[^>]*>", "").strip();
        assertTrue(text.length() > 80 && text.length() < 500, text);
        assertFalse(Pattern.compile("<(?!\\?jelly|/?div)").matcher(description).find(), description);
    }

    @Test
    void namesLicenseAndRepositoryAreThoseOfAHostedPlugin() throws IOException {
        String pom = read("pom.xml");
        assertTrue(pom.contains("<groupId>io.jenkins.plugins</groupId>"));
        assertEquals(
                "codeup", only(pom, "(?s)</parent>.*?<artifactId>(.*?)</artifactId>"), "neither jenkins nor plugin");
        assertEquals("MIT License", only(pom, "(?s)<license>\\s*<name>(.*?)</name>"));
        assertTrue(read("LICENSE").startsWith("MIT License"));
        assertEquals("jenkinsci/${project.artifactId}-plugin", only(pom, "<gitHubRepo>(.*?)</gitHubRepo>"));
        assertEquals("${changelist}", only(pom, "(?s)</parent>.*?<version>(.*?)</version>"));
        assertFalse(pom.matches("(?s).*<developers>.*"), "they are in repository-permissions-updater");
    }

    @Test
    void nothingIsDownloadedFromElsewhereOrFromSnapshots() throws IOException {
        String pom = read("pom.xml");
        List<String> repositories = Pattern.compile("<url>(https?://repo[^<]*)</url>")
                .matcher(pom)
                .results()
                .map(match -> match.group(1))
                .distinct()
                .toList();
        assertEquals(List.of("https://repo.jenkins-ci.org/public/"), repositories);
        assertFalse(Pattern.compile("<version>[^<]*SNAPSHOT").matcher(pom).find());
        assertTrue(pom.contains("<hpi.strictBundledArtifacts>true</hpi.strictBundledArtifacts>"));
        for (String ban :
                List.of("ban-commons-lang-2", "ban-deprecated-stapler", "ban-junit4-imports", "spotless.check")) {
            assertTrue(pom.contains("<" + ban + ".skip>false<"), ban);
        }
    }

    @Test
    void viewsEscapeWhatTheyShowAndRunNoScriptsOfTheirOwn() throws IOException {
        List<Path> views = ProjectFiles.of(ProjectFiles.RESOURCES, ".jelly");
        assertTrue(views.size() > 20, views::toString);
        for (Path view : views) {
            String text = Files.readString(view);
            assertTrue(text.startsWith("<?jelly escape-by-default='true'?>"), view::toString);
            assertFalse(
                    Pattern.compile("<script|<style| on[a-z]+=\"|javascript:")
                            .matcher(text)
                            .find(),
                    view::toString);
        }
    }

    @Test
    void documentsThatAReviewerLooksForAreThere() {
        for (String file : List.of(
                "README.md",
                "CONTRIBUTING.md",
                "SECURITY.md",
                "LICENSE",
                ".github/CODEOWNERS",
                ".github/renovate.json",
                "src/main/resources/index.jelly",
                "docs/hosting.md")) {
            assertTrue(Files.isRegularFile(ProjectFiles.ROOT.resolve(file)), file);
        }
    }

    private static String read(String file) throws IOException {
        return Files.readString(ProjectFiles.ROOT.resolve(file));
    }

    private static String only(String text, String pattern) {
        List<MatchResult> found =
                Pattern.compile(pattern).matcher(text).results().toList();
        assertFalse(found.isEmpty(), pattern);
        return found.get(0).group(1);
    }
}
