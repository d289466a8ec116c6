package io.jenkins.plugins.codeup.delivery;

import static io.jenkins.plugins.codeup.delivery.Filters.filter;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.delivery.DeliveryFilter.Decision;
import io.jenkins.plugins.codeup.delivery.DeliveryReader.InvalidDeliveryException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Deliveries and filters as users of Codeup and its documents show them: a table of cases, each with what is right. The
 * inputs are in the resources beside this class.
 */
class FieldCasesTest {

    /**
     * One row.
     *
     * @param id the case's id; stands in front of its file's name
     * @param input what is special about the input
     * @param right what the plugin makes of it, in words
     * @param actual what it makes of it
     * @param expected what it has to make of it
     */
    record Case(String id, String input, String right, String expected, Function<String, String> actual) {

        @Override
        public String toString() {
            return id + ": " + input + ": " + right;
        }
    }

    static Stream<Case> deliveries() {
        return Stream.of(
                one(
                        "D01-tag-annotated",
                        "an annotated tag: after is the tag object",
                        "checkout_sha is the commit",
                        "TAG [v1.0.0] null " + Fixtures.TWOS,
                        everything()),
                one(
                        "D02-mr-documented-without-repository",
                        "a merge request without repository",
                        "the target's repository",
                        "MERGE_REQUEST [1, feature-x, main] feature-x " + Fixtures.TWOS,
                        everything()),
                named(
                        "D02-mr-documented-without-repository",
                        "a merge request without repository",
                        "the target's repository",
                        "1000001",
                        "team/app",
                        "https://codeup.aliyun.com/60811b5eed6e867404f60000/team/app.git"),
                one(
                        "D03-mr-fork-source-null",
                        "a fork whose source is null",
                        "a fork by the ids of the projects",
                        "FORK [2000002]",
                        everything()),
                one(
                        "D03b-mr-fork-source-without-urls",
                        "a fork whose source has no URLs",
                        "a fork by the ids of the projects",
                        "FORK [2000002]",
                        everything()),
                one(
                        "D03c-mr-fork-ids-only",
                        "a fork that only ids show",
                        "a fork by the ids of the projects",
                        "FORK [2000002]",
                        everything()),
                named(
                        "D05-mr-secondary-url",
                        "secondary_url",
                        "the same repository as that of pushes",
                        "https://code.example.com/team/app.git"),
                named(
                        "D06-push-organization-alias",
                        "an organization with a path of its own",
                        "named with and without organization",
                        "team/app",
                        "acme/team/app",
                        "60811b5eed6e867404f60000/team/app",
                        "https://codeup.aliyun.com/acme/team/app"),
                one("D07-mr-update-not-by-push", "an edit without a push", "no build", "EDIT []", everything()),
                one(
                        "D07-mr-update-not-by-push",
                        "an edit without a push, asked for",
                        "a build",
                        "MERGE_REQUEST [5, dev, main] dev " + Fixtures.TWOS,
                        filter().edits().build()),
                read(
                        "D08-mr-draft",
                        "work_in_progress",
                        "read",
                        "true",
                        delivery -> String.valueOf(
                                ((Delivery.MergeRequest) delivery).info().draft())),
                one(
                        "D08-mr-draft",
                        "a draft where drafts wait",
                        "no build",
                        "DRAFT [5]",
                        filter().withoutDrafts().build()),
                one(
                        "D09-push-emoji-branch",
                        "an emoji in a branch and a pattern",
                        "matches",
                        "BRANCH [release/🚀1] release/🚀1 " + Fixtures.TWOS,
                        filter().branches("release/🚀*", null).build()),
                one(
                        "D09-push-emoji-branch",
                        "an emoji for a question mark",
                        "matches",
                        "BRANCH [release/🚀1] release/🚀1 " + Fixtures.TWOS,
                        filter().branches("release/?1", null).build()),
                one(
                        "D11-push-first-null-fields",
                        "a first push with null fields",
                        "a build",
                        "BRANCH [main] main " + Fixtures.TWOS,
                        everything()),
                one(
                        "D12-push-branch-deleted",
                        "a deleted branch",
                        "no build",
                        "DELETED [refs/heads/main]",
                        everything()),
                one("D13-tag-deleted", "a deleted tag", "no build", "DELETED [refs/tags/v1]", everything()),
                one(
                        "D14-note-on-commit",
                        "a comment on a commit",
                        "a build of the commit",
                        "NOTE [] null " + Fixtures.TWOS,
                        everything()),
                one(
                        "D14-note-on-commit",
                        "a comment on a commit, some branches only",
                        "no build",
                        "COMMIT_COMMENT []",
                        filter().branches("main", null).build()),
                one("D15-note-empty", "a comment without text", "accepted, no build", "COMMENT_EMPTY []", everything()),
                one(
                        "D17-push-utf8-bom",
                        "UTF-8 with a byte order mark",
                        "read",
                        "BRANCH [功能/𠮷野] 功能/𠮷野 " + Fixtures.TWOS,
                        everything()),
                one("D18-push-utf16le", "UTF-16", "read", "BRANCH [功能/𠮷野] 功能/𠮷野 " + Fixtures.TWOS, everything()),
                one("D19-push-gbk", "GBK", "rejected", "rejected", everything()),
                one(
                        "D20-push-duplicate-keys",
                        "a key twice",
                        "the last one counts",
                        "BRANCH [evil] evil " + Fixtures.TWOS,
                        everything()),
                one("D21-projex-workitem", "an event of another product", "rejected", "rejected", everything()),
                named("D22-push-project-id-float", "project_id 1000001.0", "the id 1000001", "1000001"),
                one("D27-mr-approve", "an approval", "no build", "ACTION_DISABLED [approved/opened]", everything()),
                one(
                        "D28-mr-no-action-state-under-review",
                        "the state UNDER_REVIEW, no action",
                        "opened",
                        "MERGE_REQUEST [5, dev, main] dev " + Fixtures.TWOS,
                        everything()),
                one(
                        "D29-mr-source-branch-with-refs-heads",
                        "branches with refs/heads/",
                        "without it",
                        "MERGE_REQUEST [6, dev, main] dev " + Fixtures.TWOS,
                        everything()),
                one(
                        "D30-mr-source-is-a-commit",
                        "a merge request made by a push",
                        "accepted, untrusted",
                        "MADE_BY_PUSH []",
                        everything()));
    }

