package io.jenkins.plugins.codeup.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.codeup.client.ChangeReader.Activity;
import io.jenkins.plugins.codeup.client.ChangeReader.Change;
import io.jenkins.plugins.codeup.client.ChangeReader.Head;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.Door;
import io.jenkins.plugins.codeup.simulator.TestCodeup;
import io.jenkins.plugins.codeup.simulator.data.MemorySources;
import io.jenkins.plugins.codeup.simulator.git.GitSources;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reads what changed in an organization; merge requests in both editions of the Yunxiao API only. */
class ChangeReaderTest {

    private static final long REPOSITORY = TestCodeup.REPOSITORY;

    @AutoClose
    private final CodeupSimulator simulator = Door.start();

    @TempDir
    private Path directory;

    @Test
    void theOpenApiOf2020TellsNotEnoughOfMergeRequests() {
        ChangeReader reader = Door.ALIYUN.client(simulator).changes();
        assertFalse(reader.tellsMergeRequests());
        assertThrows(IllegalStateException.class, () -> reader.listChanges(null, one -> true));
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void theRepositoryThatWasPushedToLastComesFirstAndNoMorePagesAreReadThanNeeded(Door door) throws Exception {
        for (int i = 1; i <= 150; i++) {
            simulator.withRepository(REPOSITORY + i, "team/other-" + i);
        }
        MemorySources pushed = new MemorySources(1);
        simulator.sources().put(REPOSITORY + 77, pushed);
        // the simulator tells activities to the second, but orders them by more
        simulator.sources().push(REPOSITORY + 77, pushed, "main", "a".repeat(40));
        List<Activity> first = new ArrayList<>();
        door.client(simulator).changes().listActivities(one -> {
            first.add(one);
            return first.size() < 2;
        });
        assertEquals(REPOSITORY + 77, first.get(0).repository().id());
        Instant at = first.get(0).at();
        assertNotNull(at);
        assertEquals(0, Duration.between(at, Instant.now()).toMinutes());
        assertEquals(1, simulator.calls("ListRepositories"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Door.class,
            names = {"YUNXIAO", "YUNXIAO_REGION"})
    void theMergeRequestThatChangedLastComesFirstWhateverItsStateAndRepository(Door door) throws Exception {
        simulator.withRepository(REPOSITORY + 1, "team/other");
        GitSources git = simulator.sources().host(REPOSITORY, directory);
        git.commit("main", "a", "1");
        git.commit("feature", "a", "2");
        simulator.sources().host(REPOSITORY + 1, directory);
        simulator.sources().openMergeRequest(REPOSITORY, REPOSITORY, "feature", "main");
        simulator.sources().openMergeRequest(REPOSITORY + 1, REPOSITORY, "feature", "main");
        simulator.sources().closeMergeRequest(REPOSITORY, 1);
        ChangeReader reader = door.client(simulator).changes();
        List<Change> all = new ArrayList<>();
        reader.listChanges(null, all::add);
        assertEquals(
                List.of(REPOSITORY + " closed", (REPOSITORY + 1) + " opened"),
                all.stream().map(one -> one.repositoryId() + " " + one.state()).toList());
        assertNotNull(all.get(0).updatedAt());
        assertNotNull(all.get(0).createdAt());
        List<Change> ofOne = new ArrayList<>();
        reader.listChanges(REPOSITORY + 1, ofOne::add);
        assertEquals(List.of(all.get(1)), ofOne);
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void headsHaveTheCommitWithItsMessageAndAuthorAndTagsOfTreesAreLeftOut(Door door) throws Exception {
        GitSources git = simulator.sources().host(REPOSITORY, directory);
        String commit = git.commit("main", "a", "1");
        git.commit("feature", "a", "2");
        git.update("refs/tags/v1", commit);
        git.update("refs/tags/of-a-tree", git.tree("main"));
        ChangeReader reader = door.client(simulator).changes();
        Head head = reader.branches(REPOSITORY, "ai").get(0);
        assertEquals(
                List.of("main", commit, "change a", "dev-a", "dev-a@example.com"),
                List.of(head.name(), head.commit(), head.message(), head.author(), head.email()));
        assertNotNull(head.time());
        assertEquals(
                List.of("v1"),
                reader.tags(REPOSITORY, null).stream().map(Head::name).toList());
    }
}
