package io.jenkins.plugins.codeup.simulator.aliyun;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codeup.simulator.data.Account;
import io.jenkins.plugins.codeup.simulator.data.Accounts;
import io.jenkins.plugins.codeup.simulator.data.Contents;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.simulator.data.ReplicaLag;
import io.jenkins.plugins.codeup.simulator.data.Repositories;
import io.jenkins.plugins.codeup.simulator.data.SimulatedRepository;
import io.jenkins.plugins.codeup.simulator.data.Sources;
import io.jenkins.plugins.codeup.simulator.http.BadRequest;
import io.jenkins.plugins.codeup.simulator.http.HookBody;
import io.jenkins.plugins.codeup.simulator.http.Page;
import io.jenkins.plugins.codeup.simulator.http.ReceivedRequest;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import io.jenkins.plugins.codeup.simulator.http.SimulatedApi;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Alibaba Cloud's OpenAPI of the product Codeup, version 2020-04-14, as its documents describe it. */
public final class AliyunApi implements SimulatedApi {

    private static final HookBody BODY = new HookBody(
            "push_events",
            "merge_requests_events",
            "tag_push_events",
            "note_events",
            "enable_ssl_verification",
            "secret_token");

    /** Assumed to be those of version 2021-06-25. */
    private static final Map<String, Comparator<SimulatedRepository>> ORDERS = Map.of(
            "id", Comparator.comparing(SimulatedRepository::id),
            "created_at", Comparator.comparing(SimulatedRepository::id),
            "name", Comparator.comparing(SimulatedRepository::name),
            "path", Comparator.comparing(SimulatedRepository::path));

    private final Repositories repositories;
    private final Contents contents;
    private final Gateway gateway;
    private final Clock clock;
    private volatile AnswerForm form = AnswerForm.TYPED;
    private volatile Integer systemErrors;

    public AliyunApi(Accounts accounts, Repositories repositories, Contents contents, Clock clock) {
        this.repositories = repositories;
        this.contents = contents;
        this.gateway = new Gateway(accounts, clock);
        this.clock = clock;
    }

    /** From now on answers have this form. */
    public void answerIn(AnswerForm chosen) {
        form = chosen;
    }

    /** From now on Codeup's own errors have the codes of the SYSTEM family and this status; null ends it. */
    public void answerSystemErrors(Integer status) {
        systemErrors = status;
    }

    @Override
    public Optional<String> operation(ReceivedRequest request) {
        return AliyunOperation.of(request).map(AliyunOperation::action);
    }

    @Override
    public Reply answer(ReceivedRequest request) {
        try {
            AliyunOperation operation = AliyunOperation.of(request).orElseThrow(Gateway::unknownAction);
            Account caller = gateway.admit(request, operation);
            Map<String, String> query = Gateway.parameters(request, operation);
            String organization = organization(query.get("OrganizationId"), caller);
            return switch (operation) {
                case ADD_WEBHOOK -> {
                    HookSettings settings = BODY.read(request);
                    if (settings.url().isBlank()) {
                        throw Refusal.gateway(400, "MissingUrl", "url is mandatory for this action.");
                    }
                    long id = administered(organization, operation.number(request, 1), caller);
                    var hook = repositories.addHook(id, settings, clock, ReplicaLag.Write.CREATE);
                    yield AliyunAnswers.success(request, form, AliyunAnswers.hook(hook), null);
                }
                case LIST_REPOSITORY_WEBHOOK -> {
                    long id = administered(organization, operation.number(request, 1), caller);
                    yield page(request, repositories.listedHooks(id), AliyunAnswers::hook);
                }
                case DELETE_REPOSITORY_WEBHOOK -> {
                    long id = administered(organization, operation.number(request, 1), caller);
                    var hook = repositories
                            .removeHook(id, operation.number(request, 2), ReplicaLag.Write.DELETE)
                            .orElseThrow(() -> Refusal.codeup(404, "NOT_FOUND", "Webhook不存在"));
                    yield AliyunAnswers.success(request, form, AliyunAnswers.hook(hook), null);
                }
                case LIST_REPOSITORY_MEMBER -> {
                    long id = find(organization, String.valueOf(operation.number(request, 1)))
                            .id();
                    yield page(request, repositories.members(id), AliyunAnswers::member);
                }
                case GET_REPOSITORY_INFO -> {
                    var found = find(organization, query.getOrDefault("Identity", ""));
                    yield AliyunAnswers.success(request, form, AliyunAnswers.repository(found), null);
                }
                case LIST_REPOSITORIES -> {
                    String search = query.getOrDefault("Search", "");
                    // assumed to be as in the Yunxiao API
                    boolean archived = Page.bool(query, "Archive");
                    var found = repositories.inOrganization(organization).stream()
                            .filter(repository -> repository.path().contains(search))
                            .filter(repository -> repository.archived() == archived)
                            .sorted(order(query))
                            .toList();
                    yield page(
                            request,
                            found,
                            one -> AliyunAnswers.listedRepository(one, repositories.activity(one.id())));
                }
                case LIST_REPOSITORY_BRANCHES ->
                    refs(request, organization, operation, Sources::branches, "BranchName", "CommitInfo");
                case LIST_REPOSITORY_TAGS -> refs(request, organization, operation, Sources::tags, "Name", "Commit");
            };
        } catch (Refusal refusal) {
            Integer system = systemErrors;
            return AliyunAnswers.refusal(request, form, system == null ? refusal : refusal.ofSystem(system));
        } catch (BadRequest e) {
            Refusal refusal = Refusal.gateway(400, "InvalidParameter", "Invalid request: " + e.getMessage() + ".");
            return AliyunAnswers.refusal(request, form, refusal);
        }
    }

