package io.jenkins.plugins.codeup.trigger;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Job;
import hudson.plugins.git.GitSCM;
import io.jenkins.plugins.codeup.delivery.DeliveredRepository;
import io.jenkins.plugins.codeup.delivery.Delivery;
import java.util.List;
import java.util.stream.Stream;
import jenkins.triggers.SCMTriggerItem;
import org.eclipse.jgit.transport.RemoteConfig;
import org.eclipse.jgit.transport.URIish;

/** Jobs that get their sources by the git plugin: they build the commit that was pushed, not what came after it. */
@Extension
public class GitSources implements JobSources {

    @Override
    public List<String> urls(Job<?, ?> job) {
        return remotes(job).map(URIish::toPrivateString).toList();
    }

    /** The commit goes with the job's own spelling of the URL: the git plugin compares it letter by letter. */
    @Override
    public List<Action> actions(Job<?, ?> job, Delivery delivery, String commit, String place) {
        DeliveredRepository repository = delivery.repository();
        if (repository == null) {
            return List.of();
        }
        return remotes(job)
                .filter(remote -> repository.isAt(remote.toPrivateString()))
                .findFirst()
                .<List<Action>>map(remote -> List.of(new PushedCommitAction(commit, remote, place)))
                .orElse(List.of());
    }

    private static Stream<URIish> remotes(Job<?, ?> job) {
        SCMTriggerItem item = SCMTriggerItem.SCMTriggerItems.asSCMTriggerItem(job);
        return item == null
                ? Stream.empty()
                : item.getSCMs().stream()
                        .filter(GitSCM.class::isInstance)
                        .flatMap(scm -> ((GitSCM) scm).getRepositories().stream())
                        .map(RemoteConfig::getURIs)
                        .flatMap(List::stream);
    }
}
