package io.jenkins.plugins.codeup.simulator;

import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupCredentials;
import io.jenkins.plugins.codeup.client.CodeupCredentials.AccessKey;
import io.jenkins.plugins.codeup.client.CodeupCredentials.AccessToken;
import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.client.aliyun.AliyunClient;
import io.jenkins.plugins.codeup.client.aliyun.SignatureMethod;
import io.jenkins.plugins.codeup.client.http.ConnectionPool;
import io.jenkins.plugins.codeup.client.http.HttpTransport;
import io.jenkins.plugins.codeup.client.http.RetryPolicy;
import io.jenkins.plugins.codeup.simulator.data.Account;
import io.jenkins.plugins.codeup.simulator.data.Role;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;

/** A simulated Codeup with one organization and repository, and with credentials and clients of each kind. */
public final class TestCodeup {

    public static final String ORGANIZATION = "60811b5eed6e867404f6a1b2";
    public static final long REPOSITORY = 1000001;
    public static final String PATH = "team/app";

    public static final AccessKey KEY = new AccessKey("LTAI5tKeyOfTests", secret("secret-of-the-key"), null, null);
    public static final AccessKey TEMPORARY_KEY =
            new AccessKey("STS.KeyOfTests", secret("secret-of-the-sts-key"), secret("CAIS+token/of=sts"), null);
    public static final AccessKey KEY_OF_A_VIEWER =
            new AccessKey("LTAI5tKeyOfViewer", secret("secret-of-the-viewer"), null, null);
    public static final AccessToken TOKEN = new AccessToken(secret("146dd344827fe2444f952e931e51a1b2"));
    /** Signed with a key without rights; the token's rights apply. */
    public static final AccessKey TOKEN_ON_TOP_OF_KEY =
            new AccessKey(KEY_OF_A_VIEWER.id(), KEY_OF_A_VIEWER.secret(), null, TOKEN.token());

    /** Shared by all tests, as in Jenkins by all connections. */
    public static final ConnectionPool HTTP = new ConnectionPool(Duration.ofSeconds(5));

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** No retries, so that tests of failures neither wait nor count attempts. */
    public static final RetryPolicy ONCE = new RetryPolicy(
            1,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofSeconds(60),
            RetryPolicy.Listener.NONE,
            RetryPolicy.Clock.SYSTEM);

    private TestCodeup() {}

    public static CodeupSimulator start() {
        return CodeupSimulator.start()
                .withOrganization(ORGANIZATION)
                .withRepository(REPOSITORY, PATH)
                .withAccessKey(KEY.id(), KEY.secret().reveal())
                .withAccessKey(
                        TEMPORARY_KEY.id(),
                        TEMPORARY_KEY.secret().reveal(),
                        TEMPORARY_KEY.securityToken().reveal(),
                        Account.administrator())
                .withAccessKey(KEY_OF_A_VIEWER.id(), KEY_OF_A_VIEWER.secret().reveal(), null, Account.of(Role.VIEWER))
                .withAccessToken(TOKEN.token().reveal());
    }

    public static CodeupClient client(CodeupSimulator simulator) {
        return client(simulator, KEY);
    }

    public static CodeupClient client(CodeupSimulator simulator, CodeupCredentials credentials) {
        return client(simulator.endpoint(), credentials, SignatureMethod.ROA, TIMEOUT);
    }

    public static CodeupClient client(
            CodeupSimulator simulator, CodeupCredentials credentials, SignatureMethod signature) {
        return client(simulator.endpoint(), credentials, signature, TIMEOUT);
    }

    public static CodeupClient client(
            URI endpoint, CodeupCredentials credentials, SignatureMethod signature, Duration timeout) {
        return client(new HttpTransport(HTTP, endpoint, timeout), credentials, signature);
    }

    public static CodeupClient client(
            HttpTransport transport, CodeupCredentials credentials, SignatureMethod signature) {
        return new AliyunClient(transport, ONCE, ORGANIZATION, credentials, signature, Clock.systemUTC());
    }

    private static SecretValue secret(String text) {
        return SecretValue.of(text);
    }
}
