package io.jenkins.plugins.codeup.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.codeup.client.RepositoryMembers.Member;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.Door;
import io.jenkins.plugins.codeup.simulator.TestCodeup;
import io.jenkins.plugins.codeup.simulator.data.Role;
import io.jenkins.plugins.codeup.simulator.http.Fault;
import io.jenkins.plugins.codeup.simulator.http.Oddity;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Members of a repository and their roles, by each API. */
class RepositoryMembersTest {

    private static final long REPOSITORY = TestCodeup.REPOSITORY;

    @AutoClose
    private final CodeupSimulator simulator = Door.start();

    private Map<String, RepositoryMembers.Role> roles(Door door) throws Exception {
        Map<String, RepositoryMembers.Role> roles = new HashMap<>();
        for (Member member : door.client(simulator).members().list(REPOSITORY)) {
            roles.put(member.userId(), member.role());
        }
        return roles;
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void haveTheRoleThatCodeupTellsUnlessTheyAreBlocked(Door door) throws Exception {
        simulator
                .withMember(REPOSITORY, "viewer", Role.VIEWER)
                .withMember(REPOSITORY, "developer", Role.DEVELOPER)
                .withMember(REPOSITORY, "administrator", Role.ADMINISTRATOR)
                .withBlockedMember(REPOSITORY, "blocked", Role.ADMINISTRATOR);
        Map<String, RepositoryMembers.Role> expected = new HashMap<>();
        expected.put("viewer", RepositoryMembers.Role.VIEWER);
        expected.put("developer", RepositoryMembers.Role.DEVELOPER);
        expected.put("administrator", RepositoryMembers.Role.ADMINISTRATOR);
        expected.put("blocked", null);
        assertEquals(expected, roles(door));
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void areReadCompletely(Door door) throws Exception {
        for (int i = 0; i < 130; i++) {
            simulator.withMember(REPOSITORY, "user-" + i, Role.DEVELOPER);
        }
        assertEquals(130, roles(door).size());
    }

    /** What is missing or odd gives no role. */
    @ParameterizedTest
    @CsvSource({
        "accessLevel, 10,",
        "accessLevel, \"\",",
        "accessLevel, \"x\",",
        "accessLevel, null,",
        "accessLevel, \"30\", DEVELOPER",
        "accessLevel, 35, DEVELOPER",
        "accessLevel, 50, ADMINISTRATOR",
        "state, \"inactive\",",
        "state, null, DEVELOPER",
        "state, \"ACTIVE\", DEVELOPER",
        "expiresAt, \"2022-12-30\",",
        "expiresAt, \"tomorrow\",",
        "expiresAt, \"2999-12-30\", DEVELOPER",
        "expiresAt, \"2999-12-30T10:00:00Z\", DEVELOPER",
        "expiresAt, \"\", DEVELOPER"
    })
    void anOddFieldGivesNoMoreThanItSays(String field, String value, RepositoryMembers.Role role) throws Exception {
        simulator.withMember(REPOSITORY, "developer", Role.DEVELOPER);
        simulator.withOddAnswers("ListRepositoryMembers", Oddity.with(field, value));
        Map<String, RepositoryMembers.Role> expected = new HashMap<>();
        expected.put("developer", role);
        assertEquals(expected, roles(Door.YUNXIAO));
    }

    @Test
    void anAnswerOfAnotherFormIsAnErrorAndNoEmptyList() {
        simulator.failNext("ListRepositoryMembers", Fault.answer(Reply.json(200, "{}")));
        assertThrows(CodeupException.class, () -> roles(Door.YUNXIAO));
    }
}
