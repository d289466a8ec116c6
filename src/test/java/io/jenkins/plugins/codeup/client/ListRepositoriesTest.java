package io.jenkins.plugins.codeup.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.Door;
import io.jenkins.plugins.codeup.simulator.TestCodeup;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ListRepositoriesTest {

    @AutoClose
    private final CodeupSimulator simulator = Door.start();

    private final List<String> found = new ArrayList<>();

    @ParameterizedTest
    @EnumSource(Door.class)
    void readsAllPages(Door door) throws Exception {
        addRepositories(249);
        door.client(simulator).listRepositories(null, false, repository -> found.add(repository.path()));
        assertEquals(250, found.size());
        assertEquals(250, found.stream().distinct().count());
        assertEquals(3, simulator.requests("ListRepositories").size());
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void readsNoPageMoreThanNeeded(Door door) throws Exception {
        addRepositories(249);
        door.client(simulator).listRepositories(null, false, repository -> {
            found.add(repository.path());
            return found.size() < 100;
        });
        assertEquals(100, found.size());
        assertEquals(1, simulator.requests("ListRepositories").size());
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void readsNoPageAfterAFullLastOne(Door door) throws Exception {
        addRepositories(99);
        door.client(simulator).listRepositories(null, false, repository -> found.add(repository.path()));
        assertEquals(100, found.size());
        assertEquals(1, simulator.requests("ListRepositories").size());
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void letsCodeupSearch(Door door) throws Exception {
        addRepositories(20);
        door.client(simulator).listRepositories("group/repo-1", false, repository -> {
            assertEquals(false, repository.archived());
            return found.add(repository.path());
        });
        assertEquals(11, found.size());
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    @FieldCase("K12")
    void thoseThatAreArchivedAreAListOfTheirOwn(Door door) throws Exception {
        simulator.withRepository(2000, "group/old").changeRepository(2000, "group/old", true);
        door.client(simulator).listRepositories(null, false, repository -> found.add(repository.path()));
        assertEquals(List.of(TestCodeup.ORGANIZATION + "/team/app"), found);
        found.clear();
        door.client(simulator).listRepositories(null, true, repository -> {
            assertEquals(true, repository.archived());
            return found.add(repository.path());
        });
        assertEquals(List.of(TestCodeup.ORGANIZATION + "/group/old"), found);
    }

    private void addRepositories(int count) {
        for (int i = 0; i < count; i++) {
            simulator.withRepository(2000 + i, "group/repo-" + i);
        }
    }
}
