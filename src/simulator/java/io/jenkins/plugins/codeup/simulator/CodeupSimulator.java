package io.jenkins.plugins.codeup.simulator;

import io.jenkins.plugins.codeup.delivery.DeliveryEvent;
import io.jenkins.plugins.codeup.simulator.aliyun.AliyunApi;
import io.jenkins.plugins.codeup.simulator.aliyun.AnswerForm;
import io.jenkins.plugins.codeup.simulator.data.Account;
import io.jenkins.plugins.codeup.simulator.data.Accounts;
import io.jenkins.plugins.codeup.simulator.data.Contents;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.simulator.data.ReplicaLag;
import io.jenkins.plugins.codeup.simulator.data.Repositories;
import io.jenkins.plugins.codeup.simulator.data.Role;
import io.jenkins.plugins.codeup.simulator.data.SimulatedHook;
import io.jenkins.plugins.codeup.simulator.data.SimulatedMember;
import io.jenkins.plugins.codeup.simulator.data.SimulatedRepository;
import io.jenkins.plugins.codeup.simulator.delivery.DeliveryBodies;
import io.jenkins.plugins.codeup.simulator.delivery.DeliverySender;
import io.jenkins.plugins.codeup.simulator.delivery.SentDelivery;
import io.jenkins.plugins.codeup.simulator.http.Fault;
import io.jenkins.plugins.codeup.simulator.http.Oddity;
import io.jenkins.plugins.codeup.simulator.http.ReceivedRequest;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import io.jenkins.plugins.codeup.simulator.http.SimulatorServer;
import io.jenkins.plugins.codeup.simulator.page.ChangePage;
import io.jenkins.plugins.codeup.simulator.yunxiao.YunxiaoApi;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * A Codeup in this process, on a port of the loopback address: for tests, for the demo, and for people without an
 * account. It is stricter than Codeup: signatures, times, parameters and fields are all checked. And it is as odd as
 * Codeup is known to be: in what lists leave out, in two spellings of a field, in the forms of errors.
 *
 * <p>Operations, parameters and fields are those of Codeup's documents, unless the source says that something was seen in
 * traffic, or that it is assumed because no document tells it.
 */
public final class CodeupSimulator implements AutoCloseable {

    private final Accounts accounts = new Accounts();
    private final Repositories repositories = new Repositories();
    private final SettableClock clock = new SettableClock();
    private final Contents contents = new Contents();
    private final AliyunApi aliyun = new AliyunApi(accounts, repositories, contents, clock);
    private final DeliverySender deliveries = new DeliverySender();
    private final SimulatorServer server;
    private final SimulatedSources sources;
    private final YunxiaoApi yunxiao;
    private DeliveryBodies.Generation generation = DeliveryBodies.Generation.OLD;
    private String organizationId;

    private CodeupSimulator(int port) {
        server = new SimulatorServer(port, aliyun);
        sources = new SimulatedSources(repositories, contents, deliveries, server);
        yunxiao = new YunxiaoApi(accounts, repositories, contents, sources.results(), clock);
        server.serve(yunxiao);
        server.serve(ChangePage::isFor, new ChangePage(repositories, contents, sources.results()));
    }

    /** Starts on any free port. */
    public static CodeupSimulator start() {
        return start(0);
    }

    public static CodeupSimulator start(int port) {
        return new CodeupSimulator(port);
    }

    /** Adds an organization; repositories that are added next belong to it. */
    public CodeupSimulator withOrganization(String id) {
        return withOrganization(id, id);
    }

    /**
     * @param path what the paths of its repositories begin with: its own path if it has one, else its id
     */
    public CodeupSimulator withOrganization(String id, String path) {
        repositories.addOrganization(id, path);
        organizationId = id;
        return this;
    }

    /**
     * @param path below the organization, such as {@code team/app}
     */
    public CodeupSimulator withRepository(long id, String path) {
        repositories.addRepository(id, organizationId, path);
        return this;
    }

    /** What is in the repositories: by {@link SimulatedSources#host}, real git repositories behind their clone URLs. */
    public SimulatedSources sources() {
        return sources;
    }

    /** From now on the repository has another path, or is archived or not. */
    public CodeupSimulator changeRepository(long id, String path, boolean archived) {
        repositories.move(id, path, archived);
        return this;
    }