    static Stream<Case> filters() {
        return Stream.of(
                branch("F01", "a full-width comma", "main，release/*", "release/1", true),
                branch(
                        "F01",
                        "ideographic and no-break blanks",
                        "\u3000main\u00a0,\u00a0release/*\u3000",
                        "main",
                        true),
                branch("F01", "blanks between branches", "main release/*", "release/1", true),
                branch("F02", "a remote's name as for the Git plugin", "*/main", "main", true),
                branch("F02", "a remote's name as for the Git plugin", "*/main", "a/main", true),
                branch("F02", "a remote's name as for the Git plugin", "*/main", "mainly", false),
                branch("F02", "two levels of names", "*/*", "main", false),
                branch("F02", "origin", "origin/main", "main", true),
                branch("F02", "origin", "origin/main", "origin/main", true),
                branch("F02", "origin", "origin/release/*", "release/1", true),
                branch("F02", "a remote's branch", "remotes/origin/main", "main", true),
                branch("F02", "a remote's branch", "refs/remotes/origin/main", "main", true),
                branch("F02", "a whole ref", "refs/heads/main", "main", true),
                branch("F02", "a whole ref", "refs/heads/*", "main", true),
                path("F03", "a leading slash", "/src/**", "src/a.c", true),
                path("F03", "a leading dot", "./src/**", "src/a.c", true),
                path("D09", "an emoji", "src/😀/*.c", "src/😀/a.c", true),
                author("F05", "an address in another letter case", "Bot@Example.com", "bot@example.com", false),
                author("F05", "an address in another letter case", "*@EXAMPLE.com", "bot@example.com", false),
                author("F05", "an address in another letter case", "regex:.*@EXAMPLE\\.com", "bot@example.com", false),
                author("F05", "names are not addresses", "Bot", "bot", true),
                author("D09", "an emoji", "🤖*", "🤖 bot", false));
    }

