package io.jenkins.plugins.codeup.feedback;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.checks.api.ChecksAnnotation;
import io.jenkins.plugins.checks.api.ChecksConclusion;
import io.jenkins.plugins.checks.api.ChecksDetails;
import io.jenkins.plugins.checks.api.ChecksOutput;
import io.jenkins.plugins.checks.api.ChecksPublisher;
import io.jenkins.plugins.checks.api.ChecksPublisherFactory;
import io.jenkins.plugins.codeup.client.CheckRuns.Annotation;
import io.jenkins.plugins.codeup.client.CheckRuns.CheckRun;
import io.jenkins.plugins.codeup.client.CheckRuns.Conclusion;
import io.jenkins.plugins.codeup.client.CheckRuns.Level;
import io.jenkins.plugins.codeup.client.CheckRuns.Status;
import io.jenkins.plugins.codeup.client.CommitStatuses.CommitStatus;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Logger;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Brings the checks that other plugins publish, such as the JUnit plugin, to the merge request. Loaded only if the plugin
 * Checks API is there.
 */
@Extension(optional = true)
@Restricted(NoExternalUse.class)
public final class CodeupChecks extends ChecksPublisherFactory {

    private static final Logger LOGGER = Logger.getLogger(CodeupChecks.class.getName());
    private static final String DEFAULT_NAME = "Jenkins";
    /** Of an annotation: with all of them together, a check stays small. */
    private static final int MAX_MESSAGE = 2_000;

    private static final int MAX_DETAILS = 8_000;
    /** Left for what is said of annotations that do not fit. */
    private static final int LONGEST_SUMMARY = CheckRun.LONGEST_TEXT - 1_000;

    @Override
    protected Optional<ChecksPublisher> createPublisher(Run<?, ?> run, TaskListener listener) {
        ReportedBuild build = ReportedBuild.of(run);
        return build != null && build.settings().statuses()
                ? Optional.of(new Publisher(run, build, listener))
                : Optional.empty();
    }

    private static final class Publisher extends ChecksPublisher {

        private final Run<?, ?> run;
        private final ReportedBuild build;
        private final TaskListener listener;

        Publisher(Run<?, ?> run, ReportedBuild build, TaskListener listener) {
            this.run = run;
            this.build = build;
            this.listener = listener;
        }

        @Override
        public void publish(ChecksDetails details) {
            try {
                Outbox.get()
                        .add(new CheckResult(
                                run.getExternalizableId(),
                                build.target(),
                                build.mergeRequest(),
                                build.fork(),
                                check(details)));
            } catch (IOException | RuntimeException e) {
                // a check that cannot be reported fails no build
                LOGGER.log(java.util.logging.Level.WARNING, "A check of " + run + " is not reported", e);
                listener.getLogger().println(Messages.Outbox_problem(e.getMessage()));
            }
        }

        private CheckRun check(ChecksDetails details) throws IOException {
            Status status = status(details);
            String page = details.getDetailsURL().orElse(CommitStatusResult.url(run.getUrl()));
            ChecksOutput output = details.getOutput().orElse(null);
            List<ChecksAnnotation> all = output == null ? List.of() : output.getChecksAnnotations();
            List<Annotation> annotations = all.stream()
                    .map(CodeupChecks::annotation)
                    .filter(Objects::nonNull)
                    // the worst first, and of those as the other plugin has them
                    .sorted(Comparator.comparing(Annotation::level).reversed())
                    .limit(CheckRun.MOST_ANNOTATIONS)
                    .toList();
            String summary = output == null
                    ? null
                    : CommitStatus.cut(output.getSummary(LONGEST_SUMMARY).orElse(null), LONGEST_SUMMARY);
            return new CheckRun(
                    build.checkName(
                            details.getName().filter(name -> !name.isBlank()).orElse(DEFAULT_NAME)),
                    build.commit(),
                    status,
                    status == Status.COMPLETED ? conclusion(details) : null,
                    details.getStartedAt().map(CodeupChecks::millis).orElse(run.getStartTimeInMillis()),
                    status == Status.COMPLETED
                            ? details.getCompletedAt().map(CodeupChecks::millis).orElse(System.currentTimeMillis())
                            : null,
                    BuildComment.id(build.job()),
                    page,
                    output == null ? null : output.getTitle().orElse(null),
                    all.size() > annotations.size() ? more(summary, annotations.size(), all.size(), page) : summary,
                    output == null ? null : withLink(output.getText().orElse(null), page),
                    annotations);
        }

        private static String more(@CheckForNull String summary, int shown, int all, @CheckForNull String page) {
            String more = Messages.CodeupChecks_more(shown, all);
            return (summary == null ? "" : summary + "\n\n")
                    + (page == null ? BuildComment.escape(more) : BuildComment.link(more, page));
        }

        /** What does not fit is not lost without a word. */
        private static String withLink(@CheckForNull String text, @CheckForNull String page) {
            if (text == null || text.length() <= CheckRun.LONGEST_TEXT) {
                return text;
            }
            String rest = "\n\n" + BuildComment.link(Messages.CodeupChecks_rest(), page);
            return CommitStatus.cut(text, CheckRun.LONGEST_TEXT - rest.length()) + rest;
        }
    }

    private static Status status(ChecksDetails details) {
        return switch (details.getStatus()) {
            case QUEUED -> Status.QUEUED;
            case IN_PROGRESS -> Status.IN_PROGRESS;
            case COMPLETED -> Status.COMPLETED;
            case NONE -> details.getConclusion() == ChecksConclusion.NONE ? Status.IN_PROGRESS : Status.COMPLETED;
        };
    }

    private static Conclusion conclusion(ChecksDetails details) {
        return switch (details.getConclusion()) {
            case SUCCESS -> Conclusion.SUCCESS;
            case NEUTRAL, NONE -> Conclusion.NEUTRAL;
            case SKIPPED -> Conclusion.SKIPPED;
            case CANCELED -> Conclusion.CANCELLED;
            case TIME_OUT -> Conclusion.TIMED_OUT;
            // Codeup knows no such conclusion, and this one must not count as success
            case FAILURE, ACTION_REQUIRED -> Conclusion.FAILURE;
        };
    }

    /** The Checks API has times without a zone; the publishers of other plugins mean UTC. */
    private static long millis(LocalDateTime time) {
        return time.toInstant(ZoneOffset.UTC).toEpochMilli();
    }

    /** Null for one that is not about a file. */
    @CheckForNull
    private static Annotation annotation(@NonNull ChecksAnnotation one) {
        String path = one.getPath().orElse("");
        if (path.isEmpty()) {
            return null;
        }
        int start = Math.max(1, one.getStartLine().orElse(1));
        int end = Math.max(start, one.getEndLine().orElse(start));
        boolean columns = start == end;
        Level level =
                switch (one.getAnnotationLevel()) {
                    case FAILURE -> Level.FAILURE;
                    case WARNING -> Level.WARNING;
                    case NOTICE, NONE -> Level.NOTICE;
                };
        return new Annotation(
                path,
                start,
                end,
                columns ? one.getStartColumn().orElse(null) : null,
                columns ? one.getEndColumn().orElse(null) : null,
                level,
                CommitStatus.cut(one.getMessage().orElse(""), MAX_MESSAGE),
                one.getTitle().orElse(null),
                CommitStatus.cut(one.getRawDetails().orElse(null), MAX_DETAILS));
    }
}
