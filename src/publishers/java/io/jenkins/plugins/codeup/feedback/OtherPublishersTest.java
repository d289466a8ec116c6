package io.jenkins.plugins.codeup.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.Result;
import io.jenkins.plugins.codeup.scm.MergeRequestDiscoveryTrait;
import io.jenkins.plugins.codeup.scm.Organization;
import io.jenkins.plugins.codeup.scm.OriginMergeRequestDiscoveryTrait;
import io.jenkins.plugins.codeup.simulator.data.SimulatedCheckRun;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What the plugins Warnings and Coverage publish comes to the merge request, with annotations on the lines. With a profile
 * of its own, {@code mvn -Ppublishers test}: these plugins bring twenty others, which no other test should load.
 */
class OtherPublishersTest {

    private static final String JENKINSFILE = """
            node {
                checkout scm
                recordIssues tool: checkStyle(pattern: 'checkstyle.xml'), skipBlames: true, checksAnnotationScope: 'ALL'
                recordCoverage tools: [[parser: 'COBERTURA', pattern: 'cobertura.xml']], skipPublishingChecks: false,
                    checksAnnotationScope: 'ALL_LINES'
            }
            """;

    private static final String CHECKSTYLE = """
            <checkstyle version="10"><file name="a.py">
            <error line="1" severity="error" message="Missing &lt;b&gt;docstring" source="Docstring"/>
            <error line="3" severity="warning" message="Line too long" source="LineLength"/>
            </file></checkstyle>
            """;

    private static final String COBERTURA = """
            <coverage line-rate="0.5" branch-rate="0" lines-covered="1" lines-valid="2" branches-covered="0"
                branches-valid="0" complexity="0" version="1" timestamp="1">
            <sources><source>.</source></sources>
            <packages><package name="" line-rate="0.5" branch-rate="0" complexity="0"><classes>
            <class name="a.py" filename="a.py" complexity="0" line-rate="0.5" branch-rate="0"><methods/>
            <lines><line number="1" hits="1"/><line number="2" hits="0"/></lines></class>
            </classes></package></packages></coverage>
            """;

    @RegisterExtension
    private static final Organization organization = Organization.connected();

    @Test
    void warningsAndCoverageAreChecksOfTheMergeRequest() throws Exception {
        Outbox.firstPauseMillis = 50;
        long repository = organization.repository("team/app");
        organization.git(repository).commit("main", "Jenkinsfile", JENKINSFILE);
        organization.git(repository).commit("main", "a.py", "a = 1\nb = 2\nc = 3\n");
        organization.git(repository).commit("feature", "checkstyle.xml", CHECKSTYLE);
        String commit = organization.git(repository).commit("feature", "cobertura.xml", COBERTURA);
        organization.sources().openMergeRequest(repository, repository, "feature", "main");
        WorkflowMultiBranchProject project = organization.project(
                organization.jenkins(),
                "team/app",
                new OriginMergeRequestDiscoveryTrait(MergeRequestDiscoveryTrait.Strategy.MERGE),
                new BuildStatusTrait());
        WorkflowJob job = project.getItem("MR-1");
        organization.jenkins().assertBuildStatus(Result.SUCCESS, job.getLastBuild());
        Organization.awaitEvents(organization.jenkins());
        MergeRequestPage.await(() -> Outbox.get().waiting() == 0);

        Map<String, JsonNode> checks =
                organization.sources().results().checkRuns(repository, commit).stream()
                        .collect(Collectors.toMap(SimulatedCheckRun::name, SimulatedCheckRun::fields));
        JsonNode warnings = checks.get("CheckStyle (main)");
        JsonNode coverage = checks.get("Code Coverage (main)");
        assertTrue(warnings != null && coverage != null, checks.keySet().toString());
        assertEquals(2, warnings.path("annotations").size(), warnings.toString());
        Function<String, String> first =
                field -> warnings.path("annotations").get(0).path(field).asText();
        assertEquals("a.py", first.apply("path"));
        assertEquals("1", first.apply("startLine"));
        assertTrue(coverage.at("/output/title").asText().contains("50"), coverage.toString());
        assertTrue(coverage.path("annotations").size() > 0, coverage.toString());
    }
}
