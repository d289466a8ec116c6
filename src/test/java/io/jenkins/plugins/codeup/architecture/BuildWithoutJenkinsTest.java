package io.jenkins.plugins.codeup.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.cfg.PackageVersion;
import io.jenkins.plugins.codeup.client.CodeupClient;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.util.VersionInfo;
import org.junit.jupiter.api.Test;

/** The build without Jenkins compiles the Codeup half only, against the libraries that the plugin runs with. */
class BuildWithoutJenkinsTest {

    private static final Set<String> CODEUP_HALF = Set.of("client", "webhook", "delivery");

    @Test
    void holdsOnlyTheCodeupHalf() throws Exception {
        assumeTrue(!isPluginBuild(), "this is the build of the whole plugin, which holds the Jenkins half as well");
        Path root = classes().resolve("io/jenkins/plugins/codeup");
        try (Stream<Path> entries = Files.list(root)) {
            List<String> strangers = entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !CODEUP_HALF.contains(name))
                    .toList();
            assertEquals(List.of(), strangers, root.toString());
        }
        try (Stream<Path> files = Files.walk(classes())) {
            List<Path> elsewhere = files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(root))
                    .toList();
            assertEquals(List.of(), elsewhere);
        }
    }

    @Test
    void bothBuildsHaveTheSameJackson() throws IOException {
        assertEquals(version("jackson"), PackageVersion.VERSION.toString());
    }

    @Test
    void bothBuildsHaveTheSameHttpClient() throws IOException {
        VersionInfo used = VersionInfo.loadVersionInfo("org.apache.hc.client5", HttpClients.class.getClassLoader());
        assertEquals(version("httpclient"), used.getRelease());
    }

    private static String version(String library) throws IOException {
        Path pom = Path.of("without-jenkins", "pom.xml");
        String text = Files.readString(Files.exists(pom) ? pom : Path.of("pom.xml"));
        String property = library + ".version";
        Matcher version =
                Pattern.compile("<" + property + ">(.+)</" + property + ">").matcher(text);
        assertTrue(version.find(), property);
        return version.group(1);
    }

    static boolean isPluginBuild() {
        return BuildWithoutJenkinsTest.class.getResource("/jenkins/model/Jenkins.class") != null;
    }

    private static Path classes() throws URISyntaxException {
        return Path.of(CodeupClient.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }
}
