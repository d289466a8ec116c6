package io.jenkins.plugins.codeup.jenkins;

import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** A Jenkins in a process of its own. */
public final class JenkinsProcess {

    private JenkinsProcess() {}

    /**
     * Has no time-out. Uses the quick compiler only, as the tests' own process does: the slow one pays off after minutes.
     *
     * @param options more of Java's
     */
    public static RealJenkinsExtension shortLived(String... options) {
        return new RealJenkinsExtension()
                .withTimeout(0)
                .javaOptions("-XX:TieredStopAtLevel=1")
                .javaOptions(options);
    }
}
