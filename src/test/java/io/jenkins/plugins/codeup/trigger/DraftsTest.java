package io.jenkins.plugins.codeup.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.Fixtures;
import io.jenkins.plugins.codeup.endpoint.Deliveries;
import io.jenkins.plugins.codeup.endpoint.DeliveryLog;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import io.jenkins.plugins.codeup.simulator.delivery.DeliveryBodies.Generation;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jvnet.hudson.test.JenkinsRule;

/** Drafts wait where the trigger says so, and are built when they are ready. Edits of words build nothing. */
class DraftsTest {

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.unconnected().withoutQuietPeriod();

    private final JenkinsRule jenkins = codeup.jenkins();
    private FreeStyleProject job;
    private CodeupTrigger trigger;
    private ItemWebhook hook;

    @BeforeEach
    void createJob() throws Exception {
        trigger = new CodeupTrigger();
        trigger.setMergeRequestsEvents(true);
        trigger.setSkipDrafts(true);
        job = jenkins.createFreeStyleProject();
        job.addTrigger(trigger);
        hook = codeup.deliverTo(job);
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    @FieldCase("D08")
    void aDraftIsBuiltOnceItIsReadyAndEditsOfWordsAreNot(Generation generation) throws Exception {
        MergeRequestLife one = new MergeRequestLife(3, generation);
        assertBuilds(0, one.open(true));
        assertTrue(result().contains("merge request !3 is a draft"), result());
        assertBuilds(0, one.push());
        assertBuilds(0, one.edit());
        assertBuilds(1, one.draft(false));
        assertEquals(
                one.commit(),
                job.getLastBuild().getAction(CodeupBuildAction.class).commit());
        assertBuilds(1, one.edit());
        assertTrue(result().contains("only title"), result());
        assertBuilds(2, one.push());
    }

    @Test
    void markedAsDraftAfterItsBuildItIsNotBuiltAgainUnlessItWasPushedTo() throws Exception {
        MergeRequestLife one = new MergeRequestLife(3, Generation.NEW);
        assertBuilds(1, one.open(false));
        assertBuilds(1, one.draft(true));
        assertBuilds(1, one.draft(false));
        assertBuilds(1, one.draft(true));
        assertBuilds(1, one.push());
        assertBuilds(2, one.draft(false));
    }

    @Test
    void aDraftThatWasClosedWaitsNoMore() throws Exception {
        MergeRequestLife one = new MergeRequestLife(3, Generation.NEW);
        assertBuilds(0, one.open(true));
        assertBuilds(0, one.close());
        assertBuilds(0, one.reopen());
        assertBuilds(1, one.draft(false));
    }

    @Test
    void readyIsBuiltEvenIfOnlyOpenedMergeRequestsAre() throws Exception {
        trigger.setMergeRequestActions("open");
        MergeRequestLife one = new MergeRequestLife(3, Generation.NEW);
        assertBuilds(0, one.open(true));
        assertBuilds(1, one.draft(false));
        assertBuilds(1, one.push());
    }

    @Test
    void withoutTheOptionDraftsAreBuilt() throws Exception {
        trigger.setSkipDrafts(false);
        MergeRequestLife one = new MergeRequestLife(3, Generation.NEW);
        assertBuilds(1, one.open(true));
        assertBuilds(1, one.draft(false));
    }

    /** As after a crash between the delivery's decision and its build. */
    @Test
    void theDeliveryThatFoundADraftReadyFindsItReadyAgain() throws Exception {
        MergeRequestLife one = new MergeRequestLife(3, Generation.NEW);
        assertBuilds(0, one.open(true));
        WaitingDrafts.Decisions decisions = TriggerSettings.of(trigger).decisions(List.of());
        Delivery ready = Fixtures.read(one.draft(false));
        assertTrue(WaitingDrafts.of(job).decide(ready, "a1", decisions).builds());
        assertTrue(WaitingDrafts.of(job).decide(ready, "a1", decisions).builds(), "the same delivery");
        assertEquals(
                "EDIT",
                WaitingDrafts.of(job).decide(ready, "a2", decisions).reason().name(),
                "a later one");
    }

    private void assertBuilds(int number, String delivery) throws Exception {
        assertEquals(202, Deliveries.send(hook, "Merge Request Hook", delivery).statusCode());
        Deliveries.awaitBuilds(jenkins);
        assertEquals(number, job.getBuilds().size(), result());
    }

    private String result() {
        return DeliveryLog.of(hook.id()).lines().get(0).english();
    }
}
