package io.jenkins.plugins.codeup.simulator.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What was said of commits and merge requests: statuses, check runs and comments. Each method is one atomic step. */
public final class Results {

    private final List<SimulatedStatus> statuses = new ArrayList<>();
    private final Map<Long, SimulatedCheckRun> checkRuns = new LinkedHashMap<>();
    private final Map<String, SimulatedComment> comments = new LinkedHashMap<>();
    private volatile Consumer<SimulatedComment> listener = comment -> {};
    private long last;

    /** Is told of each new comment. */
    public void listen(Consumer<SimulatedComment> told) {
        listener = told;
    }

    public synchronized void add(SimulatedStatus status) {
        statuses.add(status);
    }

    /** In the order in which they were said. */
    public synchronized List<SimulatedStatus> statuses() {
        return List.copyOf(statuses);
    }

    /** What Codeup shows of a commit: the newest status of each context, letter case aside. */
    public synchronized Map<String, SimulatedStatus> statusesOf(String commit) {
        Map<String, SimulatedStatus> newest = new LinkedHashMap<>();
        statuses.stream()
                .filter(one -> one.commit().equals(commit))
                .forEach(one -> newest.put(one.context().toLowerCase(Locale.ROOT), one));
        return newest;
    }

    /** Empty if this writer has one of that name for that commit. */
    public synchronized Optional<SimulatedCheckRun> addCheckRun(
            long repositoryId, String commit, String writer, ObjectNode fields) {
        SimulatedCheckRun made = new SimulatedCheckRun(++last, repositoryId, commit, writer, fields);
        boolean exists = checkRuns(repositoryId, commit).stream()
                .anyMatch(one -> one.writer().equals(writer) && one.name().equals(made.name()));
        if (exists) {
            return Optional.empty();
        }
        checkRuns.put(made.id(), made);
        return Optional.of(made);
    }

    public synchronized Optional<SimulatedCheckRun> checkRun(long repositoryId, long id) {
        return Optional.ofNullable(checkRuns.get(id)).filter(one -> one.repositoryId() == repositoryId);
    }

    public synchronized SimulatedCheckRun update(SimulatedCheckRun one, ObjectNode fields) {
        SimulatedCheckRun changed = one.with(fields);
        checkRuns.put(one.id(), changed);
        return changed;
    }

    /** Of all writers, oldest first. */
    public synchronized List<SimulatedCheckRun> checkRuns(long repositoryId, String commit) {
        return checkRuns.values().stream()
                .filter(one -> one.repositoryId() == repositoryId && one.commit().equals(commit))
                .toList();
    }

    /**
     * @param parent the comment that it replies to, or null
     */
    public SimulatedComment addComment(
            long repositoryId, long number, String author, String content, boolean resolved, String parent) {
        SimulatedComment made;
        synchronized (this) {
            String id = "c%031x".formatted(++last);
            made = new SimulatedComment(id, repositoryId, number, author, content, resolved, parent);
            comments.put(id, made);
        }
        listener.accept(made);
        return made;
    }

    public synchronized Optional<SimulatedComment> comment(long repositoryId, long number, String id) {
        return Optional.ofNullable(comments.get(id))
                .filter(one -> one.repositoryId() == repositoryId && one.number() == number);
    }

    /**
     * @param content null to leave it
     * @param resolved null to leave it
     */
    public synchronized SimulatedComment update(SimulatedComment one, String content, Boolean resolved) {
        SimulatedComment changed = one.with(content, resolved);
        comments.put(one.id(), changed);
        return changed;
    }

    public synchronized void removeComment(String id) {
        comments.remove(id);
    }

    /** With replies, oldest first. */
    public synchronized List<SimulatedComment> comments(long repositoryId, long number) {
        return comments.values().stream()
                .filter(one -> one.repositoryId() == repositoryId && one.number() == number)
                .toList();
    }
}
