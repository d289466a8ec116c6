package io.jenkins.plugins.codeup.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.client.http.ApiCaller;
import io.jenkins.plugins.codeup.client.yunxiao.YunxiaoClient;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.Door;
import io.jenkins.plugins.codeup.simulator.TestCodeup;
import io.jenkins.plugins.codeup.simulator.http.Fault;
import io.jenkins.plugins.codeup.simulator.http.Oddity;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An odd element is left out of a list, with a line in the log; no list fails, and nothing else is lost. */
class OddElementsTest {

    private static final int SEEDS = 1000;
    private static final long REPOSITORY = TestCodeup.REPOSITORY;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Logger LOGGER = Logger.getLogger(ApiCaller.class.getName());

    private interface Call {
        /** Reads the list, and names each element as {@link #named} does. */
        List<String> read(CodeupClient client) throws Exception;
    }

    /** Lists, each with an element as it should be, in which # stands for a number. */
    private enum Listing {
        ALIYUN_WEBHOOKS(
                Door.ALIYUN,
                "ListRepositoryWebhook",
                "{'Id':#,'Url':'https://h/#','PushEvents':true,'Description':'d'}",
                client -> client.listWebhooks(REPOSITORY).stream()
                        .map(webhook -> named(webhook.id()))
                        .toList()),
        ALIYUN_REPOSITORIES(
                Door.ALIYUN,
                "ListRepositories",
                "{'Id':#,'PathWithNamespace':'o/r','WebUrl':'https://h/o/r','Archive':false}",
                Listing::repositories),
        ALIYUN_BRANCHES(
                Door.ALIYUN,
                "ListRepositoryBranches",
                "{'BranchName':'n#','CommitInfo':{'Id':'a'},'ProtectedBranch':false}",
                client -> client.changes().branches(REPOSITORY, null).stream()
                        .map(ChangeReader.Head::name)
                        .toList()),
        ALIYUN_TAGS(
                Door.ALIYUN,
                "ListRepositoryTags",
                "{'Name':'n#','Commit':{'Id':'a'},'Message':'m'}",
                client -> client.changes().tags(REPOSITORY, null).stream()
                        .map(ChangeReader.Head::name)
                        .toList()),
        WEBHOOKS(
                Door.YUNXIAO,
                "ListWebHooks",
                "{'id':#,'url':'https://h/#','pushEvents':true,'token':'t'}",
                ALIYUN_WEBHOOKS.call),
        REPOSITORIES(
                Door.YUNXIAO,
                "ListRepositories",
                "{'id':#,'pathWithNamespace':'o/r','webUrl':'https://h/o/r','archived':false}",
                Listing::repositories),
        ORGANIZATIONS(
                Door.YUNXIAO,
                "ListOrganizations",
                "{'id':'n#','name':'x'}",
                client -> ((YunxiaoClient) client)
                        .organizations().stream().map(YunxiaoClient.NamedId::id).toList()),
        MEMBERS(
                Door.YUNXIAO,
                "ListRepositoryMembers",
                "{'userId':'n#','accessLevel':30,'state':'active'}",
                client -> client.members().list(REPOSITORY).stream()
                        .map(RepositoryMembers.Member::userId)
                        .toList()),
        GROUPS(Door.YUNXIAO, "ListNamespaces", "{'pathWithNamespace':'n#','kind':'group'}", CodeupClient::listGroups),
        BRANCHES(
                Door.YUNXIAO,
                "ListBranches",
                "{'name':'n#','commit':{'id':'a','committedDate':'2026-11-23T15:21:57Z'},'defaultBranch':false}",
                client -> {
                    List<String> names = new ArrayList<>();
                    client.sources().listBranches(REPOSITORY, branch -> names.add(branch.name()));
                    return names;
                }),
        TAGS(Door.YUNXIAO, "ListTags", "{'name':'n#','commit':{'id':'a'},'message':'m'}", client -> {
            List<String> names = new ArrayList<>();
            client.sources().listTags(REPOSITORY, null, tag -> names.add(tag.name()));
            return names;
        }),
        FILES(
                Door.YUNXIAO,
                "ListFiles",
                "{'path':'n#','type':'blob'}",
                client -> client.sources().listFiles(REPOSITORY, "", "main").stream()
                        .map(SourceReader.FileEntry::path)
                        .toList()),
        MERGE_REQUESTS(
                Door.YUNXIAO,
                "ListChangeRequests",
                "{'localId':#,'title':'t','state':'UNDER_REVIEW','sourceBranch':'s','targetBranch':'main',"
                        + "'sourceProjectId':1,'author':{'name':'a'},'workInProgress':true}",
                client -> {
                    List<String> names = new ArrayList<>();
                    client.sources().listOpenMergeRequests(REPOSITORY, one -> names.add(named(one.number())));
                    return names;
                }),
        CHECK_RUNS(
                Door.YUNXIAO,
                "ListCheckRuns",
                "{'id':#,'name':'Tests','externalId':'x','output':{'title':'t'},'annotations':[]}",
                client -> client.checkRuns().list(REPOSITORY, "a").stream()
                        .map(run -> named(run.id()))
                        .toList()),
        COMMENTS(
                Door.YUNXIAO,
                "ListMergeRequestComments",
                "{'comment_biz_id':'n#','content':'c','resolved':true,'author':{'userId':'u'}}",
                client -> client.comments().list(REPOSITORY, 1).stream()
                        .map(MergeRequestComments.Comment::id)
                        .toList());

