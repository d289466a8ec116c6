package io.jenkins.plugins.codeup.simulator.yunxiao;

import io.jenkins.plugins.codeup.simulator.data.Account;
import io.jenkins.plugins.codeup.simulator.data.Accounts;
import io.jenkins.plugins.codeup.simulator.data.Contents;
import io.jenkins.plugins.codeup.simulator.data.HookSettings;
import io.jenkins.plugins.codeup.simulator.data.ReplicaLag;
import io.jenkins.plugins.codeup.simulator.data.Repositories;
import io.jenkins.plugins.codeup.simulator.data.Results;
import io.jenkins.plugins.codeup.simulator.data.SimulatedMember;
import io.jenkins.plugins.codeup.simulator.data.SimulatedRepository;
import io.jenkins.plugins.codeup.simulator.http.BadRequest;
import io.jenkins.plugins.codeup.simulator.http.HookBody;
import io.jenkins.plugins.codeup.simulator.http.Page;
import io.jenkins.plugins.codeup.simulator.http.ReceivedRequest;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import io.jenkins.plugins.codeup.simulator.http.SimulatedApi;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The Yunxiao API, central edition and, where a path names no organization, Region edition. A change of a hook sets
 * what it leaves out back to the default: that Codeup keeps it is not documented. Lists of hooks may lag behind writes, a
 * single hook is shown as it is; both are assumed.
 */
public final class YunxiaoApi implements SimulatedApi {

    private static final HookBody BODY = new HookBody(
            "pushEvents", "mergeRequestsEvents", "tagPushEvents", "noteEvents", "enableSslVerification", "token");

    private final Accounts accounts;
    private final Repositories repositories;
    private final YunxiaoContents contents;
    private final YunxiaoResults results;
    private final Clock clock;
    private volatile Integer systemErrors;

    public YunxiaoApi(
            Accounts accounts, Repositories repositories, Contents contents, Results results, Clock clock) {
        this.contents = new YunxiaoContents(repositories, contents, results);
        this.results = new YunxiaoResults(contents, results);
        this.accounts = accounts;
        this.repositories = repositories;
        this.clock = clock;
    }

    /** From now on Codeup's own errors have the codes of the SYSTEM family and this status; null ends it. */
    public void answerSystemErrors(Integer status) {
        systemErrors = status;
    }

    @Override
    public Optional<String> operation(ReceivedRequest request) {
        return YunxiaoOperation.of(request).map(YunxiaoOperation::operation);
    }

    @Override
    public Reply answer(ReceivedRequest request) {
        try {
            return answer(request, YunxiaoOperation.of(request).orElseThrow(() -> Refusal.notFound("API")));
        } catch (Refusal refusal) {
            Integer system = systemErrors;
            return YunxiaoAnswers.refusal(system == null ? refusal : refusal.ofSystem(system));
        } catch (BadRequest e) {
            return YunxiaoAnswers.refusal(Refusal.codeup(400, "BadRequest", e.getMessage()));
        }
    }

