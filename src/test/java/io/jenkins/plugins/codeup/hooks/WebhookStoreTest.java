package io.jenkins.plugins.codeup.hooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.client.WebhookOption;
import io.jenkins.plugins.codeup.hooks.ManagedItem.ManagedWebhook;
import io.jenkins.plugins.codeup.hooks.ManagedItem.Problem;
import io.jenkins.plugins.codeup.hooks.ManagedItem.RepositoryKey;
import io.jenkins.plugins.codeup.webhook.ReconcileResult.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of managed webhooks: their names and contents are promises to later versions. */
class WebhookStoreTest {

    private static final String STORED = """
            {"id":"0123456789abcdef0123456789abcdef","item":"folder/job","directory":"jobs/folder/jobs/job",
             "webhooks":[{"connection":"codeup","repository":"60811b5eed6e867404f60000/team/app","repositoryId":1000001,
               "url":"https://jenkins.example.com/codeup-webhook/0123456789abcdef0123456789abcdef",
               "options":{"PUSH_EVENTS":true,"NOTE_EVENTS":false},"webhookId":12,"outcome":"CREATED","since":1700000000000,
               "checkedOut":true,"secretHash":"00112233445566778899aabbccddeeff","instance":"ffeeddccbbaa99887766554433221100"}],
             "problem":{"repository":"60811b5eed6e867404f60000/team/app","kind":"FORBIDDEN","operation":"AddWebhook",
               "method":"POST","target":"https://codeup.cn-hangzhou.aliyuncs.com/webhooks","status":403,"code":"Forbidden",
               "message":"需要管理员","requestId":"R-1","calls":2,"since":1700000000001,"attempts":3,"ignored":true},
             "addedByALaterVersion":1}
            """;

    private static final ManagedItem ITEM = new ManagedItem(
            "0123456789abcdef0123456789abcdef",
            "folder/job",
            "jobs/folder/jobs/job",
            List.of(new ManagedWebhook(
                    "codeup",
                    "60811b5eed6e867404f60000/team/app",
                    1000001L,
                    "https://jenkins.example.com/codeup-webhook/0123456789abcdef0123456789abcdef",
                    Map.of(WebhookOption.PUSH_EVENTS, true, WebhookOption.NOTE_EVENTS, false),
                    12L,
                    Outcome.CREATED,
                    1700000000000L,
                    true,
                    "00112233445566778899aabbccddeeff",
                    "ffeeddccbbaa99887766554433221100")),
            new Problem(
                    "60811b5eed6e867404f60000/team/app",
                    Kind.FORBIDDEN,
                    "AddWebhook",
                    "POST",
                    "https://codeup.cn-hangzhou.aliyuncs.com/webhooks",
                    403,
                    "Forbidden",
                    "需要管理员",
                    "R-1",
                    2,
                    1700000000001L,
                    3,
                    true));

    @TempDir
    private Path directory;

    @Test
    void readsWhatWasStored() throws Exception {
        Files.writeString(directory.resolve(ITEM.id() + ".json"), STORED);
        assertEquals(List.of(ITEM), new WebhookStore(directory).all());
    }

    @Test
    void readsWhatItWroteAndLeavesNoOtherFile() throws Exception {
        new WebhookStore(directory.resolve("made")).update(ITEM.id(), none -> ITEM);
        WebhookStore again = new WebhookStore(directory.resolve("made"));
        assertEquals(ITEM, again.get(ITEM.id()));
        assertEquals(List.of(ITEM), again.namedOrBelow("folder"));
        assertEquals(List.of(), again.namedOrBelow("fold"));
        try (Stream<Path> files = Files.list(directory.resolve("made"))) {
            assertEquals(1, files.count());
        }
        again.update(ITEM.id(), gone -> null);
        try (Stream<Path> files = Files.list(directory.resolve("made"))) {
            assertEquals(0, files.count());
        }
    }

    @Test
    @FieldCase("K18")
    void aDamagedFileIsSetAsideAndLeftOut() throws Exception {
        Files.writeString(directory.resolve(ITEM.id() + ".json"), STORED);
        Files.writeString(directory.resolve("broken.json"), STORED.substring(0, 100));
        Files.writeString(directory.resolve("incomplete.json"), "{}");
        assertEquals(List.of(ITEM), new WebhookStore(directory).all());
        assertTrue(Files.exists(directory.resolve("broken.json.damaged")));
        assertTrue(Files.notExists(directory.resolve("broken.json")));
    }

    @Test
    void onlyTheUserOfJenkinsMayReadTheDirectory() throws Exception {
        Path made = directory.resolve("made");
        assumeTrue(made.getFileSystem().supportedFileAttributeViews().contains("posix"), "no POSIX rights here");
        new WebhookStore(made).update(ITEM.id(), none -> ITEM);
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
    }

    @Test
    void aCheckWritesNoFile() {
        WebhookStore store = new WebhookStore(directory.resolve("made"));
        RepositoryKey key = new RepositoryKey("codeup", "team/app");
        assertEquals(0, store.lastChecked(ITEM.id(), key));
        store.checked(ITEM.id(), key);
        assertTrue(store.lastChecked(ITEM.id(), key) > 0);
        assertTrue(Files.notExists(directory.resolve("made")));
    }

    @Test
    void aProblemIsDescribedInTheReadersLanguageWithCodeupsOwnMessage() {
        Problem problem = ITEM.problem();
        String english = problem.describe(Locale.ENGLISH);
        assertTrue(english.contains("failed") && english.contains("需要管理员") && english.contains("R-1"), english);
        String chinese = problem.describe(Locale.SIMPLIFIED_CHINESE);
        assertTrue(chinese.contains("失败") && chinese.contains("需要管理员"), chinese);
        assertEquals(
                CodeupException.advice(Kind.FORBIDDEN, Locale.SIMPLIFIED_CHINESE),
                problem.advice(Locale.SIMPLIFIED_CHINESE));
    }

    @Test
    void anotherKindOfFailureIsNoLongerIgnored() {
        CodeupException.Call call = new CodeupException.Call("AddWebhook", "POST", "https://codeup.example.com/");
        Problem same = Problem.of(
                new CodeupException(Kind.FORBIDDEN, call, 403, null, "x".repeat(5_000), null, null),
                "team/app",
                ITEM.problem());
        assertTrue(same.ignored());
        assertEquals(4, same.attempts());
        assertEquals(1_001, same.message().length());
        Problem other = Problem.of(
                new CodeupException(Kind.NO_ANSWER, call, null, null, null, null, null), "team/app", ITEM.problem());
        assertEquals(false, other.ignored());
        assertNull(other.message());
    }
}
