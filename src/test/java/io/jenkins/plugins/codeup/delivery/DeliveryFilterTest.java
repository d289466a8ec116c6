package io.jenkins.plugins.codeup.delivery;

import static io.jenkins.plugins.codeup.delivery.Filters.filter;
import static io.jenkins.plugins.codeup.delivery.Fixtures.ONES;
import static io.jenkins.plugins.codeup.delivery.Fixtures.TWOS;
import static io.jenkins.plugins.codeup.delivery.Fixtures.ZEROS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.delivery.DeliveryFilter.Decision;
import io.jenkins.plugins.codeup.delivery.DeliveryFilter.Reason;
import io.jenkins.plugins.codeup.simulator.data.SimulatedRepository;
import io.jenkins.plugins.codeup.simulator.delivery.DeliveryBodies;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which deliveries start a build, and the reason that users are told. */
class DeliveryFilterTest {

    private static final DeliveryFilter EVERYTHING = filter().build();
    private final DeliveryBodies codeup =
            new DeliveryBodies(new SimulatedRepository(1000001, Fixtures.ORGANIZATION, "team/app"));

    @Test
    void theFixturesAreBuilt() {
        assertEquals(Decision.of(Reason.BRANCH, "main"), decide("push.json"));
        assertEquals(Decision.of(Reason.TAG, "v0.0.1"), decide("tag-push.json"));
        assertEquals(Decision.of(Reason.MERGE_REQUEST, "2", "dev", "main"), decide("merge-request-open.json"));
        assertEquals(Decision.of(Reason.TEST), decide("console-test.json"));
    }

    @ParameterizedTest
    @EnumSource(DeliveryEvent.class)
    void anEventThatIsDisabledIsNotBuilt(DeliveryEvent event) {
        DeliveryFilter none = filter().events().build();
        Delivery delivery = Fixtures.read(
                switch (event) {
                    case PUSH -> codeup.push("refs/heads/main", ONES, TWOS);
                    case TAG_PUSH -> codeup.tagPush("refs/tags/v1", ZEROS, TWOS);
                    case MERGE_REQUEST -> codeup.mergeRequest(1, "open", "dev", "main", TWOS);
                    case NOTE -> codeup.note(1, "dev", "main", TWOS, "text");
                });
        assertEquals(Decision.of(Reason.valueOf(event + "_DISABLED")), none.decide(delivery));
        assertEquals(true, EVERYTHING.decide(delivery).builds());
    }

    @Test
    void whatIsDeletedIsNeverBuilt() {
        assertEquals(Reason.DELETED, decide(EVERYTHING, codeup.push("refs/heads/main", ONES, ZEROS)));
        assertEquals(Reason.DELETED, decide(EVERYTHING, codeup.tagPush("refs/tags/v1", ONES, ZEROS)));
    }

    @Test
    void branchesAndTagsHaveTheirOwnPatterns() {
        DeliveryFilter filter = filter().branches("main", null).tags("v*").build();
        assertEquals(Reason.BRANCH, decide(filter, codeup.push("refs/heads/main", ONES, TWOS)));
        assertEquals(Reason.BRANCH_EXCLUDED, decide(filter, codeup.push("refs/heads/v1", ONES, TWOS)));
        assertEquals(Reason.TAG, decide(filter, codeup.tagPush("refs/tags/v1", ZEROS, TWOS)));
        assertEquals(Reason.TAG_EXCLUDED, decide(filter, codeup.tagPush("refs/tags/main", ZEROS, TWOS)));
        assertEquals(Reason.MERGE_REQUEST, decide(filter, codeup.mergeRequest(1, "open", "dev", "main", TWOS)));
        assertEquals(Reason.BRANCH_EXCLUDED, decide(filter, codeup.mergeRequest(1, "open", "main", "dev", TWOS)));
        assertEquals(Reason.NO_BRANCH, decide(filter, codeup.push("refs/keep-around/1", ONES, TWOS)));
    }

