package io.jenkins.plugins.codeup.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.RepositoryMembers;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.connection.CodeupRoles.Standing;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.Door;
import io.jenkins.plugins.codeup.simulator.TestCodeup;
import io.jenkins.plugins.codeup.simulator.data.Role;
import io.jenkins.plugins.codeup.simulator.http.Oddity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Roles are asked of Codeup, remembered for minutes, and none where they are not known. */
class CodeupRolesTest {

    private static final long REPOSITORY = TestCodeup.REPOSITORY;
    private static final RepositoryRef REF = new RepositoryRef(REPOSITORY, null);
    private static final String MEMBERS = "ListRepositoryMembers";

    @AutoClose
    private final CodeupSimulator simulator = Door.start();

    private final CodeupClient client = Door.YUNXIAO.client(simulator);
    private Instant now = Instant.parse("2026-11-26T10:00:00Z");
    private final CodeupRoles roles = new CodeupRoles(new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    });

    @BeforeEach
    void join() {
        simulator.withMember(REPOSITORY, "developer", Role.DEVELOPER).withMember(REPOSITORY, "viewer", Role.VIEWER);
    }

    private Standing of(String user) throws Exception {
        return roles.of("job", client, REF, user);
    }

    @Test
    void aRoleIncludesTheLowerOnes() throws Exception {
        assertTrue(of("developer").isAtLeast(RepositoryMembers.Role.DEVELOPER));
        assertTrue(of("developer").isAtLeast(RepositoryMembers.Role.VIEWER));
        assertFalse(of("developer").isAtLeast(RepositoryMembers.Role.ADMINISTRATOR));
        assertFalse(of("viewer").isAtLeast(RepositoryMembers.Role.DEVELOPER));
        assertEquals(1, simulator.calls(MEMBERS));
    }

    @Test
    void whoIsNoMemberOrNotKnownHasNone() throws Exception {
        Standing stranger = of("stranger");
        assertFalse(stranger.isAtLeast(RepositoryMembers.Role.VIEWER));
        assertNull(stranger.problem(), "it is known that he is none");
        assertFalse(of(null).isAtLeast(RepositoryMembers.Role.VIEWER));
        assertNotNull(of(null).problem());
        assertFalse(of("dev-a").isAtLeast(RepositoryMembers.Role.VIEWER), "names are no ids");
    }

    @Test
    void anAnswerCountsForFiveMinutes() throws Exception {
        assertFalse(of("late").isAtLeast(RepositoryMembers.Role.DEVELOPER));
        simulator.withMember(REPOSITORY, "late", Role.DEVELOPER).withMember(REPOSITORY, "developer", Role.VIEWER);
        now = now.plus(Duration.ofSeconds(299));
        assertFalse(of("late").isAtLeast(RepositoryMembers.Role.DEVELOPER));
        now = now.plus(Duration.ofSeconds(1));
        assertTrue(of("late").isAtLeast(RepositoryMembers.Role.DEVELOPER));
        assertFalse(of("developer").isAtLeast(RepositoryMembers.Role.DEVELOPER), "taken away");
        assertEquals(2, simulator.calls(MEMBERS));
    }

    @Test
    void whileCodeupCannotBeAskedNobodyHasARoleAndItIsNotAskedForEachQuestion() throws Exception {
        RepositoryRef unknown = new RepositoryRef(9_999_999L, null);
        for (int i = 0; i < 10; i++) {
            Standing standing = roles.of("job", client, unknown, "developer");
            assertFalse(standing.isAtLeast(RepositoryMembers.Role.VIEWER));
            assertTrue(standing.problem().toString().contains("9999999"), String.valueOf(standing.problem()));
        }
        assertEquals(1, simulator.calls(MEMBERS));
        now = now.plus(Duration.ofSeconds(30));
        roles.of("job", client, unknown, "developer");
        assertEquals(2, simulator.calls(MEMBERS));
    }

    @Test
    void eachItemAsksForItself() throws Exception {
        of("developer");
        roles.of("another", client, REF, "developer");
        assertEquals(2, simulator.calls(MEMBERS), "with credentials of its own");
    }

    @Test
    void ofSeveralMembershipsTheHighestCounts() throws Exception {
        simulator.withOddAnswers(
                MEMBERS,
                Oddity.element(0, "{\"userId\":\"viewer\",\"accessLevel\":40}")
                        .then(Oddity.element(3, "{\"userId\":\"viewer\",\"accessLevel\":20}")));
        assertTrue(of("viewer").isAtLeast(RepositoryMembers.Role.ADMINISTRATOR));
    }

    /** Of the half that may be written by strangers: a repository by its path is looked up once. */
    @Test
    void aRepositoryThatIsGivenByItsPathTakesOneMoreCall() throws Exception {
        RepositoryRef path = RepositoryRef.parse("team/app");
        assertTrue(roles.of("job", client, path, "developer").isAtLeast(RepositoryMembers.Role.DEVELOPER));
        assertTrue(roles.of("job", client, path, "developer").isAtLeast(RepositoryMembers.Role.DEVELOPER));
        assertEquals(2, simulator.calls());
    }
}
