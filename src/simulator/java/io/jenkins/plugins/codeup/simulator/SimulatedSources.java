package io.jenkins.plugins.codeup.simulator;

import io.jenkins.plugins.codeup.delivery.DeliveryEvent;
import io.jenkins.plugins.codeup.simulator.data.Contents;
import io.jenkins.plugins.codeup.simulator.data.MemorySources;
import io.jenkins.plugins.codeup.simulator.data.Repositories;
import io.jenkins.plugins.codeup.simulator.data.Results;
import io.jenkins.plugins.codeup.simulator.data.SimulatedComment;
import io.jenkins.plugins.codeup.simulator.data.SimulatedMergeRequest;
import io.jenkins.plugins.codeup.simulator.data.SimulatedRepository;
import io.jenkins.plugins.codeup.simulator.data.SimulatedStatus;
import io.jenkins.plugins.codeup.simulator.data.Sources;
import io.jenkins.plugins.codeup.simulator.delivery.DeliveryBodies;
import io.jenkins.plugins.codeup.simulator.delivery.DeliverySender;
import io.jenkins.plugins.codeup.simulator.git.GitHttp;
import io.jenkins.plugins.codeup.simulator.git.GitSources;
import io.jenkins.plugins.codeup.simulator.git.WebPages;
import io.jenkins.plugins.codeup.simulator.http.SimulatorServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What people do with the repositories of a simulated Codeup: push, and make merge requests. The hooks are told. */
public final class SimulatedSources {

    private static final String NOTHING = "0".repeat(40);
    private static final String REVIEW = "refs/for/";

    private final Contents contents;
    private final Results results = new Results();
    private final Repositories repositories;
    private final DeliverySender deliveries;
    private final SimulatorServer server;
    private final GitHttp git;
    private DeliveryBodies.Generation generation = DeliveryBodies.Generation.OLD;
    /** What Codeup has is not known; this is what its own git-repo-go fetches. */
    private String servedAs = "refs/merge-requests/%d/head";

    SimulatedSources(
            Repositories repositories, Contents contents, DeliverySender deliveries, SimulatorServer server) {
        this.repositories = repositories;
        this.contents = contents;
        this.deliveries = deliveries;
        this.server = server;
        this.git = new GitHttp(this::hosted, this::pushed);
        WebPages pages = new WebPages(this::hosted);
        server.serve(
                path -> GitHttp.isFor(path) || pages.isFor(path),
                exchange -> (GitHttp.isFor(exchange.getRequestURI().getPath()) ? git : pages).handle(exchange));
        results.listen(this::commented);
    }

    void tellInGeneration(DeliveryBodies.Generation chosen) {
        generation = chosen;
    }

    Contents contents() {
        return contents;
    }

    /** What was said of commits and merge requests. */
    public Results results() {
        return results;
    }

    /** Puts a real, empty git repository behind the clone URL of a repository. */
    public GitSources host(long repositoryId, Path directory) {
        repositories.host(repositoryId, server.endpoint().toString());
        GitSources made = new GitSources(directory.resolve(repositoryId + ".git"));
        contents.put(repositoryId, made);
        return made;
    }

    /**
     * Under which ref git serves the commits of merge requests that pushes make from now on.
     *
     * @param form with {@code %d} for the number; null for none
     */
    public SimulatedSources servePushedAs(String form) {
        servedAs = form;
        return this;
    }

    /** Only what answers need, for many repositories. */
    public void put(long repositoryId, Sources sources) {
        contents.put(repositoryId, sources);
    }

    /** Whoever clones or pushes must be one of these, from the first one on. */
    public SimulatedSources withCloneAccount(String name, String password) {
        git.addUser(name, password);
        return this;
    }

    /** Someone pushes to a branch of a repository that is in memory only. */
    public void push(long repositoryId, MemorySources to, String branch, String commit) {
        String before = to.branch(branch).map(ref -> ref.commit().id()).orElse(NOTHING);
        to.set(branch, commit);
        pushed(repositories.find(repositoryId).orElseThrow(), "refs/heads/" + branch, before, commit);
    }

    /** The git repository behind a clone URL; what is done to it directly, no hook is told of. */
    public GitSources git(long repositoryId) {
        return (GitSources) contents.sources(repositoryId);
    }

    public String httpUrl(long repositoryId) {
        return repositories.find(repositoryId).orElseThrow().httpUrl();
    }

