package io.jenkins.plugins.codeup.scm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import hudson.model.Items;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Jobs that exist are read as they are in their config.xml, and stored the same again: no name in there ever changes. */
@WithJenkins
class StoredJobsTest {

    @Test
    void aSource(JenkinsRule jenkins) throws Exception {
        String stored = stored("source.xml");
        CodeupSCMSource source = assertInstanceOf(CodeupSCMSource.class, Items.XSTREAM2.fromXML(stored));
        assertEquals(stored, Items.XSTREAM2.toXML(source) + "\n");
        assertEquals("git@codeup.aliyun.com:x/team/app.git", source.getRemote());
        assertEquals("key", source.getCredentialsId());
    }

    @Test
    void aFolder(JenkinsRule jenkins) throws Exception {
        String stored = stored("folder.xml");
        CodeupSCMNavigator folder = assertInstanceOf(CodeupSCMNavigator.class, Items.XSTREAM2.fromXML(stored));
        assertEquals(stored, Items.XSTREAM2.toXML(folder) + "\n");
        assertEquals(
                CodeupSCMNavigator.class.getName() + "::simulator::60811b5eed6e867404f60000::team", folder.getId());
    }

    private static String stored(String name) throws Exception {
        try (InputStream file = StoredJobsTest.class.getResourceAsStream("StoredJobsTest/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
