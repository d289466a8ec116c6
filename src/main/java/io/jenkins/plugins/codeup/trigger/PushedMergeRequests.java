package io.jenkins.plugins.codeup.trigger;

import com.cloudbees.plugins.credentials.common.StandardUsernameCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.model.Job;
import hudson.model.TaskListener;
import hudson.plugins.git.GitSCM;
import hudson.plugins.git.GitTool;
import hudson.plugins.git.UserRemoteConfig;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.MergeRequest;
import io.jenkins.plugins.codeup.client.RepositoryMembers.Role;
import io.jenkins.plugins.codeup.client.SourceReader;
import io.jenkins.plugins.codeup.client.SourceReader.SourceVersion;
import io.jenkins.plugins.codeup.connection.CodeupClients.Purpose;
import io.jenkins.plugins.codeup.connection.CodeupRoles;
import io.jenkins.plugins.codeup.connection.CodeupRoles.Standing;
import io.jenkins.plugins.codeup.connection.CredentialsLookup;
import io.jenkins.plugins.codeup.delivery.DeliveredRepository;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.DeliveryFilter.Decision;
import io.jenkins.plugins.codeup.delivery.PlainText;
import io.jenkins.plugins.codeup.endpoint.AcceptedDelivery;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import jenkins.triggers.SCMTriggerItem;
import org.eclipse.jgit.transport.RemoteConfig;
import org.eclipse.jgit.transport.URIish;
import org.jenkinsci.plugins.gitclient.Git;
import org.jenkinsci.plugins.gitclient.GitClient;
import org.jvnet.localizer.Localizable;

/**
 * Merge requests that pushes made, in jobs whose trigger builds them. A push needs no more than the right to read, so who
 * pushed and who opened the merge request must be developers. The commit is that of the newest version that Codeup tells, and
 * the job must fetch the ref that has it.
 */
final class PushedMergeRequests {

    private static final int MAX_NAME = 200;

    private final Job<?, ?> job;
    private final Delivery delivery;
    private final String number;
    private final OwnRepository repository;
    private final SourceReader reader;
    private final long repositoryId;

    /** Why there is no build. */
    private static final class NotBuiltException extends Exception {

        private static final long serialVersionUID = 1;

        private final transient Localizable reason;

        NotBuiltException(Localizable reason) {
            super(reason.toString());
            this.reason = reason;
        }
    }

    private PushedMergeRequests(Job<?, ?> job, CodeupTrigger trigger, Delivery delivery, String number)
            throws IOException, InterruptedException, OwnRepository.UnknownException {
        this.job = job;
        this.delivery = delivery;
        this.number = number;
        repository = OwnRepository.of(job, trigger, delivery);
        CodeupClient client = repository.client(Purpose.OWN_CHANGES);
        SourceReader sources = client.sources();
        if (sources == null) {
            throw new OwnRepository.UnknownException(Messages._PushedMergeRequests_noApi());
        }
        reader = sources;
        repositoryId = client.repositoryId(repository.ref());
    }

    /**
     * @return whether Codeup is asked before the merge request is built
     */
    static boolean isAsked(@NonNull Delivery delivery) {
        return delivery instanceof Delivery.MergeRequest request
                && request.info().madeByPush();
    }

    /**
     * Ends the delivery if it cannot be built.
     *
     * @param build called in another thread if it is built
     */
    static void ask(
            @NonNull Job<?, ?> job,
            @NonNull CodeupTrigger trigger,
            @NonNull AcceptedDelivery accepted,
            @NonNull Decision decision,
            @NonNull Consumer<FoldedDeliveries> build) {
        DeliveryQuestions.get().add(job, List.of(accepted), () -> {
            Delivery delivery = accepted.delivery();
            String number = decision.arguments().get(0);
            try {
                CodeupBuildAction action = new PushedMergeRequests(job, trigger, delivery, number)
                        .action(new CodeupBuildAction(delivery, accepted.id()));
                build.accept(FoldedDeliveries.of(accepted, decision, action));
            } catch (NotBuiltException e) {
                accepted.decided(e.reason);
            } catch (OwnRepository.UnknownException e) {
                accepted.decided(Messages._PushedMergeRequests_cannotAsk(number, e.reason()));
            } catch (IOException e) {
                accepted.decided(Messages._PushedMergeRequests_cannotAsk(
                        number, Messages._CommentAuthors_cannotAsk(e.getMessage())));
            }
        });
    }

