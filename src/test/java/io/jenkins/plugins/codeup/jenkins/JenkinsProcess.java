package io.jenkins.plugins.codeup.jenkins;

import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** A Jenkins in a process of its own. */
public final class JenkinsProcess {

    private JenkinsProcess() {}

    /**
     * Without time-out, and for a process that lives for a minute: its code is compiled as in that of the tests, as what takes
     * longer to compile pays off only later.
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
