package io.jenkins.plugins.codeup.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.codeup.hooks.Idle;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.scm.CodeupSCMSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javaposse.jobdsl.plugin.ExecuteDslScripts;
import org.jenkinsci.plugins.workflow.libs.GlobalLibraries;
import org.jenkinsci.plugins.workflow.libs.SCMSourceRetriever;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** Each script that a document shows is one of the examples, which other tests run, or is run here. */
class DocumentedSnippetsTest {

    private static final Pattern SNIPPET = Pattern.compile("(?ms)^```(groovy|yaml)\n(.*?)^```$");
    private static final Path EXAMPLES = Path.of("docs", "examples");

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.managingWebhooks();

    private final JenkinsRule jenkins = codeup.jenkins();

    @Test
    void eachRuns() throws Exception {
        codeup.addSecretText(jenkins.jenkins, "build-token", "the-build-token");
        List<String> examples = examples();
        List<String> run = new ArrayList<>();
        for (String document :
                List.of("README.md", "README.zh_CN.md", "CONTRIBUTING.md", "docs/guide.md", "docs/guide.zh_CN.md")) {
            int number = 0;
            for (String snippet : snippets(document)) {
                number++;
                if (examples.stream().anyMatch(example -> example.endsWith(snippet))) {
                    continue;
                }
                if (snippet.startsWith("pipelineJob(")) {
                    runAsJobDsl(snippet);
                } else if (snippet.startsWith("unclassified:")) {
                    configure(snippet);
                } else {
                    codeup.succeed(snippet);
                }
                run.add(document + " " + number);
            }
        }
        assertEquals(16, run.size(), "eight of each guide: " + run);
    }

    private static List<String> snippets(String document) throws IOException {
        List<String> snippets = SNIPPET.matcher(Files.readString(Path.of(document)))
                .results()
                .map(match -> match.group(2))
                .toList();
        assertTrue(document.startsWith("CONTRIBUTING") || snippets.size() > 2, document);
        return snippets;
    }

    private static List<String> examples() throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                texts.add(Files.readString(file));
            }
        }
        return texts;
    }

    /** As Configuration as Code, whose file is not read again when Jenkins restarts. */
    private static void configure(String yaml) throws IOException {
        Path file = Files.writeString(Files.createTempFile("codeup", ".yaml"), yaml);
        try {
            ConfigurationAsCode.get().configure(file.toString());
        } finally {
            Files.delete(file);
        }
        assertInstanceOf(
                CodeupSCMSource.class,
                ((SCMSourceRetriever)
                                GlobalLibraries.get().getLibraries().get(0).getRetriever())
                        .getScm());
    }

    private void runAsJobDsl(String script) throws Exception {
        ExecuteDslScripts step = new ExecuteDslScripts();
        step.setScriptText(script);
        step.setFailOnMissingPlugin(true);
        FreeStyleProject seed = jenkins.createFreeStyleProject();
        seed.getBuildersList().add(step);
        jenkins.buildAndAssertSuccess(seed);
        Idle.await();
        assertEquals(
                1,
                codeup.simulator().hooks(SimulatedCodeup.REPOSITORY_ID).stream()
                        .filter(hook -> hook.settings().mergeRequestsEvents())
                        .count());
        // the next document has the same job
        jenkins.jenkins.getItem("app").delete();
        Idle.await();
    }
}