    private Reply answer(ReceivedRequest request, YunxiaoOperation operation) throws Refusal, BadRequest {
        Account caller = caller(request);
        for (String name : request.query().keySet()) {
            if (!operation.knows(name)) {
                throw new BadRequest("the parameter " + name + " is not known");
            }
        }
        Page page = Page.of(request.query(), "page", "perPage");
        return switch (operation) {
            case GET_USER_BY_TOKEN -> YunxiaoAnswers.success(YunxiaoAnswers.namedId("user-of-tests", "someone"));
            case LIST_ORGANIZATIONS ->
                YunxiaoAnswers.page(
                        page, organizations(caller), id -> YunxiaoAnswers.namedId(id, "organization " + id));
            case LIST_REPOSITORIES -> {
                String search = request.query().getOrDefault("search", "");
                boolean archived = Page.bool(request.query(), "archived");
                List<SimulatedRepository> found = visible(request, operation, caller).stream()
                        .flatMap(id -> repositories.inOrganization(id).stream())
                        .filter(repository -> repository.fullPath().contains(search))
                        .filter(repository -> repository.archived() == archived)
                        .sorted(order(request))
                        .toList();
                yield YunxiaoAnswers.page(
                        page,
                        found,
                        one -> YunxiaoAnswers.listedRepository(one, repositories.activity(one.id())));
            }
            case GET_REPOSITORY -> {
                SimulatedRepository found = repository(request, operation, caller);
                yield YunxiaoAnswers.success(YunxiaoAnswers.repository(
                        found, repositories.activity(found.id()), contents.defaultBranch(found.id())));
            }
            case LIST_REPOSITORY_MEMBERS -> {
                long id = repository(request, operation, caller).id();
                String least = request.query().getOrDefault("accessLevel", "0");
                if (!Set.of("0", "20", "30", "40").contains(least)) {
                    throw new BadRequest("accessLevel is not as documented");
                }
                List<SimulatedMember> found = repositories.members(id).stream()
                        .filter(member -> member.role().accessLevel() >= Integer.parseInt(least))
                        .toList();
                yield YunxiaoAnswers.list(found, YunxiaoAnswers::member);
            }
            case LIST_NAMESPACES -> {
                String search = request.query().getOrDefault("search", "");
                List<String> found = visible(request, operation, caller).stream()
                        .flatMap(id -> repositories.groups(id).stream())
                        .filter(path -> path.contains(search))
                        .toList();
                yield YunxiaoAnswers.page(page, found, YunxiaoAnswers::group);
            }
            case LIST_CHANGE_REQUESTS -> {
                List<Long> ids = new ArrayList<>();
                String given = request.query().getOrDefault("projectIds", "");
                for (String identity : given.isEmpty() ? new String[0] : given.split(",")) {
                    ids.add(repository(request, operation, caller, identity).id());
                }
                if (given.isEmpty()) {
                    // assumed: all that the caller may see
                    visible(request, operation, caller).stream()
                            .flatMap(id -> repositories.inOrganization(id).stream())
                            .forEach(repository -> ids.add(repository.id()));
                }
                yield contents.mergeRequests(request, ids);
            }
            case LIST_BRANCHES,
                    GET_BRANCH,
                    LIST_TAGS,
                    LIST_FILES,
                    GET_FILE_BLOBS,
                    GET_COMPARE,
                    GET_CHANGE_REQUEST,
                    LIST_CHANGE_REQUEST_PATCH_SETS ->
                contents.answer(
                        operation,
                        request,
                        repository(request, operation, caller).id(),
                        operation.part(request, "name"));
            case CREATE_COMMIT_STATUS,
                    CREATE_CHECK_RUN,
                    UPDATE_CHECK_RUN,
                    LIST_CHECK_RUNS,
                    CREATE_CHANGE_REQUEST_COMMENT,
                    LIST_MERGE_REQUEST_COMMENTS,
                    UPDATE_CHANGE_REQUEST_COMMENT ->
                results.answer(
                        operation,
                        request,
                        repository(request, operation, caller).id(),
                        writer(request));
            default -> hooks(request, operation, page, administered(request, operation, caller));
        };
    }

    /** By number, unless the latest activity is to come first. */
    private Comparator<SimulatedRepository> order(ReceivedRequest request) throws BadRequest {
        String by = request.query().getOrDefault("orderBy", "created_at");
        if (!Set.of("created_at", "name", "path", "last_activity_at").contains(by)) {
            throw new BadRequest("orderBy is not as documented");
        }
        Comparator<SimulatedRepository> order = Comparator.comparingLong(SimulatedRepository::id);
        if (by.equals("last_activity_at")) {
            Map<Long, Instant> activities = new HashMap<>();
            order = Comparator.comparing(one -> activities.computeIfAbsent(one.id(), repositories::activity));
        }
        return request.query().getOrDefault("sort", "asc").equals("desc") ? order.reversed() : order;
    }

