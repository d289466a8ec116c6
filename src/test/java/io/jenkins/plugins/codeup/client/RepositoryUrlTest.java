package io.jenkins.plugins.codeup.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.delivery.DeliveredRepository;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.Fixtures;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which URLs belong to the same repository. */
class RepositoryUrlTest {

    private static final String ORG = Fixtures.ORGANIZATION;
    private static final DeliveredRepository APP =
            ((Delivery.Push) Fixtures.read(Fixtures.text("push.json"))).repository();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://codeup.aliyun.com/60811b5eed6e867404f60000/team/app.git",
                "https://codeup.aliyun.com/60811b5eed6e867404f60000/team/app",
                "https://codeup.aliyun.com/60811b5eed6e867404f60000/team/app/",
                "https://codeup.aliyun.com:443/60811b5eed6e867404f60000/team/app.git",
                "http://codeup.aliyun.com/60811b5eed6e867404f60000/team/app.git",
                "https://user:p%40ss@codeup.aliyun.com/60811b5eed6e867404f60000/team/app.git",
                "https://60811b5eed6e867404f60000.codeup.aliyun.com/team/app.git",
                "https://user:p@ss@codeup.aliyun.com/60811b5eed6e867404f60000/team/app.git",
                "https://60811b5eed6e867404f60000.codeup.aliyun.com/60811b5eed6e867404f60000/team/app.git",
                "https://60811b5eed6e867404f60000.codeup.aliyun.com/team/app",
                "HTTPS://Codeup.Aliyun.com/60811B5EED6E867404F60000/Team/App.GIT",
                "git@codeup.aliyun.com:60811b5eed6e867404f60000/team/app.git",
                "git@codeup.aliyun.com:/60811b5eed6e867404f60000/team/app",
                "codeup.aliyun.com:60811b5eed6e867404f60000/team/app.git",
                "ssh://git@codeup.aliyun.com/60811b5eed6e867404f60000/team/app.git",
                "ssh://git@codeup.aliyun.com:22/60811b5eed6e867404f60000/team/app.git",
                " https://codeup.aliyun.com/60811b5eed6e867404f60000//team/%61pp.git "
            })
    void everyFormOfItsCloneUrl(String url) {
        assertTrue(APP.isAt(url));
        assertTrue(APP.isNamed(url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://codeup.aliyun.com/60811b5eed6e867404f60000/team/app2.git",
                "https://codeup.aliyun.com/60811b5eed6e867404f60000/team/ap",
                "https://codeup.aliyun.com/60811b5eed6e867404f60000/app.git",
                "https://codeup.aliyun.com/60811b5eed6e867404f60001/team/app.git",
                "https://codeup.aliyun.com/team/app.git",
                "https://codeup.aliyun.com@example.com/60811b5eed6e867404f60000/team/app.git",
                "https://example.com#@codeup.aliyun.com/60811b5eed6e867404f60000/team/app.git",
                "https://codeup.aliyun.com.example.com/60811b5eed6e867404f60000/team/app.git",
                "https://example.com/60811b5eed6e867404f60000/team/app.git",
                "https://example.com/https://codeup.aliyun.com/60811b5eed6e867404f60000/team/app.git",
                "https://codeup.aliyun.com:8443/60811b5eed6e867404f60000/team/app.git",
                "git@example.com:60811b5eed6e867404f60000/team/app.git",
                "https://60811b5eed6e867404f60001.codeup.aliyun.com/team/app.git"
            })
    void otherRepositories(String url) {
        assertFalse(APP.isAt(url));
        assertFalse(APP.isNamed(url));
    }

    @ParameterizedTest
    @CsvSource({
        "1000001,true",
        "1000002,false",
        "team/app,true",
        "Team/App,true",
        "app,false",
        "other/app,false",
        "60811b5eed6e867404f60000/team/app,true",
        "60811b5eed6e867404f60001/team/app,false",
        "'not a name',false"
    })
    void namesOfOtherKinds(String name, boolean same) {
        assertEquals(same, APP.isNamed(name));
    }

    /** Case D06: an organization with a path of its own is named by that, by its id or not at all. */
    @ParameterizedTest
    @CsvSource({
        "https://codeup.aliyun.com/acme/team/app.git, team/app, true",
        "https://codeup.aliyun.com/acme/team/app.git, acme/team/app, true",
        "https://codeup.aliyun.com/acme/team/app.git, 60811b5eed6e867404f60000/team/app, true",
        "https://codeup.aliyun.com/acme/team/app.git, app, false",
        "https://codeup.aliyun.com/acme/team/app.git, other/team/app, false",
        "https://codeup.aliyun.com/acme/team/app.git, 60811b5eed6e867404f60000/app, false",
        "https://codeup.aliyun.com/acme/app.git, app, true",
        "https://code.example.com/acme/team/app.git, team/app, false",
        "https://code.example.com/60811b5eed6e867404f60000/team/app.git, team/app, true"
    })
    @FieldCase("D06")
    void hasAPathThatIsNamedWithOrWithoutTheOrganization(String url, String named, boolean has) {
        assertEquals(has, RepositoryUrl.parse(url).hasPath(named));
    }

    @ParameterizedTest
    @CsvSource({
        "https://u:p@h/a/b, https://h/a/b",
        "https://u@d:p@h/a/b, https://h/a/b",
        "u:p@h/a/b, h/a/b",
        "https://u:p/w@h/a/b, https://h/a/b",
        "https://h/a/b, https://h/a/b"
    })
    void isShownWithoutUserAndPassword(String url, String shown) {
        assertEquals(shown, RepositoryUrl.withoutUser(url));
    }

    @Test
    @FieldCase("D05")
    void aCustomDomainIsKnownByTheDeliverysSecondaryUrls() {
        DeliveredRepository custom = ((Delivery.Push) Fixtures.read("""
                {"object_kind":"push","ref":"refs/heads/main","repository":{
                 "url":"git@codeup.aliyun.com:%1$s/team/app.git",
                 "git_secondary_http_url":"https://code.example.com/team/app.git",
                 "git_secondary_ssh_url":"ssh://git@code.example.com:2222/team/app.git"}}
                """.formatted(ORG))).repository();
        assertTrue(custom.isAt("https://code.example.com/team/app"));
        assertTrue(custom.isAt("ssh://git@code.example.com:2222/team/app"));
        assertTrue(custom.isAt("https://codeup.aliyun.com/" + ORG + "/team/app"));
        assertFalse(custom.isAt("https://code.example.com/team/other"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "C:\\repo",
                "https://[2001:db8::1/a/b",
                "git@[::1:a/b",
                "https://",
                "https://codeup.aliyun.com",
                "https://codeup.aliyun.com/"
            })
    void whatIsNoRepository(String text) {
        assertNull(RepositoryUrl.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "https://git.example.com/a/b, https://git.example.com:443/a/b.git, true",
        "http://git.example.com/a/b, http://git.example.com:80/a/b, true",
        "ssh://git@git.example.com/a/b, ssh://git@git.example.com:22/a/b, true",
        "git@git.example.com:a/b.git, git+ssh://git.example.com:22/a/b, true",
        "git://git.example.com/a/b, git://git.example.com:9418/a/b, true",
        "https://git.example.com/a/b, https://git.example.com:22/a/b, false",
        "ssh://git.example.com:443/a/b, ssh://git.example.com/a/b, false",
        "https://git.example.com:8443/a/b, https://git.example.com:9443/a/b, false",
        "https://git.example.com:8443/a/b, ssh://git.example.com:2222/a/b, true",
        "https://[2001:db8::1]/a/b, https://[2001:DB8::1]:443/a/b.git, true",
        "https://[2001:db8::1]:8443/a/b, https://[2001:db8::1]/a/b, false",
        "https://[2001:db8::1]/a/b, https://[2001:db8::2]/a/b, false",
        "git@[2001:db8::1]:a/b.git, ssh://git@[2001:db8::1]:22/a/b, true",
        "https://git.example.com/a/B, https://git.example.com/a/b, true"
    })
    void portsAndIpv6Addresses(String one, String other, boolean same) {
        assertEquals(same, RepositoryUrl.parse(one).isSame(RepositoryUrl.parse(other)));
        assertEquals(same, RepositoryUrl.parse(other).isSame(RepositoryUrl.parse(one)));
    }

    @ParameterizedTest
    @CsvSource({
        "https://codeup.aliyun.com/a/b, true",
        "git@codeup.aliyun.com:a/b, true",
        "https://60811b5eed6e867404f60000.codeup.aliyun.com/a/b, true",
        "https://code.codeup.aliyun.com/a/b, true",
        "https://codeup.aliyun.com.example.com/a/b, false",
        "https://notcodeup.aliyun.com/a/b, false",
        "https://codeup.example.com/a/b, true",
        "ssh://git@CODEUP.example.com:2222/a/b, true",
        "https://[2001:DB8::1]:8443/a/b, true",
        "git@[2001:db8::1]:a/b, true",
        "https://other.example.com/a/b, false",
        "/codeup.example.com/a/b, false"
    })
    @FieldCase("N09")
    void isAtCodeupWhereTheHostIsCodeups(String url, boolean atCodeup) {
        List<String> hosts = List.of("Codeup.example.com", "[2001:db8::1]");
        assertEquals(atCodeup, RepositoryUrl.parse(url).isAtCodeup(hosts));
    }

    /** Whatever a repository's name is, all forms of its URL are the same, and none is that of another. */
    @Test
    void allFormsOfOneAreSameAndOfTwoAreNot() {
        Random random = new Random(20261124);
        for (int i = 0; i < 2_000; i++) {
            List<String> one = forms(random, "r" + i);
            List<String> two = forms(random, "s" + i);
            for (String form : one) {
                DeliveredRepository repository = new DeliveredRepository(null, null, null, List.of(form));
                one.forEach(other -> assertTrue(repository.isAt(other), () -> form + " and " + other));
                two.forEach(other -> assertFalse(repository.isAt(other), () -> form + " and " + other));
            }
        }
    }

    private static List<String> forms(Random random, String name) {
        StringBuilder path = new StringBuilder();
        for (int groups = random.nextInt(4); groups > 0; groups--) {
            path.append("g")
                    .append(random.nextInt(1000))
                    .append(random.nextBoolean() ? ".x" : "_y")
                    .append('/');
        }
        path.append(name).append(random.nextBoolean() ? "-z" : ".git.d");
        String organization = "%024x".formatted(random.nextLong(Long.MAX_VALUE));
        List<String> forms = new ArrayList<>();
        for (String end : List.of("", ".git")) {
            forms.add("https://codeup.aliyun.com/" + organization + "/" + path + end);
            forms.add("git@codeup.aliyun.com:" + organization + "/" + path + end);
            forms.add("ssh://git@codeup.aliyun.com/" + organization + "/" + path + end);
            forms.add("https://" + organization + ".codeup.aliyun.com/" + path + end);
        }
        return forms;
    }
}
