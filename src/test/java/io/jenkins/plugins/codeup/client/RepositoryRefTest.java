package io.jenkins.plugins.codeup.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryRefTest {

    private static final String ORGANIZATION = "60de7a6852743a5162b5f957";

    @Test
    void aNumberIsTheRepositorysNumber() {
        assertEquals(new RepositoryRef(100L, null), RepositoryRef.parse(" 100 "));
        assertEquals("100", RepositoryRef.parse("100").identity(ORGANIZATION));
    }

    @ParameterizedTest
    @CsvSource({
        "app, app",
        "team/app, team/app",
        "/team/app/, team/app",
        "team/app.git, team/app",
        "组/应用, 组/应用",
        "60de7a6852743a5162b5f957/team/app, 60de7a6852743a5162b5f957/team/app",
        "https://codeup.aliyun.com/60de7a6852743a5162b5f957/app.git, 60de7a6852743a5162b5f957/app",
        "https://codeup.aliyun.com/60de7a6852743a5162b5f957/team/sub/app.git, 60de7a6852743a5162b5f957/team/sub/app",
        "https://codeup.aliyun.com/60de7a6852743a5162b5f957/team/app, 60de7a6852743a5162b5f957/team/app",
        "https://user:pass@codeup.aliyun.com/60de7a6852743a5162b5f957/team/app/, 60de7a6852743a5162b5f957/team/app",
        "git@codeup.aliyun.com:60de7a6852743a5162b5f957/team/app.git, 60de7a6852743a5162b5f957/team/app",
        "ssh://git@codeup.aliyun.com:22/60de7a6852743a5162b5f957/team/app.git, 60de7a6852743a5162b5f957/team/app",
        "https://60de7a6852743a5162b5f957.codeup.aliyun.com/team/app.git, 60de7a6852743a5162b5f957/team/app",
        "https://60de7a6852743a5162b5f957.codeup.aliyun.com/60de7a6852743a5162b5f957/team/app.git, 60de7a6852743a5162b5f957/team/app",
        "https://codeup.aliyun.com/60de7a6852743a5162b5f957/Team/%41pp.git, 60de7a6852743a5162b5f957/Team/App",
        "codeup.aliyun.com:60de7a6852743a5162b5f957/team/app.git, 60de7a6852743a5162b5f957/team/app",
        "https://git.example.com/team/app.git, team/app",
        "https://git.example.com:8443/team/app.git, team/app",
        "https://[2001:db8::1]/team/app.git, team/app",
        "https://[2001:db8::1]:8443/team/app.git, team/app",
        "ssh://git@[2001:db8::1]:2222/team/app.git, team/app",
        "git@[2001:db8::1]:team/app.git, team/app"
    })
    void aPathOrACloneUrlIsAPath(String given, String path) {
        assertEquals(new RepositoryRef(null, path), RepositoryRef.parse(given));
    }

    @ParameterizedTest
    @CsvSource({
        "team/app, 60de7a6852743a5162b5f957/team/app",
        "app, 60de7a6852743a5162b5f957/app",
        "60de7a6852743a5162b5f957/team/app, 60de7a6852743a5162b5f957/team/app",
        "aaaaaaaaaaaaaaaaaaaaaaaa/team/app, aaaaaaaaaaaaaaaaaaaaaaaa/team/app"
    })
    void theIdentityHasTheOrganizationInFront(String given, String identity) {
        assertEquals(identity, RepositoryRef.parse(given).identity(ORGANIZATION));
    }

    @Test
    void withoutAnOrganizationTheIdentityIsThePath() {
        assertEquals("team/app", RepositoryRef.parse("team/app").identity(null));
    }

    @Test
    void tellsTheOrganizationOfAPath() {
        assertEquals(
                ORGANIZATION, RepositoryRef.parse(ORGANIZATION + "/team/app").organizationId());
        assertEquals(null, RepositoryRef.parse("team/app").organizationId());
        assertEquals(null, RepositoryRef.parse("100").organizationId());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "team app",
                "team//app",
                "team/app?x",
                "a%2Fb",
                "https://codeup.aliyun.com/",
                "https://codeup.aliyun.com/team/app?x",
                "https://codeup.aliyun.com/team/my%20app",
                "ftp://codeup.aliyun.com/team/app",
                "file:///team/app",
                "a\\b"
            })
    void anythingElseIsRejectedWithAnExplanation(String given) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> RepositoryRef.parse(given));
        assertTrue(e.getMessage().contains("team/app"), e.getMessage());
    }

    @Test
    void aRejectedUrlShowsNoPassword() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> RepositoryRef.parse("https://user:s3cret@codeup.aliyun.com/team/app?x"));
        assertFalse(e.getMessage().contains("s3cret"), e.getMessage());
    }
}
