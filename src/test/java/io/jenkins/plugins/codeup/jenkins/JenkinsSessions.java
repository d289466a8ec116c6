package io.jenkins.plugins.codeup.jenkins;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** A Jenkins that restarts, with the key and the caches of {@link JenkinsOfTest}. */
public final class JenkinsSessions extends JenkinsSessionExtension {

    @Override
    public void beforeEach(ExtensionContext context) {
        super.beforeEach(context);
        JenkinsOfTest.prepare(getHome());
    }
}
