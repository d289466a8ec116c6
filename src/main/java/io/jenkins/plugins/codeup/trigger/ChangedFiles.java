package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Job;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import io.jenkins.plugins.codeup.client.SourceReader;
import io.jenkins.plugins.codeup.connection.CodeupClients.Purpose;
import io.jenkins.plugins.codeup.delivery.ChangeFilter;
import io.jenkins.plugins.codeup.delivery.Delivery;
import io.jenkins.plugins.codeup.delivery.Delivery.MergeRequestInfo;
import io.jenkins.plugins.codeup.delivery.DeliveryFilter.Decision;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jvnet.localizer.Localizable;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Asks Codeup which files changed where a trigger selects files, as deliveries do not list them: one call for each build that
 * would be started. If Codeup cannot be asked, it is built, and the page says so.
 */
final class ChangedFiles {

    private final Job<?, ?> job;
    private final CodeupTrigger trigger;
    /** Null if the trigger selects no files. */
    private final ChangeFilter filter;

    /** What is to be compared. */
    private record Comparison(String from, String to, boolean straight) {}

    private ChangedFiles(Job<?, ?> job, CodeupTrigger trigger, @CheckForNull ChangeFilter filter) {
        this.job = job;
        this.trigger = trigger;
        this.filter = filter;
    }

    @NonNull
    static ChangedFiles of(@NonNull Job<?, ?> job, @NonNull CodeupTrigger trigger) {
        boolean selects = trigger.getPaths() != null || trigger.getExcludedPaths() != null;
        return new ChangedFiles(
                job, trigger, selects ? TriggerSettings.of(trigger).changes() : null);
    }

    /**
     * @param build called in another thread if it is to be built
     * @return whether Codeup is asked; else it is to be built at once
     */
    boolean asks(@NonNull FoldedDeliveries fold, @NonNull Runnable build) {
        Comparison comparison = filter != null && filter.needsFiles() ? comparison(fold) : null;
        if (comparison != null) {
            DeliveryQuestions.get().add(job, fold.deliveries(), () -> decide(fold, comparison, build));
        }
        return comparison != null;
    }

    /** Null for what has no files to compare, such as a tag, a new branch, or a delivery that lists its files. */
    @CheckForNull
    private static Comparison comparison(FoldedDeliveries fold) {
        Delivery newest = fold.newest();
        String commit = fold.commit();
        if (newest instanceof Delivery.Push push) {
            boolean listed =
                    push.commits().stream().anyMatch(one -> !one.paths().isEmpty());
            String before = fold.commitBefore();
            return listed || before == null || commit == null ? null : new Comparison(before, commit, true);
        }
        MergeRequestInfo info = newest instanceof Delivery.MergeRequest request ? request.info() : null;
        String source = info == null ? null : commit == null ? info.source() : commit;
        return source == null || info.target() == null ? null : new Comparison(info.target(), source, false);
    }

    private void decide(FoldedDeliveries fold, Comparison comparison, Runnable build) throws InterruptedException {
        Decision excluded = null;
        Localizable problem = null;
        try {
            OwnRepository repository = OwnRepository.of(job, trigger, fold.newest());
            CodeupClient client = repository.client(Purpose.OWN_CHANGES);
            SourceReader reader = client.sources();
            if (reader == null) {
                problem = Messages._ChangedFiles_noApi();
            } else {
                excluded = filter.excludedFiles(files(reader, client, repository, comparison));
            }
        } catch (OwnRepository.UnknownException e) {
            problem = e.reason();
        } catch (CodeupException e) {
            problem = Messages._CommentAuthors_cannotAsk(e.getMessage());
        }
        if (excluded != null) {
            fold.decided(JobDeliveryHandler.text(excluded));
            return;
        }
        Localizable why = problem;
        if (why != null) {
            fold.annotate(text -> Messages._ChangedFiles_unknown(text, why));
        }
        build.run();
    }

    private static Set<String> files(
            SourceReader reader, CodeupClient client, OwnRepository repository, Comparison comparison)
            throws CodeupException, InterruptedException {
        Ids ids = ExtensionList.lookupSingleton(Ids.class);
        String key = repository.connection().getName() + " " + repository.ref();
        try {
            return reader.listChangedFiles(
                    ids.of(key, client, repository.ref()), comparison.from, comparison.to, comparison.straight);
        } catch (CodeupException e) {
            if (e.kind() == CodeupException.Kind.NOT_FOUND) {
                // the path may be another repository's by now
                ids.forget(key);
            }
            throw e;
        }
    }

    /** Numbers of repositories that jobs name by path: a call to find one is made once. */
    @Extension
    @Restricted(NoExternalUse.class)
    public static final class Ids {

        private static final int MAX_REMEMBERED = 1_000;

        private final Map<String, Long> known = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                return size() > MAX_REMEMBERED;
            }
        };

        private long of(String key, CodeupClient client, RepositoryRef ref)
                throws CodeupException, InterruptedException {
            Long id;
            synchronized (this) {
                id = known.get(key);
            }
            if (id == null) {
                id = client.repositoryId(ref);
                synchronized (this) {
                    known.put(key, id);
                }
            }
            return id;
        }

        private synchronized void forget(String key) {
            known.remove(key);
        }
    }
}
