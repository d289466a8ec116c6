package io.jenkins.plugins.codeup.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.Door;
import io.jenkins.plugins.codeup.simulator.TestCodeup;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Cases N01 and N02: repositories of an organization that has a path of its own. */
class NamedOrganizationTest {

    @AutoClose
    private final CodeupSimulator simulator = Door.start()
            .withOrganization(TestCodeup.ORGANIZATION, "acme")
            .withRepository(7, "team/app")
            .withRepository(8, "app")
            .removeRepository(TestCodeup.REPOSITORY);

    @ParameterizedTest
    @CsvSource({
        "ALIYUN, https://codeup.aliyun.com/acme/team/app.git, 7",
        "YUNXIAO, https://codeup.aliyun.com/acme/team/app.git, 7",
        "ALIYUN, git@codeup.aliyun.com:acme/team/app.git, 7",
        "YUNXIAO, git@codeup.aliyun.com:acme/team/app.git, 7",
        "ALIYUN, https://codeup.aliyun.com/acme/app.git, 8",
        "YUNXIAO, https://codeup.aliyun.com/acme/app.git, 8",
        "ALIYUN, team/app, 7",
        "YUNXIAO, team/app, 7",
        "YUNXIAO, acme/team/app, 7",
        "ALIYUN, acme/team/app, 7",
        "YUNXIAO, " + TestCodeup.ORGANIZATION + "/team/app, 7",
        "ALIYUN, " + TestCodeup.ORGANIZATION + "/team/app, 7"
    })
    @FieldCase("N01")
    void findsARepositoryWhateverIsInFront(Door door, String named, long id) throws Exception {
        assertEquals(
                id,
                door.client(simulator).getRepository(RepositoryRef.parse(named)).id());
    }

    @ParameterizedTest
    @EnumSource(
            value = Door.class,
            names = {"ALIYUN", "YUNXIAO"})
    void whatIsNotThereIsNotThere(Door door) {
        CodeupException e = assertThrows(
                CodeupException.class, () -> door.client(simulator).getRepository(RepositoryRef.parse("team/none")));
        assertEquals(Kind.NOT_FOUND, e.kind());
    }

    @ParameterizedTest
    @EnumSource(
            value = Door.class,
            names = {"ALIYUN", "YUNXIAO"})
    @FieldCase("N02")
    void theFirstPartOfAPathIsTheOrganizations(Door door) throws Exception {
        List<String> below = new ArrayList<>();
        door.client(simulator).listRepositories(null, false, repository -> {
            assertEquals("acme", repository.organization());
            return below.add(repository.pathInOrganization());
        });
        assertEquals(List.of("team/app", "app"), below);
    }
}
