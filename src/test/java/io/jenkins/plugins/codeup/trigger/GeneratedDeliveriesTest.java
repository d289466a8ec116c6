package io.jenkins.plugins.codeup.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.TaskListener;
import io.jenkins.plugins.codeup.endpoint.Deliveries;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.jenkins.SimulatedCodeup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;

/** Random deliveries to jobs with different triggers start exactly the expected builds. */
class GeneratedDeliveriesTest {

    private static final int NUMBER = 250;
    private static final String[] HEADERS = {"X-Codeup-Event", "Codeup-Event", null};

    @RegisterExtension
    private static final SimulatedCodeup codeup = SimulatedCodeup.unconnected().withoutQuietPeriod();

    private final JenkinsRule jenkins = codeup.jenkins();
    private final Random random = new Random(20261125);

    @Test
    void startExactlyTheExpectedBuilds() throws Exception {
        jenkins.jenkins.setNumExecutors(8);
        List<Expectation> jobs = List.of(
                new Expectation(jenkins.createFreeStyleProject("plain"), new CodeupTrigger(), this::byDefault),
                new Expectation(jenkins.createFreeStyleProject("all"), all(), this::fromAll),
                new Expectation(jenkins.createFreeStyleProject("some"), some(), this::fromSome));
        for (Expectation one : jobs) {
            one.job().addTrigger(one.trigger());
            codeup.mustNotLeak(ItemWebhook.of(one.job()).secret().getPlainText());
        }
        List<GeneratedDelivery> deliveries = new ArrayList<>();
        for (int i = 0; i < NUMBER; i++) {
            GeneratedDelivery delivery = GeneratedDelivery.of(i, random);
            deliveries.add(delivery);
            for (Expectation one : jobs) {
                send(delivery, ItemWebhook.of(one.job()));
            }
        }
        Deliveries.awaitBuilds(jenkins);
        for (Expectation one : jobs) {
            Set<String> expected = deliveries.stream()
                    .filter(one.builds())
                    .map(GeneratedDelivery::name)
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(expected, built(one.job()), one.job().getName());
            assertEquals(
                    expected.size(), one.job().getBuilds().size(), one.job().getName() + ": none twice");
            assertTrue(expected.size() > NUMBER / 20 && expected.size() < NUMBER, "both ways were tried: " + expected);
        }
    }

    /** A job, its trigger, and an independent definition of the deliveries that start its builds. */
    private record Expectation(FreeStyleProject job, CodeupTrigger trigger, Predicate<GeneratedDelivery> builds) {}

    private boolean byDefault(GeneratedDelivery delivery) {
        return delivery.isPush() && !delivery.deleted() && !delivery.skipsCi();
    }

    private static CodeupTrigger all() {
        CodeupTrigger trigger = CodeupTriggerTest.everything();
        trigger.setSkipCi(false);
        trigger.setMergeRequestActions("open, reopen, update, merge, close, merged, closed");
        trigger.setRepository("https://codeup.aliyun.com/" + SimulatedCodeup.ORGANIZATION + "/team/app.git");
        return trigger;
    }

    private boolean fromAll(GeneratedDelivery delivery) {
        boolean ref = delivery.kind().endsWith("push");
        boolean empty = delivery.kind().equals("note") && delivery.text().isEmpty();
        return delivery.ours() && !empty && !(ref && delivery.deleted());
    }

    private static CodeupTrigger some() {
        CodeupTrigger trigger = CodeupTriggerTest.everything();
        trigger.setBranches("main*\nregex:release/\\w[\\w-]*");
        trigger.setExcludedBranches("release/old-*");
        trigger.setSourceBranches("feature/*, main-*");
        trigger.setTags("v?.*");
        trigger.setNotePattern("\\brebuild\\b");
        trigger.setIgnoredAuthors("bot");
        return trigger;
    }

    private boolean fromSome(GeneratedDelivery delivery) {
        String name = delivery.name();
        boolean wanted =
                switch (delivery.kind()) {
                    case "push" ->
                        !delivery.deleted()
                                && !delivery.skipsCi()
                                && (name.startsWith("main-")
                                        || (name.startsWith("release/") && !name.startsWith("release/old-")));
                    case "tag_push" -> !delivery.deleted() && name.startsWith("v1.");
                    case "merge_request" -> fromSomeBranch(delivery) && isUsual(delivery);
                    default -> fromSomeBranch(delivery) && delivery.text().contains("rebuild");
                };
        return wanted && !delivery.author().equals("bot");
    }

    private static boolean fromSomeBranch(GeneratedDelivery delivery) {
        boolean feature =
                delivery.name().startsWith("feature/") && !delivery.name().startsWith("feature/a/");
        return delivery.target().equals("main") && (feature || delivery.name().startsWith("main-"));
    }

    private static boolean isUsual(GeneratedDelivery delivery) {
        return switch (delivery.action()) {
            case "open", "reopen" -> true;
            case "update" -> delivery.state().endsWith("opened");
            default -> false;
        };
    }

    private void send(GeneratedDelivery delivery, ItemWebhook hook) throws Exception {
        Map<String, String> headers = Deliveries.headers(hook, "");
        headers.remove("X-Codeup-Event");
        String header = HEADERS[random.nextInt(HEADERS.length)];
        if (header != null) {
            headers.put(header, delivery.kind().replace('_', ' ') + " hook");
        }
        int status =
                Deliveries.post(hook.url(""), delivery.json(random), headers).statusCode();
        assertEquals(202, status, delivery.toString());
    }

    private static Set<String> built(FreeStyleProject job) throws Exception {
        Set<String> built = new TreeSet<>();
        for (FreeStyleBuild build : job.getBuilds()) {
            var told = build.getEnvironment(TaskListener.NULL);
            built.add(told.getOrDefault("CODEUP_TAG", told.get("CODEUP_BRANCH")));
        }
        return built;
    }
}
