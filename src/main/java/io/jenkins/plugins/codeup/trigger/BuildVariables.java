package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.model.AbstractBuild;
import hudson.model.Run;
import io.jenkins.plugins.codeup.delivery.DeliveredRepository;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.Delivery.MergeRequestInfo;
import io.jenkins.plugins.codeup.delivery.DeliveryEvent;
import io.jenkins.plugins.codeup.delivery.PlainText;
import java.util.Map;
import java.util.TreeMap;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * The {@code CODEUP_*} variables of a build, by their names. Users of Codeup wrote the values: they are single lines of
 * bounded length, and no variable in them is ever replaced. What is not known has no variable.
 */
@Restricted(NoExternalUse.class)
public final class BuildVariables {

    private static final int MAX_VALUE_LENGTH = 1_000;

    private final Map<String, String> values = new TreeMap<>();

    @NonNull
    public static BuildVariables of(@NonNull Delivery delivery) {
        BuildVariables variables = new BuildVariables();
        DeliveryEvent event = delivery.event();
        variables.put("EVENT", event == null ? null : event.kind());
        variables.put("USER", delivery.sender().shown());
        variables.put("BRANCH", delivery.branch());
        variables.put("COMMIT", delivery.commit());
        DeliveredRepository repository = delivery.repository();
        variables.put("REPOSITORY", repository == null ? null : repository.homepage());
        if (delivery instanceof Delivery.Push push) {
            variables.put("COMMIT_BEFORE", push.before());
        } else if (delivery instanceof Delivery.TagPush tag) {
            variables.put("TAG", tag.tag());
            variables.put("COMMIT_BEFORE", tag.before());
        } else if (delivery instanceof Delivery.Note note) {
            variables.put("COMMENT", note.text());
        }
        MergeRequestInfo info = delivery.mergeRequest();
        if (info != null) {
            variables.put("MERGE_REQUEST_ID", info.id());
            variables.put("MERGE_REQUEST_TITLE", info.title());
            variables.put("MERGE_REQUEST_ACTION", info.action());
            variables.put("MERGE_REQUEST_SOURCE", info.source());
            variables.put("MERGE_REQUEST_TARGET", info.target());
            variables.put("MERGE_REQUEST_URL", info.url());
            variables.put("MERGE_REQUEST_DESCRIPTION", info.description());
            variables.put("MERGE_REQUEST_LABELS", String.join(",", info.labels()));
            variables.put("MERGE_REQUEST_REVIEWERS", String.join(",", info.reviewers()));
        }
        return variables;
    }

    /**
     * @param name without {@code CODEUP_}
     * @param value null or empty for none. Characters that a line of text does not have are replaced: with a zero byte in a
     *     variable, no process of the build could be started
     */
    public void put(@NonNull String name, @CheckForNull String value) {
        String clean = PlainText.line(value, MAX_VALUE_LENGTH);
        if (!clean.isEmpty()) {
            values.put("CODEUP_" + name, clean);
        }
    }

    /**
     * @return the values by the whole names of the variables; may be changed
     */
    @NonNull
    public Map<String, String> values() {
        return values;
    }

    /**
     * Users of Codeup wrote the values. Jenkins would replace <code>${PASSWORD}</code> in them by the value of that
     * variable, so each dollar is escaped: once for {@code getEnvironment} of the build, and in other builds than
     * Pipelines once more for the launcher of processes. Pipelines escape what they give to the launcher themselves.
     *
     * @param values as {@link #values} has them
     */
    public static void contribute(
            @NonNull Map<String, String> values, @NonNull Run<?, ?> run, @NonNull EnvVars environment) {
        String dollar = run instanceof AbstractBuild ? "$$$$" : "$$";
        values.forEach((name, value) -> environment.put(name, value.replace("$", dollar)));
    }
}
