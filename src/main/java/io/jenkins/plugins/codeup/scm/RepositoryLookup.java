package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.MergeRequest;
import io.jenkins.plugins.codeup.client.Repository;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.client.SourceReader;
import io.jenkins.plugins.codeup.client.SourceReader.Branch;
import io.jenkins.plugins.codeup.client.SourceReader.CommitText;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import jenkins.scm.api.SCMRevision;

/**
 * Finds a source's repository in Codeup, and remembers what scans have read of it as long as the source object lives. Only
 * saves calls: nothing that later events need is here alone. Thread-safe.
 */
final class RepositoryLookup {

    private final CodeupSCMSource source;
    private final Map<Long, MergeRequest> mergeRequests = new ConcurrentHashMap<>();
    /** The newest revisions that were found, by the names of their heads. */
    private final Map<String, SCMRevision> revisions = new ConcurrentHashMap<>();
    /** What the commits of branches say. */
    private final Map<String, CommitText> commits = new ConcurrentHashMap<>();

    private final ScanHandover handover = new ScanHandover();
    private volatile RepositoryLocation asked;
    private volatile String defaultBranch;
    /** Whether the API has read the repository, and not git. */
    private volatile boolean readByApi;

    RepositoryLookup(@NonNull CodeupSCMSource source) {
        this.source = source;
    }

    /**
     * @return where the repository is; null if Codeup was not asked yet
     */
    @CheckForNull
    RepositoryLocation known() {
        RepositoryLocation ofFolder = source.location();
        if (ofFolder != null) {
            return ofFolder;
        }
        RepositoryLocation last = asked;
        return last != null ? last : RepositoryLocation.OfSource.find(source.getOwner(), source.getRepository());
    }

    /** Whether this was the number of the repository at the last scan, whatever it is called today. */
    boolean isNumbered(@CheckForNull Long id) {
        RepositoryLocation known = known();
        return known != null && id != null && known.id() == id;
    }

    /**
     * @return the page of the repository, guessed before Codeup was asked; null if it cannot be
     */
    @CheckForNull
    String page() {
        RepositoryLocation known = known();
        String told = known == null ? null : known.webUrl();
        return told == null ? RepositoryPage.of(source.getRemote()) : told;
    }

    /**
     * @return where the repository is; asks Codeup if that is not known yet
     */
    @NonNull
    RepositoryLocation location(@NonNull CodeupClient client) throws IOException, InterruptedException {
        RepositoryLocation known = known();
        return known == null ? ask(client) : known;
    }

    /**
     * @return where the repository is that the API has read; null if it has not, or git did
     */
    @CheckForNull
    RepositoryLocation scannedLocation() {
        return readByApi ? known() : null;
    }

    /** Asks Codeup where the repository is now. */
    @NonNull
    RepositoryLocation ask(@NonNull CodeupClient client) throws IOException, InterruptedException {
        RepositoryRef ref = source.repositoryRef();
        if (ref == null) {
            throw new AbortException(Messages.CodeupSCMSource_repository());
        }
        RepositoryLocation found = RepositoryLocation.of(repository(client, ref));
        asked = found;
        return found;
    }

    /** A repository that was renamed since the last scan is found by its number. */
    private Repository repository(CodeupClient client, RepositoryRef ref) throws CodeupException, InterruptedException {
        try {
            return client.getRepository(ref);
        } catch (CodeupException e) {
            RepositoryLocation known = known();
            if (e.kind() != CodeupException.Kind.NOT_FOUND || known == null) {
                throw e;
            }
            return client.getRepository(new RepositoryRef(known.id(), null));
        }
    }

    /**
     * @return the repository as the API reads it, or null if this API reads no repositories and git has to
     */
    @CheckForNull
    ApiRepository open(@NonNull CodeupClient client) throws IOException, InterruptedException {
        RepositoryLocation known = location(client);
        SourceReader reader = client.sources();
        readByApi = reader != null;
        return reader == null ? null : new ApiRepository(client, reader, known);
    }

    /**
     * @param full whether this is a scan of all heads, and not of those of an event
     * @return a scan of the repository; after that of an organization folder it goes on with what that has read
     */
    @NonNull
    RepositoryScan scan(@NonNull ApiRepository opened, boolean full) {
        if (full) {
            return handover.begin(source, opened);
        }
        ScanHandover.event(source.getId());
        return new RepositoryScan(opened, String.valueOf(source.getConnection()), new AtomicReference<>());
    }

    /**
     * @param path gets the path of the file that the scan of an organization folder searches for
     */
    void searchFor(@NonNull AtomicReference<String> path) {
        handover.searchFor(path);
    }

    /**
     * @return the scan of an organization folder that has not come to this repository yet; null if it has
     */
    @CheckForNull
    RepositoryScan folderScan(@NonNull ApiRepository opened) {
        return handover.ahead(opened, String.valueOf(source.getConnection()));
    }

    void forgetFolderScan() {
        handover.forget();
    }

    /** Remembers the default branch that a full scan has read. */
    void scanned(@NonNull Branch ofRepository) {
        defaultBranch = ofRepository.name();
    }

    /**
     * @return the default branch, read now if no scan has read it; null if there is none
     */
    @CheckForNull
    String defaultBranch(@NonNull ApiRepository opened) throws CodeupException, InterruptedException {
        String scanned = defaultBranch;
        return scanned != null
                ? scanned
                : opened.defaultBranch().map(Branch::name).orElse(null);
    }

    /** Whether this is the default branch, as read by the last full scan or stored with the project. */
    boolean isDefaultBranch(@NonNull String name) {
        String scanned = defaultBranch;
        return scanned != null
                ? scanned.equals(name)
                : MetadataActions.storedDefaultBranches(source.getOwner(), source.getRemote())
                        .contains(name);
    }

    /** Remembers a merge request, so that its metadata need not be asked for again. */
    void scanned(@NonNull MergeRequest one) {
        mergeRequests.put(one.number(), one);
    }

    @CheckForNull
    MergeRequest mergeRequest(long number) {
        return mergeRequests.get(number);
    }

    /** Remembers a revision that Branch API is about to be told of. */
    void scanned(@NonNull SCMRevision revision) {
        revisions.put(revision.getHead().getName(), revision);
    }

    /**
     * @param head the name of a head
     * @return its newest revision, as far as that was read
     */
    @CheckForNull
    SCMRevision revision(@NonNull String head) {
        return revisions.get(head);
    }

    /** Remembers the newest commit of a branch. */
    void scannedCommit(@NonNull Branch branch) {
        commits.put(branch.commit(), branch.about());
    }

    /**
     * @return what a commit says, as far as that was read
     */
    @CheckForNull
    CommitText about(@NonNull String commit) {
        return commits.get(commit);
    }

    /** A scan reads everything anew. */
    void forget() {
        mergeRequests.clear();
        revisions.clear();
        commits.clear();
    }
}
