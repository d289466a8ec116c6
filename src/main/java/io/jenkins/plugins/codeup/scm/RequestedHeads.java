package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import io.jenkins.plugins.codeup.client.Branch;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.MergeRequest;
import io.jenkins.plugins.codeup.client.Tag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jenkins.plugins.git.GitBranchSCMHead;
import jenkins.plugins.git.GitTagSCMHead;
import jenkins.scm.api.SCMHead;

/** Reads what one look into a repository is about: all there is, or the heads that alone are asked for. */
final class RequestedHeads {

    private final CodeupSCMSourceRequest request;
    private final ApiRepository repository;
    private final Map<String, Optional<Branch>> branches = new LinkedHashMap<>();
    private boolean allBranches;

    RequestedHeads(@NonNull CodeupSCMSourceRequest request, @NonNull ApiRepository repository) {
        this.request = request;
        this.repository = repository;
    }

    /** The default branch first: most who look for a Jenkinsfile find it there, and need not look further. */
    @NonNull
    List<Branch> branches() throws CodeupException, InterruptedException {
        if (request.only() == null) {
            repository.branches().forEach(branch -> branches.put(branch.name(), Optional.of(branch)));
            allBranches = true;
        } else {
            for (String name : names(GitBranchSCMHead.class)) {
                branch(name);
            }
        }
        return branches.values().stream()
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing(branch -> !branch.isDefault()))
                .toList();
    }

    /** Asked for or not, as merge requests have target branches. Each is read once. */
    @NonNull
    Optional<Branch> branch(@NonNull String name) throws CodeupException, InterruptedException {
        Optional<Branch> known = branches.get(name);
        if (known == null) {
            known = allBranches ? Optional.empty() : repository.branch(name);
            branches.put(name, known);
        }
        return known;
    }

    /** Those that are open. */
    @NonNull
    List<MergeRequest> mergeRequests() throws CodeupException, InterruptedException {
        if (request.only() == null) {
            return request.mergeRequests();
        }
        List<MergeRequest> found = new ArrayList<>();
        for (long number : numbers()) {
            repository.mergeRequest(number).filter(MergeRequest::open).ifPresent(found::add);
        }
        return found;
    }

    @NonNull
    List<Tag> tags() throws CodeupException, InterruptedException {
        if (request.only() == null) {
            return repository.tags();
        }
        List<Tag> found = new ArrayList<>();
        for (String name : names(GitTagSCMHead.class)) {
            repository.tag(name).ifPresent(found::add);
        }
        return found;
    }

    private Set<String> names(Class<? extends SCMHead> kind) {
        Set<String> names = new LinkedHashSet<>();
        only().stream().filter(kind::isInstance).forEach(head -> names.add(head.getName()));
        return names;
    }

    private Set<Long> numbers() {
        Set<Long> numbers = new LinkedHashSet<>();
        for (SCMHead head : only()) {
            if (head instanceof MergeRequestSCMHead one) {
                numbers.add(one.number());
            }
        }
        return numbers;
    }

    private Set<SCMHead> only() {
        return Util.fixNull(request.only());
    }
}