        private final Door door;
        private final String operation;
        private final String element;
        private final Call call;

        Listing(Door door, String operation, String element, Call call) {
            this.door = door;
            this.operation = operation;
            this.element = element;
            this.call = call;
        }

        private static List<String> repositories(CodeupClient client) throws Exception {
            List<String> names = new ArrayList<>();
            client.listRepositories(null, false, repository -> names.add(named(repository.id())));
            return names;
        }

        private ObjectNode element(int number) {
            return (ObjectNode) parse(element.replace("#", String.valueOf(number)));
        }

        private List<String> required() {
            return Operations.required(door == Door.ALIYUN ? "aliyun" : "yunxiao", operation);
        }
    }

    private static String named(long number) {
        return "n" + number;
    }

    @AutoClose
    private final CodeupSimulator simulator = Door.start();

    private final List<String> logged = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            logged.add(MessageFormat.format(line.getMessage(), line.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOGGER.addHandler(handler);
        LOGGER.setUseParentHandlers(false);
    }

    @AfterEach
    void stopListening() {
        LOGGER.removeHandler(handler);
        LOGGER.setUseParentHandlers(true);
    }

    @ParameterizedTest
    @EnumSource(Listing.class)
    @FieldCase("K05")
    void nothingIsLostButTheOddOnes(Listing listing) throws Exception {
        CodeupClient client = listing.door.client(simulator);
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            List<String> expected = new ArrayList<>();
            ArrayNode list = JSON.createArrayNode();
            int odd = 0;
            int size = random.nextInt(12);
            for (int number = 1; number <= size; number++) {
                if (random.nextInt(3) == 0) {
                    odd++;
                    list.add(odd(listing, number, random));
                } else {
                    list.add(harmless(listing.element(number), listing.required(), random));
                    expected.add(named(number));
                }
            }
            logged.clear();
            JsonNode body = listing.door == Door.ALIYUN
                    ? JSON.createObjectNode().put("Success", true).set("Result", list)
                    : list;
            simulator.failNext(listing.operation, Fault.answer(Reply.json(200, body.toString())));
            assertEquals(expected, listing.call.read(client), "seed " + seed + ": " + list);
            assertEquals(odd, logged.size(), "seed " + seed + ": " + logged);
        }
    }

    /** An element without something that it must have, or none at all. */
    private static JsonNode odd(Listing listing, int number, Random random) {
        List<String> required = listing.required();
        ObjectNode element = listing.element(number);
        String field = required.get(random.nextInt(required.size()));
        return switch (random.nextInt(10)) {
            case 0 -> parse("null");
            case 1 -> parse("'text'");
            case 2 -> parse("7");
            case 3 -> parse("[]");
            case 4 -> parse("{}");
            case 5 -> element.putNull(field);
            case 6 -> element.put(field, " ");
            case 7 -> element.set(field, parse("{'a':1}"));
            case 8 -> element.set(field, parse("[1]"));
            default -> element.without(field);
        };
    }

    /** An element whose other fields are missing, null, of another type or in quotes, or that has more of them. */
    private static ObjectNode harmless(ObjectNode element, List<String> required, Random random) {
        for (String field : List.copyOf(
                element.properties().stream().map(java.util.Map.Entry::getKey).toList())) {
            boolean needed = required.contains(field);
            switch (random.nextInt(8)) {
                case 0 -> {
                    if (needed) {
                        element.put("more" + field, 1);
                    } else {
                        element.remove(field);
                    }
                }
                case 1 -> {
                    if (!needed) {
                        element.putNull(field);
                    }
                }
                case 2 -> {
                    if (!needed) {
                        element.set(field, parse("[{'a':1},null]"));
                    }
                }
                case 3 -> {
                    if (!needed) {
                        element.set(field, parse("{'a':{}}"));
                    }
                }
                case 4 -> {
                    if (element.get(field).isNumber()) {
                        element.put(field, element.get(field).asText());
                    }
                }
                default -> {
                    // as it is
                }
            }
        }
        return element;
    }

    @Test
    @FieldCase("K05")
    void theLineNamesTheElementTheCallAndTheReasonAndNoSecret() throws Exception {
        simulator.withOddAnswers("ListWebHooks", Oddity.element(0, "{\"id\":77,\"token\":\"s3cret\"}"));
        assertEquals(List.of(), Door.YUNXIAO.client(simulator).listWebhooks(REPOSITORY));
        assertEquals(1, logged.size());
        String line = logged.get(0);
        assertTrue(line.contains("77") && line.contains("ListWebHooks") && line.contains("Url"), line);
        assertTrue(!line.contains("s3cret"), line);
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json.replace('\'', '"'));
        } catch (java.io.IOException e) {
            throw new AssertionError(json, e);
        }
    }
}
