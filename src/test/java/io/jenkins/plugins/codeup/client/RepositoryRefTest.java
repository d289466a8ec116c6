package io.jenkins.plugins.codeup.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.architecture.FieldCase;
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
        assertEquals(path, RepositoryRef.parse(given).path());
    }

    /** Case N01 and N06: a clone URL of codeup.aliyun.com is never put behind the organization's id. */
    @ParameterizedTest
    @CsvSource({
        "https://codeup.aliyun.com/acme/team/app.git, acme/team/app",
        "git@codeup.aliyun.com:acme/team/app.git, acme/team/app",
        "https://codeup.aliyun.com/acme/app.git, acme/app",
        "HTTPS://codeup.aliyun.com/acme/team/app.git, acme/team/app",
        "HTTPS://CODEUP.aliyun.com/60811b5eed6e867404f60000/team/app.git, 60811b5eed6e867404f60000/team/app"
    })
    @FieldCase("N01")
    void theIdentityOfACloneUrlIsItsWholePath(String given, String identity) {
        assertEquals(identity, RepositoryRef.parse(given).identity(ORGANIZATION));
    }

    /** Cases N03 and N04: the last @ before the first slash ends the user, whatever the password is. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://dev@corp.example:pa55word@codeup.aliyun.com/60de7a6852743a5162b5f957/team/app.git",
                "https://dev%40corp.example:pa55word@codeup.aliyun.com/60de7a6852743a5162b5f957/team/app.git",
                "https://dev:p@55w@rd@codeup.aliyun.com/60de7a6852743a5162b5f957/team/app.git",
                "dev@corp.example@codeup.aliyun.com:60de7a6852743a5162b5f957/team/app.git"
            })
    @FieldCase({"N03", "N04"})
    void aPasswordIsNoPartOfThePath(String given) {
        assertEquals(
                "60de7a6852743a5162b5f957/team/app", RepositoryRef.parse(given).identity(ORGANIZATION));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:s3cret@codeup.aliyun.com/team/app?x",
                "https://dev@corp.example:s3cret@codeup.aliyun.com/team/app?x",
                "https://dev:s3cret/s3cret@codeup.aliyun.com/team/app",
                "https://dev:s3cret#s3cret@codeup.aliyun.com/team/app",
                "https://dev:s3cret?s3cret@codeup.aliyun.com/team/app",
                "ftp://dev:s3cret@codeup.aliyun.com/team/app",
                "https://dev:s3cret@codeup.aliyun.com",
                "dev:s3cret@codeup.aliyun.com/team/app",
                "dev@corp.example:s3cret@codeup.aliyun.com/team/app.git",
                "dev:s3cret@codeup.aliyun.com:team/app"
            })
    @FieldCase("N04")
    void whatIsRejectedShowsNoPassword(String given) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> RepositoryRef.parse(given));
        assertFalse(e.getMessage().contains("s3cret"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "codeup.aliyun.com/60811b5eed6e867404f60000/team/app.git",
                "60811b5eed6e867404f60000.codeup.aliyun.com/team/app",
                "Codeup.Aliyun.Com/team/app",
                "codeup.aliyun.com"
            })
    @FieldCase("N06")
    void aUrlWithoutItsSchemeIsRejectedWithAdvice(String given) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> RepositoryRef.parse(given));
        assertTrue(e.getMessage().contains("write https:// in front"), e.getMessage());
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
                ".",
                "..",
                "../team/app",
                "team/..",
                "team/./app",
                "https://codeup.aliyun.com/60de7a6852743a5162b5f957/../app",
                "a\\b"
            })
    void anythingElseIsRejectedWithAnExplanation(String given) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> RepositoryRef.parse(given));
        assertTrue(e.getMessage().contains("team/app"), e.getMessage());
    }
}