    /**
     * Someone pushes a commit that changes a file.
     *
     * @return the commit
     */
    public String commit(long repositoryId, String branch, String path, String content) {
        return commit(repositoryId, branch, path, content, "change " + path);
    }

    /**
     * @param message what the commit says
     */
    public String commit(long repositoryId, String branch, String path, String content, String message) {
        Map<String, String> before = git(repositoryId).all();
        String commit = git(repositoryId).commit(branch, path, content, message, "dev-a");
        pushed(git(repositoryId), before, git(repositoryId).all());
        return commit;
    }

    /** Someone lets a branch or tag stand for a commit, or removes it by 40 zeros. */
    public void update(long repositoryId, String ref, String commit) {
        Map<String, String> before = git(repositoryId).all();
        git(repositoryId).update(ref, commit);
        pushed(git(repositoryId), before, git(repositoryId).all());
    }

    /**
     * @param from the repository that the source branch is in
     * @return its number
     */
    public long openMergeRequest(long repositoryId, long from, String source, String target) {
        SimulatedMergeRequest made = contents.open(repositoryId, from, source, null, target);
        tell(made, "open");
        return made.number();
    }

    /** The same, as work in progress. */
    public long openDraft(long repositoryId, String source, String target) {
        SimulatedMergeRequest made = contents.open(repositoryId, repositoryId, source, null, target);
        SimulatedMergeRequest draft = made.asDraft(true);
        contents.replace(made, draft);
        tell(draft, "open");
        return draft.number();
    }

    /**
     * Someone makes a merge request by a push (AGit flow, push-review mode): it has a commit of the repository itself.
     *
     * @param source what the API tells as its source branch; empty for none
     * @return its number
     */
    public long pushMergeRequest(long repositoryId, String commit, String source, String target) {
        SimulatedMergeRequest made = contents.open(repositoryId, repositoryId, source, commit, target);
        serve(made);
        tell(made, "open");
        return made.number();
    }

    /** Someone edits its labels or its reviewers: an update that is no push. */
    public void editMergeRequest(long repositoryId, long number) {
        contents.touch(contents.mergeRequest(repositoryId, number).orElseThrow());
        tell(contents.mergeRequest(repositoryId, number).orElseThrow(), "update", false);
    }

    /** Someone marks it as work in progress, or no more. */
    public void markDraft(long repositoryId, long number, boolean draft) {
        SimulatedMergeRequest one = contents.mergeRequest(repositoryId, number).orElseThrow();
        SimulatedMergeRequest now = one.asDraft(draft);
        contents.replace(one, now);
        tell(now, "update", false);
    }

    public void closeMergeRequest(long repositoryId, long number) {
        finish(repositoryId, number, "closed", "close");
    }

    public void reopenMergeRequest(long repositoryId, long number) {
        finish(repositoryId, number, "opened", "reopen");
    }

    /** Someone changes the branch that it is to be merged into: an update that is no push. */
    public void retargetMergeRequest(long repositoryId, long number, String target) {
        SimulatedMergeRequest one = contents.mergeRequest(repositoryId, number).orElseThrow();
        SimulatedMergeRequest now = one.into(target);
        contents.replace(one, now);
        tell(now, "update", false);
    }

    /** Merges it for real, and pushes the merge. */
    public void merge(long repositoryId, long number) {
        SimulatedMergeRequest one = contents.mergeRequest(repositoryId, number).orElseThrow();
        Map<String, String> before = git(repositoryId).all();
        git(repositoryId).merge(git(one.sourceRepositoryId()), one.source(), one.target());
        finish(repositoryId, number, "merged", "merge");
        pushed(git(repositoryId), before, git(repositoryId).all());
    }

    /** What was said of commits, oldest first. */
    public List<SimulatedStatus> statuses() {
        return results.statuses();
    }

    /**
     * Someone comments on a merge request.
     *
     * @return the comment's id
     */
    public String comment(long repositoryId, long number, String text) {
        return results.addComment(repositoryId, number, contents.actor(), text, false, null)
                .id();
    }

