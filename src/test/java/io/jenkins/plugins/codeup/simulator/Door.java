package io.jenkins.plugins.codeup.simulator;

import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupCredentials.PersonalAccessToken;
import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.client.aliyun.AliyunClient;
import io.jenkins.plugins.codeup.client.aliyun.SignatureMethod;
import io.jenkins.plugins.codeup.client.http.HttpTransport;
import io.jenkins.plugins.codeup.client.http.RetryPolicy;
import io.jenkins.plugins.codeup.client.yunxiao.YunxiaoClient;
import io.jenkins.plugins.codeup.simulator.http.SentRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/** The APIs of a simulated Codeup, with their operations' names: tests run by each of them. */
public enum Door {
    ALIYUN("AddWebhook", "ListRepositoryWebhook", null, "DeleteRepositoryWebhook"),
    YUNXIAO("CreateWebHook", "ListWebHooks", "UpdateWebHook", "DeleteWebHook"),
    YUNXIAO_REGION("CreateWebHook", "ListWebHooks", "UpdateWebHook", "DeleteWebHook");

    public static final PersonalAccessToken TOKEN =
            new PersonalAccessToken(SecretValue.of("pt-0fh3token0fbG_35afoftests0484"));

    public final String create;
    public final String list;
    /** Null if the API has none. */
    public final String update;

    public final String delete;

    Door(String create, String list, String update, String delete) {
        this.create = create;
        this.list = list;
        this.update = update;
        this.delete = delete;
    }

    /** As {@link TestCodeup#start}, and with a personal access token. */
    public static CodeupSimulator start() {
        return TestCodeup.start().withPersonalAccessToken(TOKEN.token().reveal());
    }

    /** Retries without waiting. */
    public CodeupClient client(CodeupSimulator simulator) {
        return client(simulator.endpoint(), impatient());
    }

    public CodeupClient client(URI endpoint, RetryPolicy policy) {
        return client(new HttpTransport(TestCodeup.HTTP, endpoint, Duration.ofSeconds(10)), policy);
    }

    /**
     * @param timeout of one request
     * @param listener is told of each request before it leaves
     */
    public CodeupClient client(URI endpoint, RetryPolicy policy, Duration timeout, Consumer<SentRequest> listener) {
        return client(SentRequest.watched(new HttpTransport(TestCodeup.HTTP, endpoint, timeout), listener), policy);
    }

    public CodeupClient client(HttpTransport transport, RetryPolicy policy) {
        return switch (this) {
            case ALIYUN ->
                new AliyunClient(
                        transport,
                        policy,
                        TestCodeup.ORGANIZATION,
                        TestCodeup.KEY,
                        SignatureMethod.ACS3,
                        Clock.systemUTC());
            case YUNXIAO -> YunxiaoClient.central(transport, policy, TestCodeup.ORGANIZATION, TOKEN);
            case YUNXIAO_REGION -> YunxiaoClient.region(transport, policy, TOKEN);
        };
    }

    /** The default policy with a clock that does not advance during calls. */
    public static RetryPolicy impatient() {
        return RetryPolicy.DEFAULT.withClock(new TestClock(0));
    }
}