    /** From now on somebody has a role in a repository. */
    public CodeupSimulator withMember(long repositoryId, String userId, Role role) {
        repositories.setMember(repositoryId, new SimulatedMember(userId, role, false));
        return this;
    }

    /** From now on somebody's membership does not count. */
    public CodeupSimulator withBlockedMember(long repositoryId, String userId, Role role) {
        repositories.setMember(repositoryId, new SimulatedMember(userId, role, true));
        return this;
    }

    /**
     * @param namespace the first part of the paths of somebody's own repositories and forks, which is no group
     */
    public CodeupSimulator withPersonalNamespace(String namespace) {
        repositories.setPersonal(namespace);
        return this;
    }

    /** From now on it is this user who pushes, comments and opens merge requests. */
    public CodeupSimulator actAs(String userId) {
        contents.setActor(userId);
        return this;
    }

    /** From now on there is no such repository. */
    public CodeupSimulator removeRepository(long id) {
        repositories.removeRepository(id);
        return this;
    }

    /** An administrator's key. */
    public CodeupSimulator withAccessKey(String id, String secret) {
        return withAccessKey(id, secret, null, Account.administrator());
    }

    /**
     * @param securityToken the token without which a temporary key (STS) is not accepted, or null for a lasting key
     */
    public CodeupSimulator withAccessKey(String id, String secret, String securityToken, Account account) {
        accounts.add(new Accounts.Key(id, secret, securityToken, account));
        return this;
    }

    /** An administrator's AccessToken. */
    public CodeupSimulator withAccessToken(String token) {
        return withAccessToken(token, Account.administrator());
    }

    public CodeupSimulator withAccessToken(String token, Account account) {
        accounts.addAccessToken(token, account);
        return this;
    }

    /** An administrator's personal access token, for the Yunxiao API. */
    public CodeupSimulator withPersonalAccessToken(String token) {
        return withPersonalAccessToken(token, Account.administrator());
    }

    public CodeupSimulator withPersonalAccessToken(String token, Account account) {
        accounts.addPersonalAccessToken(token, account);
        return this;
    }

    /**
     * @param moves whether {@code lastActivityAt} moves at pushes, which no document says, or stays from now on
     */
    public CodeupSimulator withActivity(boolean moves) {
        repositories.moveActivity(moves);
        return this;
    }

    /** Somebody revokes a personal access token, or it expires. */
    public CodeupSimulator withoutPersonalAccessToken(String token) {
        accounts.removePersonalAccessToken(token);
        return this;
    }

    /** From now on every call takes this much longer. */
    public CodeupSimulator withLatency(Duration time) {
        server.setLatency(time);
        return this;
    }

    /** From now on the OpenAPI answers in this form. */
    public CodeupSimulator withAnswers(AnswerForm form) {
        aliyun.answerIn(form);
        return this;
    }

    /** From now on the simulator's clock goes wrong by so much. */
    public CodeupSimulator withClockAheadBy(Duration difference) {
        clock.ahead = difference;
        return this;
    }

    /** From now on lists of webhooks show a write only after some time. */
    public CodeupSimulator withLag(ReplicaLag lag) {
        repositories.setLag(lag);
        return this;
    }

    /**
     * From now on Codeup's own errors have the codes that begin with {@code SYSTEM_}.
     *
     * @param status their HTTP status: 200, 400, 404 and 500 are known; null for the usual errors
     */
    public CodeupSimulator withSystemErrors(Integer status) {
        aliyun.answerSystemErrors(status);
        yunxiao.answerSystemErrors(status);
        return this;
    }

    /** From now on an operation's successful answers have an odd form; null ends it. */
    public CodeupSimulator withOddAnswers(String operation, Oddity oddity) {
        server.setOddity(operation, oddity);
        return this;
    }

    /** From now on deliveries of merge requests are of this generation. */
    public CodeupSimulator withDeliveries(DeliveryBodies.Generation chosen) {
        generation = chosen;
        sources.tellInGeneration(chosen);
        return this;
    }

    /** Is told of each request and of its answer. */
    public CodeupSimulator withWitness(BiConsumer<ReceivedRequest, Reply> witness) {
        server.setWitness(witness);
        return this;
    }

    /** Where the APIs are. */
    public URI endpoint() {
        return server.endpoint();
    }

    /** A hook that has been there before. */
    public SimulatedHook addHook(long repositoryId, HookSettings settings) {
        return repositories.addHook(repositoryId, settings, clock, null);
    }

