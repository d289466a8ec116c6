package io.jenkins.plugins.codeup.scm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Items;
import io.jenkins.plugins.codeup.feedback.BuildStatusTrait;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** The config.xml of existing jobs loads and is stored the same again: the names in these files never change. */
class StoredJobsTest {

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.unconnected();

    private final JenkinsRule jenkins = codeup.jenkins();

    @Test
    void aSource() throws Exception {
        String stored = stored("source.xml");
        CodeupSCMSource source = assertInstanceOf(CodeupSCMSource.class, Items.XSTREAM2.fromXML(stored));
        assertEquals(stored, Items.XSTREAM2.toXML(source) + "\n");
        assertEquals("git@codeup.aliyun.com:x/team/app.git", source.getRemote());
        assertEquals("key", source.getCredentialsId());
    }

    @Test
    void aFolder() throws Exception {
        String stored = stored("folder.xml");
        CodeupSCMNavigator folder = assertInstanceOf(CodeupSCMNavigator.class, Items.XSTREAM2.fromXML(stored));
        assertEquals(stored, Items.XSTREAM2.toXML(folder) + "\n");
        assertEquals(
                CodeupSCMNavigator.class.getName() + "::simulator::60811b5eed6e867404f60000::team", folder.getId());
    }

    @Test
    void aTrigger() throws Exception {
        String stored = stored("trigger.xml");
        MultibranchTrigger trigger = assertInstanceOf(MultibranchTrigger.class, Items.XSTREAM2.fromXML(stored));
        assertEquals(stored, Items.XSTREAM2.toXML(trigger) + "\n");
        assertEquals("simulator", trigger.getConnection());
        assertEquals("team/app", trigger.getRepository());
    }

    @Test
    void emptyElementsHaveTheDefaultsOfTheForm() {
        assertDefaults(empty(CodeupSCMNavigator.class).getTraits());
        CodeupSCMSource source = empty(CodeupSCMSource.class);
        assertDefaults(source.getTraits());
        assertEquals("", source.getRepository());
        assertEquals("", source.getRemote());
        assertNull(source.lookup().mergeRequest(1));
        assertEquals(
                BranchDiscoveryTrait.Strategy.EXCLUDE_MERGE_REQUESTS,
                empty(BranchDiscoveryTrait.class).getStrategy());
        assertEquals(
                MergeRequestDiscoveryTrait.Strategy.MERGE,
                empty(OriginMergeRequestDiscoveryTrait.class).getStrategy());
        ForkMergeRequestDiscoveryTrait forks = empty(ForkMergeRequestDiscoveryTrait.class);
        assertEquals(MergeRequestDiscoveryTrait.Strategy.MERGE, forks.getStrategy());
        assertInstanceOf(ForkMergeRequestDiscoveryTrait.TrustNobody.class, forks.getTrust());
        assertNotNull(empty(TagDiscoveryTrait.class));
        assertNull(empty(SshCheckoutTrait.class).getCredentialsId());
        assertEquals("Jenkins", empty(BuildStatusTrait.class).getContext());
    }

    private static void assertDefaults(List<?> traits) {
        assertEquals(
                List.of(BranchDiscoveryTrait.class, OriginMergeRequestDiscoveryTrait.class),
                traits.stream().map(Object::getClass).toList());
    }

    @Test
    void anEmptyListOfTraitsStaysEmpty() {
        String name = CodeupSCMSource.class.getName();
        Object source = Items.XSTREAM2.fromXML("<" + name + "><traits/></" + name + ">");
        assertEquals(List.of(), assertInstanceOf(CodeupSCMSource.class, source).getTraits());
    }

    @Test
    void anEmptyTriggerManagesTheWebhookAndCanBeStarted() throws Exception {
        MultibranchTrigger trigger = empty(MultibranchTrigger.class);
        assertTrue(trigger.isManageWebhook());
        assertEquals("", trigger.getSpec());
        WorkflowMultiBranchProject project = jenkins.createProject(WorkflowMultiBranchProject.class);
        project.addTrigger(trigger);
        assertTrue(MultibranchTrigger.of(project).isManageWebhook());
    }

    private static <T> T empty(Class<T> type) {
        return assertInstanceOf(type, Items.XSTREAM2.fromXML("<" + type.getName() + "/>"));
    }

    private static String stored(String name) throws Exception {
        try (InputStream file = StoredJobsTest.class.getResourceAsStream("StoredJobsTest/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