    private Reply hooks(ReceivedRequest request, YunxiaoOperation operation, Page page, long repositoryId)
            throws Refusal, BadRequest {
        if (operation == YunxiaoOperation.LIST_WEB_HOOKS) {
            return YunxiaoAnswers.page(page, repositories.listedHooks(repositoryId), YunxiaoAnswers::listedHook);
        }
        if (operation == YunxiaoOperation.CREATE_WEB_HOOK) {
            return YunxiaoAnswers.success(YunxiaoAnswers.hook(
                    repositories.addHook(repositoryId, settings(request), clock, ReplicaLag.Write.CREATE)));
        }
        long hookId = Long.parseLong(operation.part(request, "hook"));
        if (operation == YunxiaoOperation.DELETE_WEB_HOOK) {
            repositories
                    .removeHook(repositoryId, hookId, ReplicaLag.Write.DELETE)
                    .orElseThrow(() -> Refusal.notFound("Webhook"));
            return YunxiaoAnswers.success(YunxiaoAnswers.object().put("result", true));
        }
        return YunxiaoAnswers.success(YunxiaoAnswers.hook((operation == YunxiaoOperation.UPDATE_WEB_HOOK
                        ? repositories.updateHook(repositoryId, hookId, settings(request))
                        : repositories.hook(repositoryId, hookId))
                .orElseThrow(() -> Refusal.notFound("Webhook"))));
    }

    private static HookSettings settings(ReceivedRequest request) throws BadRequest {
        HookSettings settings = BODY.read(request);
        if (settings.url().isBlank()) {
            throw new BadRequest("url is required");
        }
        return settings;
    }

    private Account caller(ReceivedRequest request) throws Refusal {
        String token = request.header("x-yunxiao-token");
        if (token == null) {
            throw Refusal.platform(401, "Unauthorized", "x-yunxiao-token is required");
        }
        return accounts.byPersonalAccessToken(token)
                .orElseThrow(() -> Refusal.platform(401, "InvalidTokenError", "the token is not valid"));
    }

    /** An id of the user whose token it is; the token itself must not be shown. */
    private static String writer(ReceivedRequest request) {
        return "user-%08x".formatted(request.header("x-yunxiao-token").hashCode());
    }

    private List<String> organizations(Account caller) {
        return repositories.organizations().stream().filter(caller::isMemberOf).toList();
    }

    /** Those that the path names, or all that the caller is a member of. */
    private List<String> visible(ReceivedRequest request, YunxiaoOperation operation, Account caller)
            throws Refusal {
        String organization = operation.part(request, "organization");
        List<String> memberOf = organizations(caller);
        if (organization == null) {
            return memberOf;
        }
        if (!memberOf.contains(organization)) {
            throw Refusal.platform(403, "Forbidden.InvalidUser.UserNotInCurrentOrganization", "用户不在当前组织中");
        }
        return List.of(organization);
    }

    /** By its number, or its path with the organization in front; in the Region edition also without. */
    private SimulatedRepository repository(ReceivedRequest request, YunxiaoOperation operation, Account caller)
            throws Refusal {
        return repository(request, operation, caller, operation.part(request, "repository"));
    }

    private SimulatedRepository repository(
            ReceivedRequest request, YunxiaoOperation operation, Account caller, String identity) throws Refusal {
        boolean region = operation.part(request, "organization") == null;
        return visible(request, operation, caller).stream()
                .flatMap(id -> repositories.find(id, identity).stream())
                .filter(repository -> region || !identity.equals(repository.path()))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("代码库"));
    }

    private long administered(ReceivedRequest request, YunxiaoOperation operation, Account caller) throws Refusal {
        SimulatedRepository repository = repository(request, operation, caller);
        if (!caller.role().mayManageHooks()) {
            throw Refusal.codeup(403, "Forbidden", "没有权限");
        }
        return repository.id();
    }
}