    /** Of each comment, also of one that was made by the API. */
    private void commented(SimulatedComment comment) {
        SimulatedMergeRequest on = contents.mergeRequest(comment.repositoryId(), comment.number())
                .orElseThrow();
        SimulatedRepository to = repositories.find(on.repositoryId()).orElseThrow();
        SimulatedRepository from = repositories.find(on.sourceRepositoryId()).orElseThrow();
        contents.touch(on);
        String commit = contents.sourceCommit(on).orElse("");
        String body = new DeliveryBodies(to, from, generation)
                .by(comment.author())
                .note(on, commit, comment);
        deliveries.send(repositories.hooks(to.id()), DeliveryEvent.NOTE, body);
    }

    private void finish(long repositoryId, long number, String state, String action) {
        SimulatedMergeRequest one = contents.mergeRequest(repositoryId, number).orElseThrow();
        contents.replace(one, one.in(state));
        tell(one, action);
    }

    private void tell(SimulatedMergeRequest one, String action) {
        tell(one, action, action.equals("update"));
    }

    private void tell(SimulatedMergeRequest one, String action, boolean byPush) {
        SimulatedRepository to = repositories.find(one.repositoryId()).orElseThrow();
        SimulatedRepository from = repositories.find(one.sourceRepositoryId()).orElseThrow();
        String commit = contents.sourceCommit(one).orElse("");
        String body = new DeliveryBodies(to, from, generation)
                .by(contents.actor())
                .mergeRequest(one, action, commit, byPush);
        deliveries.send(repositories.hooks(to.id()), DeliveryEvent.MERGE_REQUEST, body);
    }

    /**
     * A push to {@code refs/for/} and a branch (AGit flow, push-review mode) leaves no such ref behind: it makes a merge
     * request, or is the next version of the one that the same user made into that branch.
     */
    private void pushedForReview(SimulatedRepository to, String ref, String commit) {
        if (commit.equals(NOTHING)) {
            return;
        }
        git(to.id()).update(ref, NOTHING);
        String target = ref.substring(REVIEW.length());
        contents.mergeRequests(to.id()).stream()
                .filter(one -> one.isMadeByPush()
                        && one.state().equals("opened")
                        && one.target().equals(target)
                        && contents.author(one).equals(contents.actor()))
                .findFirst()
                .ifPresentOrElse(
                        one -> {
                            SimulatedMergeRequest now = one.at(commit);
                            contents.replace(one, now);
                            serve(now);
                            tell(now, "update");
                        },
                        () -> pushMergeRequest(to.id(), commit, "", target));
    }

    private void serve(SimulatedMergeRequest one) {
        if (servedAs != null && contents.sources(one.repositoryId()) instanceof GitSources git) {
            git.update(servedAs.formatted(one.number()), one.pushed());
        }
    }

    private Optional<GitSources> hosted(String fullPath) {
        return repositories
                .findByFullPath(fullPath)
                .map(repository -> contents.sources(repository.id()))
                .filter(GitSources.class::isInstance)
                .map(GitSources.class::cast);
    }

    private void pushed(GitSources to, Map<String, String> before, Map<String, String> after) {
        long id = Long.parseLong(to.directory().getFileName().toString().replace(".git", ""));
        Set<String> refs = new TreeSet<>(before.keySet());
        refs.addAll(after.keySet());
        for (String ref : refs) {
            String was = before.getOrDefault(ref, NOTHING);
            String is = after.getOrDefault(ref, NOTHING);
            if (!Objects.equals(was, is)) {
                pushed(repositories.find(id).orElseThrow(), ref, was, is);
            }
        }
    }

    private void pushed(SimulatedRepository to, String ref, String before, String after) {
        DeliveryBodies bodies = new DeliveryBodies(to).by(contents.actor());
        if (ref.startsWith(REVIEW)) {
            pushedForReview(to, ref, after);
            return;
        }
        if (!ref.startsWith("refs/heads/") && !ref.startsWith("refs/tags/")) {
            return;
        }
        repositories.touch(to.id());
        if (ref.startsWith("refs/tags/")) {
            deliveries.send(repositories.hooks(to.id()), DeliveryEvent.TAG_PUSH, bodies.tagPush(ref, before, after));
            return;
        }
        String[] messages = after.equals(NOTHING) ? new String[0] : new String[] {"a change"};
        deliveries.send(repositories.hooks(to.id()), DeliveryEvent.PUSH, bodies.push(ref, before, after, messages));
        contents.openFrom(to.id(), ref.replaceFirst("refs/heads/", "")).forEach(one -> {
            contents.touch(one);
            tell(one, "update");
        });
    }
}