    private Comparator<SimulatedRepository> order(Map<String, String> query) throws BadRequest {
        String by = query.getOrDefault("Order", "id");
        Comparator<SimulatedRepository> order = by.equals("last_activity_at")
                ? Comparator.comparing(one -> repositories.activity(one.id()))
                : ORDERS.get(by);
        if (order == null) {
            throw new BadRequest("Order is not as documented");
        }
        return query.getOrDefault("Sort", "asc").equals("desc") ? order.reversed() : order;
    }

    private Reply refs(
            ReceivedRequest request,
            String organization,
            AliyunOperation operation,
            Function<Sources, List<Sources.Ref>> which,
            String name,
            String commit)
            throws Refusal, BadRequest {
        long id = find(organization, String.valueOf(operation.number(request, 1))).id();
        String search = request.query().getOrDefault("Search", "");
        List<Sources.Ref> found = which.apply(contents.sources(id)).stream()
                .filter(ref -> ref.name().contains(search))
                .toList();
        return page(request, found, ref -> AliyunAnswers.ref(ref, name, commit));
    }

    private String organization(String id, Account caller) throws Refusal {
        if (!repositories.organizations().contains(id)) {
            throw Refusal.codeup(200, "NOT_FOUND", "企业不存在");
        }
        if (!caller.isMemberOf(id)) {
            throw Refusal.codeup(
                    403, "Forbidden.InvalidUser.UserNotInCurrentOrganization", "The user is not in this organization.");
        }
        return id;
    }

    private SimulatedRepository find(String organization, String identity) throws Refusal {
        return repositories
                .find(organization, identity)
                .filter(repository -> !identity.equals(repository.path()))
                .orElseThrow(() -> Refusal.codeup(200, "NOT_FOUND", "代码库不存在"));
    }

    private long administered(String organization, long repositoryId, Account caller) throws Refusal {
        SimulatedRepository repository = find(organization, String.valueOf(repositoryId));
        if (!caller.role().mayManageHooks()) {
            throw Refusal.codeup(200, "Forbidden", "没有权限 (role " + caller.role().accessLevel() + ", 40 needed)");
        }
        return repository.id();
    }

    private <T> Reply page(ReceivedRequest request, List<T> all, Function<T, ObjectNode> words) throws BadRequest {
        ArrayNode result = AliyunAnswers.array();
        Page.of(request.query(), "Page", "PageSize").of(all).forEach(one -> result.add(words.apply(one)));
        return AliyunAnswers.success(request, form, result, all.size());
    }
}
