package io.jenkins.plugins.codeup.jenkins;

import hudson.security.ACL;
import java.io.File;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.jvnet.hudson.test.HudsonHomeLoader;
import org.jvnet.hudson.test.JenkinsRule;

/** A Jenkins that exists with the test and starts before it; that of {@code @WithJenkins} exists only from its start on. */
final class JenkinsOfTest extends JenkinsRule {

    private static final String IDENTITY = identity();

    JenkinsOfTest() {
        // the same for all: making a key takes as long as all the rest of a start
        homeLoader = () -> {
            File home = HudsonHomeLoader.NEW.allocate();
            Files.writeString(home.toPath().resolve("identity.key"), IDENTITY);
            return home;
        };
    }

    /**
     * @return a new private key as PEM
     */
    private static String identity() {
        try {
            byte[] key = KeyPairGenerator.getInstance("RSA")
                    .generateKeyPair()
                    .getPrivate()
                    .getEncoded();
            return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                    + "\n-----END PRIVATE KEY-----\n";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts Jenkins. The test has all rights. */
    void start(ExtensionContext context) throws Exception {
        Annotation[] annotations =
                context.getTestMethod().map(Method::getAnnotations).orElse(new Annotation[0]);
        String name = context.getTestMethod().map(Method::getName).orElse("all");
        // a class of JUnit 4, of which JenkinsRule is a rule; by it @TestExtension finds its test
        testDescription = org.junit.runner.Description.createTestDescription(
                context.getRequiredTestClass().getName(), name, annotations);
        ACL.as2(ACL.SYSTEM2);
        try {
            before();
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
