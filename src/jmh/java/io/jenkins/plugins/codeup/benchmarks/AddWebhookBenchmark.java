package io.jenkins.plugins.codeup.benchmarks;

import com.aliyun.devops20210625.Client;
import com.aliyun.devops20210625.models.AddWebhookRequest;
import com.aliyun.teaopenapi.models.Config;
import com.aliyun.teautil.models.RuntimeOptions;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.codeup.client.CodeupCredentials.AccessKey;
import io.jenkins.plugins.codeup.client.DesiredWebhook;
import io.jenkins.plugins.codeup.client.SecretValue;
import io.jenkins.plugins.codeup.client.WebhookOption;
import io.jenkins.plugins.codeup.client.aliyun.AliyunClient;
import io.jenkins.plugins.codeup.client.aliyun.SignatureMethod;
import io.jenkins.plugins.codeup.client.http.ConnectionPool;
import io.jenkins.plugins.codeup.client.http.HttpTransport;
import io.jenkins.plugins.codeup.client.http.RetryPolicy;
import io.jenkins.plugins.codeup.simulator.http.SentRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One AddWebhook call by this client, by Alibaba Cloud's SDK, and by as little Java as possible. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class AddWebhookBenchmark {

    private static final String KEY = "YourAccessKeyId";
    private static final String SECRET = "YourAccessKeySecret";
    private static final String ORGANIZATION = "60811b5eed6e867404f6xxxx";
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private FastServer.Running server;
    private HttpClient http;
    private AliyunClient client;
    private DesiredWebhook spec;
    private Client sdk;
    private AddWebhookRequest sdkRequest;
    private RuntimeOptions sdkOptions;
    private SentRequest sent;
    private Map<String, Object> body;

    /** Sets up all three, so that each runs under the same conditions. */
    @Setup(Level.Trial)
    public void start() throws Exception {
        server = FastServer.start();
        // the fastest: changing the thread takes longer than all other work for a call
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(Runnable::run)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
        spec = DesiredWebhook.to("http://example.com")
                .with(WebhookOption.PUSH_EVENTS, true)
                .with(WebhookOption.MERGE_REQUESTS_EVENTS, true)
                .with(WebhookOption.TAG_PUSH_EVENTS, true)
                .with(WebhookOption.NOTE_EVENTS, true)
                .with(WebhookOption.ENABLE_SSL_VERIFICATION, false)
                .withDescription("desc")
                .withSecretToken(SecretValue.of("xxxxx"));
        HttpTransport transport = new HttpTransport(new ConnectionPool(Duration.ofSeconds(10)), server.endpoint(), TIMEOUT);
        client = client(transport);
        AtomicReference<SentRequest> seen = new AtomicReference<>();
        client(SentRequest.watched(transport, seen::set)).createWebhook(100, spec);
        sent = seen.get();
        body = JSON.readValue(sent.body(), Map.class);
        sdk = new Client(new Config()
                .setAccessKeyId(KEY)
                .setAccessKeySecret(SECRET)
                .setProtocol("http")
                .setEndpoint(server.endpoint().getAuthority()));
        sdkRequest = new AddWebhookRequest()
                .setOrganizationId(ORGANIZATION)
                .setUrl("http://example.com")
                .setPushEvents(true)
                .setMergeRequestsEvents(true)
                .setTagPushEvents(true)
                .setNoteEvents(true)
                .setEnableSslVerification(false)
                .setDescription("desc")
                .setSecretToken("xxxxx");
        sdkOptions = new RuntimeOptions();
    }

    private static AliyunClient client(HttpTransport transport) {
        return new AliyunClient(
                transport,
                RetryPolicy.DEFAULT,
                ORGANIZATION,
                new AccessKey(KEY, SecretValue.of(SECRET), null, null),
                SignatureMethod.ROA,
                Clock.systemUTC());
    }

    @TearDown(Level.Trial)
    public void stop() {
        server.close();
    }

    @Benchmark
    public Object plugin() throws Exception {
        return client.createWebhook(100, spec);
    }

    @Benchmark
    public Object sdk() throws Exception {
        return sdk.addWebhookWithOptions("100", sdkRequest, Map.of(), sdkOptions);
    }

    /** The same bytes, headers signed beforehand: write the JSON, send, wait, read the JSON. */
    @Benchmark
    public JsonNode floor() throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(sent.target())).timeout(TIMEOUT);
        sent.headers().forEach(request::header);
        HttpResponse<byte[]> response = http.send(
                request.POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                        .build(),
                BodyHandlers.ofByteArray());
        return JSON.readTree(response.body());
    }
}
