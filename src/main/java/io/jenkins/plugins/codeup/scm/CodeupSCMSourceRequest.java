package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.TaskListener;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.MergeRequest;
import io.jenkins.plugins.codeup.client.RepositoryMembers.Role;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.client.SourceReader.Branch;
import io.jenkins.plugins.codeup.client.SourceReader.Tag;
import io.jenkins.plugins.codeup.connection.CodeupRoles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import jenkins.plugins.git.GitBranchSCMHead;
import jenkins.plugins.git.GitSCMSourceRequest;
import jenkins.plugins.git.GitTagSCMHead;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.SCMSourceOwner;
import jenkins.scm.api.mixin.ChangeRequestCheckoutStrategy;
import org.jvnet.localizer.Localizable;

/**
 * One scan of a repository, of all heads or of only those that an event names. Reads each branch and each list at most
 * once. Used by one thread.
 */
public class CodeupSCMSourceRequest extends GitSCMSourceRequest {

    private final Set<ChangeRequestCheckoutStrategy> origin;
    private final Set<ChangeRequestCheckoutStrategy> forks;
    private final boolean branchesWanted;
    private final boolean tagsWanted;
    private final Set<SCMHead> only;
    private final ApiRepository repository;
    private final CodeupSCMSource source;
    private final Map<String, Optional<Branch>> branches = new LinkedHashMap<>();
    private boolean allBranchesRead;
    private RepositoryScan scan;

    CodeupSCMSourceRequest(
            @NonNull SCMSource source, @NonNull CodeupSCMSourceContext context, @CheckForNull TaskListener log) {
        super(source, context, log);
        origin = EnumSet.copyOf(context.strategies(false));
        forks = EnumSet.copyOf(context.strategies(true));
        branchesWanted = context.wantBranches();
        tagsWanted = context.wantTags();
        only = context.observer().getIncludes();
        repository = context.repository();
        this.source = (CodeupSCMSource) source;
        scan = repository == null
                ? null
                : new RepositoryScan(repository, String.valueOf(this.source.getConnection()), new AtomicReference<>());
    }

    /**
     * @param begun reads, instead of a scan of this request's own
     * @return this request
     */
    @NonNull
    CodeupSCMSourceRequest of(@NonNull RepositoryScan begun) {
        scan = begun;
        return this;
    }

    /** What reads lists and files; null if nothing is read through the API. */
    RepositoryScan scan() {
        return scan;
    }

    boolean wantsBranches() {
        return branchesWanted;
    }

    boolean wantsTags() {
        return tagsWanted;
    }

    boolean wantsMergeRequests() {
        return !origin.isEmpty() || !forks.isEmpty();
    }

    /**
     * @return the ways in which such merge requests are built; empty if they are not built
     */
    @NonNull
    Set<ChangeRequestCheckoutStrategy> strategies(boolean fromFork) {
        return fromFork ? forks : origin;
    }

    /**
     * @return the heads to which this scan is limited, or null for a full scan
     */
    @CheckForNull
    Set<SCMHead> only() {
        return only;
    }

    /**
     * The branches of this scan, the default branch first: it mostly has the Jenkinsfile that a folder searches for.
     */
    @NonNull
    List<Branch> branches() throws CodeupException, InterruptedException {
        if (only == null) {
            scan.branches().forEach(branch -> branches.put(branch.name(), Optional.of(branch)));
            allBranchesRead = true;
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

    /** Any branch of the repository, such as a merge request's target branch; empty if it does not exist. */
    @NonNull
    Optional<Branch> branch(@NonNull String name) throws CodeupException, InterruptedException {
        Optional<Branch> known = branches.get(name);
        if (known == null) {
            known = allBranchesRead ? Optional.empty() : repository.branch(name);
            branches.put(name, known);
        }
        return known;
    }

    /** The open merge requests of this scan. */
    @NonNull
    List<MergeRequest> mergeRequests() throws CodeupException, InterruptedException {
        if (only == null) {
            return scan.openMergeRequests();
        }
        Set<Long> numbers = new LinkedHashSet<>();
        for (SCMHead head : only) {
            if (head instanceof MergeRequestSCMHead one) {
                numbers.add(one.number());
            }
        }
        List<MergeRequest> found = new ArrayList<>();
        for (long number : numbers) {
            repository.openMergeRequest(number).ifPresent(found::add);
        }
        return found;
    }

    /** The tags of this scan. */
    @NonNull
    List<Tag> tags() throws CodeupException, InterruptedException {
        if (only == null) {
            return scan.tags();
        }
        List<Tag> found = new ArrayList<>();
        for (String name : names(GitTagSCMHead.class)) {
            repository.tag(name).ifPresent(found::add);
        }
        return found;
    }

    /** Whether the branch has an open merge request within the repository. */
    boolean hasMergeRequest(@NonNull String branch) throws CodeupException, InterruptedException {
        return scan.openMergeRequests().stream()
                .anyMatch(one -> !one.isFromFork(repository.id())
                        && branch.equals(one.source().branch()));
    }

    /**
     * Asks Codeup for the author and his role. Whose role is not known has none.
     *
     * @return whether the author of the merge request may push to the repository
     */
    boolean isByDeveloper(@NonNull MergeRequestSCMHead head) throws InterruptedException {
        SCMSourceOwner owner = source.getOwner();
        String why;
        try {
            ApiRepository read = repository != null ? repository : source.open(listener());
            if (read == null || owner == null) {
                return false;
            }
            String userId = read.mergeRequest(head.number())
                    .map(MergeRequest::author)
                    .map(MergeRequest.Author::userId)
                    .orElse(null);
            CodeupRoles.Standing standing = CodeupRoles.get()
                    .of(owner.getFullName(), read.client(), new RepositoryRef(read.id(), null), userId);
            if (standing.isAtLeast(Role.DEVELOPER)) {
                return true;
            }
            Localizable problem = standing.problem();
            why = problem == null ? Messages.CodeupSCMSourceRequest_noDeveloper() : problem.toString();
        } catch (IOException e) {
            why = e.getMessage();
        }
        listener().getLogger().println(Messages.CodeupSCMSourceRequest_notTrusted(String.valueOf(head.number()), why));
        return false;
    }

    private Set<String> names(Class<? extends SCMHead> kind) {
        Set<String> names = new LinkedHashSet<>();
        Util.fixNull(only).stream().filter(kind::isInstance).forEach(head -> names.add(head.getName()));
        return names;
    }
}
