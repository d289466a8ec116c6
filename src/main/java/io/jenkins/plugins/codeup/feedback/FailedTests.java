package io.jenkins.plugins.codeup.feedback;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import hudson.tasks.test.AbstractTestResultAction;
import java.util.List;
import jenkins.model.Jenkins;

/**
 * The failed tests of a build, as the JUnit plugin has them, which need not be installed.
 *
 * @param names some of them
 * @param page path of the test report, from the root of Jenkins
 */
record FailedTests(
        int failed,
        int total,
        @NonNull List<String> names,
        @NonNull String page) {

    /**
     * @param max how many names at most
     * @return null if the build has no test results
     */
    @CheckForNull
    static FailedTests of(@NonNull Run<?, ?> run, int max) {
        return Jenkins.get().getPlugin("junit") == null ? null : Reader.read(run, max);
    }

    /** Loaded only if the JUnit plugin is there. */
    private static final class Reader {

        static FailedTests read(Run<?, ?> run, int max) {
            AbstractTestResultAction<?> action = run.getAction(AbstractTestResultAction.class);
            if (action == null) {
                return null;
            }
            List<String> names = action.getFailedTests().stream()
                    .limit(max)
                    .map(test -> test.getFullDisplayName())
                    .toList();
            return new FailedTests(
                    action.getFailCount(), action.getTotalCount(), names, run.getUrl() + action.getUrlName() + "/");
        }
    }
}