    @ParameterizedTest
    @MethodSource({"deliveries", "filters"})
    @FieldCase({
        "D01", "D02", "D03", "D03b", "D03c", "D05", "D06", "D07", "D08", "D09", "D11", "D12", "D13", "D14", "D15",
        "D17", "D18", "D19", "D20", "D21", "D22", "D27", "D28", "D29", "D30", "F01", "F02", "F03", "F05"
    })
    void isDoneRight(Case one) {
        assertEquals(one.expected(), one.actual().apply(one.id()), one::toString);
    }

    @Test
    void theAnnotationNamesTheCasesOfTheRows() throws Exception {
        Set<String> rows = Stream.concat(deliveries(), filters())
                .map(one -> one.id().replaceFirst("-.*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        FieldCase named =
                getClass().getDeclaredMethod("isDoneRight", Case.class).getAnnotation(FieldCase.class);
        assertEquals(rows, new TreeSet<>(List.of(named.value())));
    }

    private static DeliveryFilter everything() {
        return filter().build();
    }

    private static Case one(String file, String input, String right, String expected, DeliveryFilter filter) {
        return new Case(file, input, right, expected, id -> {
            try {
                Delivery delivery = DeliveryReader.read(null, Fixtures.bytes("cases/" + id + ".json"));
                Decision decision = filter.decide(delivery);
                String what = decision.reason() + " " + decision.arguments();
                return decision.builds() ? what + " " + delivery.branch() + " " + delivery.commit() : what;
            } catch (InvalidDeliveryException e) {
                return "rejected";
            }
        });
    }

    private static Case read(
            String file, String input, String right, String expected, Function<Delivery, String> property) {
        return new Case(file, input, right, expected, id -> property.apply(delivery(id)));
    }

    private static Case named(String file, String input, String right, String... names) {
        return read(
                file,
                input,
                right,
                "true",
                delivery -> String.valueOf(
                        delivery.repository() != null && Stream.of(names).allMatch(delivery.repository()::isNamed)));
    }

    private static Delivery delivery(String file) {
        try {
            return DeliveryReader.read(null, Fixtures.bytes("cases/" + file + ".json"));
        } catch (InvalidDeliveryException e) {
            throw new AssertionError(e);
        }
    }

    private static Case branch(String id, String input, String patterns, String branch, boolean built) {
        String json = "{\"object_kind\":\"push\",\"ref\":\"refs/heads/" + branch + "\"}";
        return pattern(id, input, patterns, branch, built, json, filter().branches(patterns, null));
    }

    private static Case path(String id, String input, String patterns, String path, boolean built) {
        String json = "{\"object_kind\":\"push\",\"ref\":\"main\",\"commits\":[{\"modified\":[\"" + path + "\"]}]}";
        return pattern(id, input, patterns, path, built, json, filter().paths(patterns, null));
    }

    private static Case author(String id, String input, String patterns, String author, boolean built) {
        String json = "{\"object_kind\":\"push\",\"ref\":\"main\",\"user_name\":\"" + author + "\"}";
        return pattern(id, input, patterns, author, built, json, filter().authors(null, patterns));
    }

    private static Case pattern(
            String id, String input, String patterns, String name, boolean built, String json, Filters filter) {
        String right = patterns + (built ? " builds " : " does not build ") + name;
        return new Case(id, input, right, String.valueOf(built), any -> {
            try {
                Delivery delivery = DeliveryReader.read(null, json.getBytes(StandardCharsets.UTF_8));
                return String.valueOf(filter.build().decide(delivery).builds());
            } catch (InvalidDeliveryException e) {
                return "rejected";
            }
        });
    }
}