    /** Somebody deletes a hook by hand. */
    public void removeHook(long repositoryId, long hookId) {
        repositories.removeHook(repositoryId, hookId, null);
    }

    /** The repository's hooks, oldest first. */
    public List<SimulatedHook> hooks(long repositoryId) {
        return repositories.hooks(repositoryId);
    }

    /**
     * Someone pushes to a branch: each hook with push events on is told.
     *
     * @param before 40 zeros for a new branch
     * @param after 40 zeros for a deleted one
     * @param messages what the pushed commits say, oldest first
     */
    public List<SentDelivery> push(long repositoryId, String ref, String before, String after, String... messages) {
        String body = bodies(repositoryId).push(ref, before, after, messages);
        return deliveries.send(hooks(repositoryId), DeliveryEvent.PUSH, body);
    }

    /** Someone pushes a tag: each hook with tag push events on is told. */
    public List<SentDelivery> pushTag(long repositoryId, String ref, String before, String after) {
        String body = bodies(repositoryId).tagPush(ref, before, after);
        return deliveries.send(hooks(repositoryId), DeliveryEvent.TAG_PUSH, body);
    }

    /**
     * Something happens to a merge request: each hook with merge request events on is told.
     *
     * @param action {@code open}, {@code update}, {@code close}, {@code reopen} or {@code merge}
     * @param commit the newest one of the source branch
     */
    public List<SentDelivery> mergeRequest(
            long repositoryId, long number, String action, String source, String target, String commit) {
        String body = bodies(repositoryId).mergeRequest(number, action, source, target, commit);
        return deliveries.send(hooks(repositoryId), DeliveryEvent.MERGE_REQUEST, body);
    }

    /** Someone comments on a merge request: each hook with note events on is told. */
    public List<SentDelivery> comment(
            long repositoryId, long number, String source, String target, String commit, String text) {
        String body = bodies(repositoryId).note(number, source, target, commit, text);
        return deliveries.send(hooks(repositoryId), DeliveryEvent.NOTE, body);
    }

    /** Someone comments on a commit: each hook with note events on is told. */
    public List<SentDelivery> commentOnCommit(long repositoryId, String commit, String text) {
        String body = bodies(repositoryId).noteOnCommit(commit, text);
        return deliveries.send(hooks(repositoryId), DeliveryEvent.NOTE, body);
    }

    /** Someone presses the button "test" at each of the repository's hooks. */
    public List<SentDelivery> testHooks(long repositoryId) {
        return deliveries.send(
                hooks(repositoryId), null, bodies(repositoryId).test());
    }

    private DeliveryBodies bodies(long repositoryId) {
        SimulatedRepository repository = repositories.find(repositoryId).orElseThrow();
        return new DeliveryBodies(repository, repository, generation)
                .by(contents.actor());
    }

    /** Every request as it came, oldest first. */
    public List<ReceivedRequest> requests() {
        return server.requests();
    }

    /** The requests of one operation, oldest first. */
    public List<ReceivedRequest> requests(String operation) {
        return requests().stream()
                .filter(request -> request.operation().equals(operation))
                .toList();
    }

    /** How many calls ever waited for their answers at the same moment. */
    public int mostAtOnce() {
        return server.mostAtOnce();
    }

    /** How many requests came since they were last forgotten; {@link #requests} has only the last of many. */
    public long calls() {
        return server.calls();
    }

    /** Likewise, of one operation. */
    public long calls(String operation) {
        return server.calls(operation);
    }

    public void forgetRequests() {
        server.forgetRequests();
    }

    /**
     * Lets the next call of an operation fail. Called again, the call after it fails too, and so on.
     *
     * @param operation as Codeup's documents name it, such as {@code AddWebhook}
     */
    public CodeupSimulator failNext(String operation, Fault fault) {
        server.failNext(operation, fault);
        return this;
    }

    /**
     * From now on every n-th call of these operations fails, each in another of the usual ways.
     *
     * @param n 0 for none
     */
    public CodeupSimulator failOneIn(int n, String... operations) {
        server.failOneIn(n, Set.of(operations)::contains);
        return this;
    }

    @Override
    public void close() {
        server.close();
    }

    private static final class SettableClock extends Clock {

        private volatile Duration ahead = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return Clock.offset(Clock.system(zone), ahead);
        }
    }
}