    @ParameterizedTest
    @CsvSource({"open,true", "update,true", "reopen,true", "close,false", "merge,false"})
    void mergeRequestsByAction(String action, boolean built) {
        assertEquals(
                built ? Reason.MERGE_REQUEST : Reason.ACTION_DISABLED,
                decide(EVERYTHING, codeup.mergeRequest(1, action, "dev", "main", TWOS)));
    }

    @ParameterizedTest
    @CsvSource({"opened,true", "reopened,true", "closed,false", "merged,false", "locked,false"})
    void mergeRequestsByStateWhereThereIsNoAction(String state, boolean built) {
        String json = "{\"object_kind\":\"merge_request\",\"object_attributes\":{\"state\":\"" + state
                + "\",\"source_branch\":\"dev\",\"target_branch\":\"main\",\"source_project_id\":1,\"target_project_id\":1}}";
        assertEquals(built, EVERYTHING.decide(Fixtures.read(json)).builds());
    }

    @ParameterizedTest
    @CsvSource({
        "merged,update,merged,true",
        "merged,merge,merged,true",
        "merged,update,opened,false",
        "opened,update,opened,true",
        "update/merged,update,merged,true",
        "update/merged,update,opened,false",
        "update/merged,merge,merged,false",
        "update,update,merged,false",
        "close,close,closed,true"
    })
    void mergeRequestsByActionAndState(String wanted, String action, String state, boolean built) {
        String json = "{\"object_kind\":\"merge_request\",\"object_attributes\":{\"action\":\"" + action
                + "\",\"state\":\"" + state
                + "\",\"source_branch\":\"dev\",\"target_branch\":\"main\",\"source_project_id\":1,\"target_project_id\":1}}";
        assertEquals(
                built,
                filter().actions(wanted).build().decide(Fixtures.read(json)).builds());
        assertTrue(DeliveryFilter.isMergeRequestAction(wanted));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "opening", "merged/update", "update/", "update/merged/x", "/merged"})
    void otherTextsAreNoActionOrState(String wanted) {
        assertFalse(DeliveryFilter.isMergeRequestAction(wanted));
    }

    @Test
    void actionsAreSplitAtCommasAndBlanksInTheirOrder() {
        assertEquals(
                List.of("open", "update/merged", "x"),
                List.copyOf(DeliveryFilter.parseActions(" Open,update/merged\n,, x ")));
    }

    @Test
    void mergeRequestsAndCommentsOnThemBySourceBranch() {
        DeliveryFilter filter = filter().sourceBranches("feature/*", "*/wip").build();
        assertEquals(Reason.MERGE_REQUEST, decide(filter, codeup.mergeRequest(1, "open", "feature/a", "main", TWOS)));
        assertEquals(Reason.SOURCE_EXCLUDED, decide(filter, codeup.mergeRequest(1, "open", "fix/a", "main", TWOS)));
        assertEquals(
                Reason.SOURCE_EXCLUDED, decide(filter, codeup.mergeRequest(1, "open", "feature/wip", "main", TWOS)));
        assertEquals(Reason.SOURCE_EXCLUDED, decide(filter, codeup.note(1, "fix/a", "main", TWOS, "text")));
        assertEquals(
                Reason.BRANCH, decide(filter, codeup.push("refs/heads/fix/a", ONES, TWOS)), "a push has no source");
    }

    @Test
    void mergeRequestsFromAForkAreNotBuilt() {
        String fork = Fixtures.text("merge-request-open.json")
                .replaceFirst(
                        "(\"source\":.*?\"web_url\":\"https://codeup.aliyun.com/)[^\"]*",
                        "$1" + Fixtures.ORGANIZATION + "/stranger/app")
                .replaceFirst(
                        "(\"source\":.*?\"http_url\":\"https://codeup.aliyun.com/)[^\"]*",
                        "$1" + Fixtures.ORGANIZATION + "/stranger/app.git")
                .replaceFirst(
                        "(\"source\":.*?\"ssh_url\":\"git@codeup.aliyun.com:)[^\"]*",
                        "$1" + Fixtures.ORGANIZATION + "/stranger/app.git");
        assertEquals(Reason.FORK, decide(EVERYTHING, fork));
    }

    /** What the delivery does not tell counts as a fork. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'source_project_id':1,'target_project_id':1|MERGE_REQUEST",
                "'source_project_id':'1','project_id':1.0|MERGE_REQUEST",
                "'source_project_id':1|SOURCE_UNKNOWN",
                "'target_project_id':1|SOURCE_UNKNOWN",
                "'title':'t'|SOURCE_UNKNOWN",
                "'source_project_id':2,'target_project_id':1|FORK",
                "'source_project_id':'x','target_project_id':'x'|SOURCE_UNKNOWN",
                "'source':{'http_url':'https://cc/a/b'},'target':{'ssh_url':'git@cc:a/b.git'}|MERGE_REQUEST",
                "'source':{'http_url':'https://cc/a/c'},'target':{'ssh_url':'git@cc:a/b.git'}|FORK",
                "'source':{'http_url':'no url'},'target':{'ssh_url':'git@cc:a/b.git'}|SOURCE_UNKNOWN",
                "'source_project_id':1,'target_project_id':1,'source':{'url':'https://cc/x/b'},'target':{'url':'https://cc/a/b'}"
                        + "|FORK",
                "'source_project_id':1,'target_project_id':1,'source_type':'COMMIT'|MADE_BY_PUSH",
                "'source_project_id':1,'target_project_id':1,'creation_method':'COMMAND_LINE'|MADE_BY_PUSH",
                "'source_project_id':1,'target_project_id':1,'source_ref':'refs/for/main'|MADE_BY_PUSH",
                "'source_project_id':1,'target_project_id':1,'source_type':'BRANCH'|MERGE_REQUEST"
            })
    @FieldCase("B8")
    void whatIsNotShownToBeTheRepositorysOwnIsNotBuilt(String fields, Reason reason) {
        String info = "{'source_branch':'dev','target_branch':'main','action':'open'," + fields + "}";
        String request = "{'object_kind':'merge_request','object_attributes':" + info + "}";
        assertEquals(reason, decide(EVERYTHING, request.replace('\'', '"')));
        String note = "{'object_kind':'note','object_attributes':{'note':'build'},'merge_request':" + info + "}";
        Reason onNote = reason == Reason.MERGE_REQUEST ? Reason.NOTE : reason;
        assertEquals(onNote, decide(EVERYTHING, note.replace('\'', '"')));
    }

    @Test
    void aSourceUrlThatIsTooLongIsNotTheRepositorysOwn() {
        String url = "https://codeup.aliyun.com/" + "x".repeat(3_000);
        String request = Fixtures.text("merge-request-open.json")
                .replaceFirst("\"source_project_id\":1000001,", "")
                .replaceFirst("(\"source\":).*?}", "$1{\"http_url\":\"" + url + "\"}");
        assertEquals(Reason.SOURCE_UNKNOWN, decide(EVERYTHING, request));
    }

    @ParameterizedTest
    @CsvSource({
        "update,false,false,EDIT",
        "update,true,false,MERGE_REQUEST",
        "update,false,true,MERGE_REQUEST",
        "open,false,false,MERGE_REQUEST",
        "reopen,false,false,MERGE_REQUEST"
    })
    @FieldCase("D07")
    void editsOfWordsAreBuiltIfAskedFor(String action, boolean byPush, boolean edits, Reason reason) {
        String request = Fixtures.text("merge-request-open.json")
                .replace("\"action\":\"open\"", "\"action\":\"" + action + "\"")
                .replace("\"is_update_by_push\":false", "\"is_update_by_push\":" + byPush);
        assertEquals(reason, decide((edits ? filter().edits() : filter()).build(), request));
    }

    /** Whoever may read the repository may comment on any commit, those of other branches included. */
    @Test
    void aCommentOnACommitPassesNoBranchFilter() {
        String note = Fixtures.text("cases/D14-note-on-commit.json");
        assertEquals(Reason.NOTE, decide(EVERYTHING, note));
        for (Filters some : List.of(
                filter().branches("main", null),
                filter().branches(null, "dev"),
                filter().sourceBranches("main", null),
                filter().tags("v*"))) {
            assertEquals(Reason.COMMIT_COMMENT, decide(some.build(), note));
            assertEquals(Reason.COMMENT_NOT_MATCHED, decide(some.note("other").build(), note));
        }
    }

    @Test
    @FieldCase("T1")
    void anInvalidPatternMutesOnlyWhatItIsFor() {
        String push = codeup.push("refs/heads/main", ONES, TWOS);
        String tag = codeup.tagPush("refs/tags/v1", ZEROS, TWOS);
        String request = codeup.mergeRequest(1, "open", "dev", "main", TWOS);
        String note = codeup.note(1, "dev", "main", TWOS, "build");
        DeliveryFilter comments = filter().note("(x").build();
        assertEquals(Decision.of(Reason.PATTERN_INVALID, "notePattern", "(x"), comments.decide(Fixtures.read(note)));
        for (String other : List.of(push, tag, request)) {
            assertTrue(comments.decide(Fixtures.read(other)).builds());
        }
        DeliveryFilter tags = filter().tags("regex:(").build();
        assertEquals(Decision.of(Reason.PATTERN_INVALID, "tags", "regex:("), tags.decide(Fixtures.read(tag)));
        assertTrue(tags.decide(Fixtures.read(push)).builds());
        DeliveryFilter branches = filter().branches("main\nregex:(", null).build();
        assertTrue(branches.decide(Fixtures.read(push)).builds());
        assertTrue(branches.decide(Fixtures.read(tag)).builds());
        DeliveryFilter authors = filter().authors(null, "regex:(").build();
        assertTrue(authors.decide(Fixtures.read(push)).builds());
        DeliveryFilter actions = filter().actions("opened, opning").build();
        assertTrue(actions.decide(Fixtures.read(request)).builds());
    }

    @Test
    void commentsByThePattern() {
        DeliveryFilter filter = filter().note("(?i)\\brebuild\\b").build();
        assertEquals(Reason.NOTE, decide(filter, codeup.note(1, "dev", "main", TWOS, "Rebuild, please")));
        assertEquals(Reason.COMMENT_NOT_MATCHED, decide(filter, codeup.note(1, "dev", "main", TWOS, "rebuilding")));
        DeliveryFilter costly = filter().note("(a+)+$").build();
        assertEquals(
                Reason.PATTERN_TOO_COSTLY,
                decide(costly, codeup.note(1, "dev", "main", TWOS, "a".repeat(5_000) + "b")));
    }

    @Test
    void theNewestCommitCanPreventABuild() {
        for (String marker : List.of("[ci skip]", "[skip ci]", "[CI Skip]")) {
            assertEquals(
                    Reason.SKIP_CI,
                    decide(EVERYTHING, codeup.push("refs/heads/main", ONES, TWOS, "a", "docs " + marker)));
            assertEquals(
                    Reason.BRANCH,
                    decide(EVERYTHING, codeup.push("refs/heads/main", ONES, TWOS, "docs " + marker, "code")));
        }
    }

    /** Codeup lists the newest commit first, and maybe not all. */
    @Test
    @FieldCase("K09")
    void onlyTheNewestCommitCanPreventABuildInWhateverOrderTheyAreListed() {
        String push = "{\"object_kind\":\"push\",\"ref\":\"main\",\"after\":\"" + TWOS + "\",\"commits\":[%s]}";
        String newest = "{\"id\":\"" + TWOS + "\",\"message\":\"%s\"}";
        String older = "{\"id\":\"" + ONES + "\",\"message\":\"%s\"}";
        String skip = "[ci skip]";
        assertEquals(
                Reason.BRANCH, decide(EVERYTHING, push.formatted(newest.formatted("x") + "," + older.formatted(skip))));
        assertEquals(
                Reason.SKIP_CI,
                decide(EVERYTHING, push.formatted(newest.formatted(skip) + "," + older.formatted("x"))));
        assertEquals(
                Reason.SKIP_CI,
                decide(EVERYTHING, push.formatted(older.formatted("x") + "," + newest.formatted(skip))));
        assertEquals(Reason.BRANCH, decide(EVERYTHING, push.formatted(older.formatted(skip))), "it is not listed");
        String without = "{\"message\":\"%s\"}";
        assertEquals(
                Reason.BRANCH,
                decide(EVERYTHING, push.formatted(without.formatted("x") + "," + without.formatted(skip))));
        String many = ("," + older.formatted(skip)).repeat(300);
        assertEquals(Reason.BRANCH, decide(EVERYTHING, push.formatted(newest.formatted("x") + many)));
        assertEquals(
                Reason.SKIP_CI, decide(EVERYTHING, push.formatted(many.substring(1) + "," + newest.formatted(skip))));
    }

    @Test
    void someAuthorsChangesAreNotBuilt() {
        DeliveryFilter filter =
                filter().authors(null, "*-bot@example.com, dev-?").build();
        assertEquals(Reason.AUTHOR_EXCLUDED, decide(filter, codeup.push("refs/heads/main", ONES, TWOS)));
    }

    @Test
    void pathsCountWhereTheDeliveryListsThem() {
        DeliveryFilter filter = filter().paths("src/**", "**.md").build();
        assertEquals(Reason.BRANCH, decide(filter, withPaths("\"src/a/b.c\",\"README.md\"")));
        assertEquals(Reason.PATHS_EXCLUDED, decide(filter, withPaths("\"README.md\",\"src/NOTES.md\"")));
        assertEquals(Reason.BRANCH, decide(filter, codeup.push("refs/heads/main", ONES, TWOS, "no paths told")));
    }

    @Test
    void pathsThatAreNotAllListedDecideNothing() {
        DeliveryFilter filter = filter().paths("src/**", null).build();
        String shown = withPaths("\"README.md\"");
        assertEquals(Reason.PATHS_EXCLUDED, decide(filter, shown));
        String oneOfTwo = shown.replace("\"commits\":[", "\"total_commits_count\":2,\"commits\":[");
        assertEquals(Reason.BRANCH, decide(filter, oneOfTwo), "there are commits that are not shown");
        String withAnother = shown.replace("\"commits\":[", "\"commits\":[{\"message\":\"shows no files\"},");
        assertEquals(Reason.BRANCH, decide(filter, withAnother), "there are files that are not shown");
        String many = "\"README.md\"" + ",\"README.md\"".repeat(5_000);
        assertEquals(Reason.BRANCH, decide(filter, withPaths(many)), "more files than are read");
    }

    @ParameterizedTest
    @CsvSource({"opened,true", "reopened,true", "closed,false", "merged,false"})
    void textEditsOfAFinishedMergeRequestAreNotBuilt(String state, boolean built) {
        String json =
                "{\"object_kind\":\"merge_request\",\"object_attributes\":{\"action\":\"update\",\"state\":\"" + state
                        + "\",\"source_branch\":\"dev\",\"target_branch\":\"main\",\"source_project_id\":1,\"target_project_id\":1}}";
        assertEquals(built, EVERYTHING.decide(Fixtures.read(json)).builds());
    }

    @ParameterizedTest
    @CsvSource({"dev-a,true", "*@example.com,true", "dev-b,false"})
    void onlySomeAuthorsChangesAreBuilt(String authors, boolean built) {
        DeliveryFilter filter = filter().authors(authors, null).build();
        assertEquals(
                built, filter.decide(Fixtures.read(Fixtures.text("push.json"))).builds());
        assertEquals(Reason.BRANCH, decide(filter, withPaths("")), "where the delivery shows no author");
    }

    @Test
    void otherReasonsStartNoBuild() {
        assertFalse(Decision.of(Reason.TEST).builds());
        assertFalse(Decision.of(Reason.DELETED, "x").builds());
    }

    private static String withPaths(String paths) {
        return "{\"object_kind\":\"push\",\"ref\":\"refs/heads/main\",\"commits\":[{\"modified\":[" + paths + "]}]}";
    }

    private static Reason decide(DeliveryFilter filter, String json) {
        return filter.decide(Fixtures.read(json)).reason();
    }

    private static Decision decide(String fixture) {
        return EVERYTHING.decide(Fixtures.read(Fixtures.text(fixture)));
    }
}
