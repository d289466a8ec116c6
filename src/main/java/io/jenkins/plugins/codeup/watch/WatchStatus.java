package io.jenkins.plugins.codeup.watch;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.CodeupException;
import java.text.DateFormat;
import java.util.Date;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jvnet.localizer.LocaleProvider;

/** How the watch of an organization goes, since Jenkins started. Thread-safe. */
final class WatchStatus {

    private long lastSuccess;
    private int repositories;
    /** In the reader's language; null if the last round succeeded. */
    private Function<Locale, String> failure;

    private long failingSince;
    private volatile boolean pushesOnly;
    /** By the repository's number, or its name where that is not known. */
    private final Map<String, CodeupException> problems = new ConcurrentHashMap<>();

    /**
     * @param time in milliseconds since 1970
     * @param watched how many repositories are watched
     */
    synchronized void succeeded(long time, int watched) {
        lastSuccess = time;
        repositories = watched;
        failure = null;
    }

    synchronized void failed(@NonNull CodeupException why) {
        fail(why::describe);
    }

    /**
     * @param why in the language of whoever reads it
     */
    synchronized void fail(@NonNull Function<Locale, String> why) {
        if (failure == null) {
            failingSince = System.currentTimeMillis();
        }
        failure = why;
    }

    /**
     * @param why null if there is none any more
     */
    void problem(@NonNull String repository, @CheckForNull CodeupException why) {
        if (why == null) {
            problems.remove(repository);
        } else {
            problems.put(repository, why);
        }
    }

    /** Whether the connection's API does not tell enough of merge requests. */
    boolean isPushesOnly() {
        return pushesOnly;
    }

    void setPushesOnly(boolean only) {
        pushesOnly = only;
    }

    /**
     * @return when the last round succeeded, in milliseconds since 1970; 0 if none did
     */
    synchronized long lastSuccess() {
        return lastSuccess;
    }

    synchronized int repositories() {
        return repositories;
    }

    /**
     * @return since when rounds fail, in milliseconds since 1970; 0 if they do not
     */
    synchronized long failingSince() {
        return failure == null ? 0 : failingSince;
    }

    /**
     * @return why, in the reader's language, or null
     */
    @CheckForNull
    String failure() {
        Function<Locale, String> why;
        synchronized (this) {
            why = failure;
        }
        return why == null ? null : why.apply(LocaleProvider.getLocale());
    }

    /**
     * @param id the repository's number, or null if that is not known
     * @param named as the item names it
     * @return what keeps it from being watched, in the reader's language, or null
     */
    @CheckForNull
    String problem(@CheckForNull Long id, @NonNull String named) {
        CodeupException why = problems.get(id == null ? named : String.valueOf(id));
        return why == null ? null : why.describe(LocaleProvider.getLocale());
    }

    /**
     * @return for people
     */
    @NonNull
    static String text(long time) {
        return DateFormat.getDateTimeInstance(DateFormat.MEDIUM, DateFormat.MEDIUM, LocaleProvider.getLocale())
                .format(new Date(time));
    }
}