    private CodeupBuildAction action(CodeupBuildAction ofDelivery)
            throws IOException, InterruptedException, NotBuiltException, OwnRepository.UnknownException {
        MergeRequest one = number.matches("[0-9]{1,18}")
                ? reader.findMergeRequest(repositoryId, Long.parseLong(number)).orElse(null)
                : null;
        SourceVersion version = one == null
                ? null
                : reader.findSourceVersion(repositoryId, one.number()).orElse(null);
        if (version == null) {
            throw new NotBuiltException(Messages._PushedMergeRequests_noCommit(number));
        }
        checkDeveloper(delivery.sender().id(), delivery.sender().shown());
        MergeRequest.Author author = one.author();
        checkDeveloper(author == null ? null : author.userId(), author == null ? "?" : author.name());
        String ref = ref(one, version);
        if (ref == null) {
            throw new NotBuiltException(Messages._PushedMergeRequests_noRef(number, version.commit()));
        }
        checkFetched(ref);
        return ofDelivery.at(version.commit(), ref);
    }

    private void checkDeveloper(@CheckForNull String userId, @CheckForNull String name)
            throws InterruptedException, NotBuiltException, OwnRepository.UnknownException {
        Standing standing =
                CodeupRoles.get().of(job.getFullName(), repository.client(Purpose.OWN_ROLES), repository.ref(), userId);
        if (!standing.isAtLeast(Role.DEVELOPER)) {
            String shown = PlainText.line(name, MAX_NAME);
            Localizable problem = standing.problem();
            throw new NotBuiltException(
                    problem == null
                            ? Messages._PushedMergeRequests_notAllowed(number, shown)
                            : Messages._PushedMergeRequests_unknown(number, shown, problem));
        }
    }

    /** The ref that a probe finds, else a branch at that commit. */
    private String ref(MergeRequest one, SourceVersion version) throws IOException, InterruptedException {
        UserRemoteConfig remote = gits().stream()
                .flatMap(git -> git.getUserRemoteConfigs().stream())
                .filter(config -> isDelivered(config.getUrl()))
                .findFirst()
                .orElse(null);
        String url = remote == null ? null : remote.getUrl();
        // without a checkout by git there is nothing to ask with
        String ref = url == null
                ? one.source().ref()
                : PushedRefs.get()
                        .find(
                                repository.connection().getName(),
                                url,
                                one,
                                version,
                                () -> git(remote),
                                TaskListener.NULL);
        String branch = one.source().branch();
        return ref == null
                        && branch != null
                        && reader.findBranch(repositoryId, branch)
                                .filter(found -> found.commit().equals(version.commit()))
                                .isPresent()
                ? "refs/heads/" + branch
                : ref;
    }

    private List<GitSCM> gits() {
        SCMTriggerItem item = SCMTriggerItem.SCMTriggerItems.asSCMTriggerItem(job);
        return item == null
                ? List.of()
                : item.getSCMs().stream()
                        .filter(GitSCM.class::isInstance)
                        .map(GitSCM.class::cast)
                        .toList();
    }

    private boolean isDelivered(@CheckForNull String url) {
        DeliveredRepository delivered = delivery.repository();
        return delivered != null && url != null && delivered.isAt(url);
    }

    /** A git client of Jenkins itself, with the job's own credentials. */
    private GitClient git(UserRemoteConfig remote) throws IOException, InterruptedException {
        GitClient git = Git.with(TaskListener.NULL, new EnvVars(EnvVars.masterEnvVars))
                .using(GitTool.getDefaultInstallation().getGitExe())
                .getClient();
        String id = remote.getCredentialsId();
        if (id != null && CredentialsLookup.of(job).find(id) instanceof StandardUsernameCredentials credentials) {
            git.addDefaultCredentials(credentials);
        }
        return git;
    }

    /** Otherwise git would not know the commit when the build begins. */
    private void checkFetched(String ref) throws NotBuiltException {
        List<RemoteConfig> remotes = gits().stream()
                .flatMap(git -> git.getRepositories().stream())
                .filter(remote ->
                        remote.getURIs().stream().map(URIish::toPrivateString).anyMatch(this::isDelivered))
                .toList();
        boolean fetched = remotes.isEmpty()
                || remotes.stream()
                        .flatMap(remote -> remote.getFetchRefSpecs().stream())
                        .anyMatch(spec -> spec.matchSource(ref));
        if (!fetched) {
            String all = ref.replaceFirst("/[0-9]+/", "/*/");
            String refspec = "+" + all + ":" + all.replaceFirst("^refs/(heads/)?", "refs/remotes/origin/");
            throw new NotBuiltException(Messages._PushedMergeRequests_notFetched(number, ref, refspec));
        }
    }
}
