package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import io.jenkins.plugins.codeup.connection.CodeupConfiguration;
import io.jenkins.plugins.codeup.connection.CodeupConnection;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Reads what scans will need next while they work on what they have: Branch API looks at one repository and one branch
 * after the other, and would wait for each call. Each connection has as many threads as it allows calls; its scans share
 * them.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class ReadAhead {

    private static final Logger LOGGER = Logger.getLogger(ReadAhead.class.getName());

    private final Map<String, ThreadPoolExecutor> threads = new HashMap<>();

    /** Reads something into a {@link RepositoryScan}, where the scan then finds it. */
    interface Task {
        void read(@NonNull Window window) throws IOException, InterruptedException;
    }

    /** For an element that the scan leaves out. */
    static final Task NOTHING = window -> {};

    @NonNull
    static ReadAhead get() {
        return ExtensionList.lookupSingleton(ReadAhead.class);
    }

    /**
     * @param connection the name of a connection, or null for the default one
     * @param tasks for each element that the scan looks at one, in the same order; asked for by the scan's thread
     */
    @NonNull
    Window window(@CheckForNull String connection, @NonNull Iterator<Task> tasks) {
        CodeupConnection of = CodeupConfiguration.get().connection(connection);
        return new Window(threads(of.getName(), of.getMaxConcurrentCalls()), 4 * of.getMaxConcurrentCalls(), tasks);
    }

    private synchronized ThreadPoolExecutor threads(String connection, int number) {
        ThreadPoolExecutor pool = threads.computeIfAbsent(connection, name -> {
            ThreadPoolExecutor created = new ThreadPoolExecutor(
                    number,
                    number,
                    10,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    new NamingThreadFactory(new DaemonThreadFactory(), "Codeup read-ahead"));
            created.allowCoreThreadTimeOut(true);
            return created;
        });
        if (pool.getMaximumPoolSize() < number) {
            pool.setMaximumPoolSize(number);
            pool.setCorePoolSize(number);
        } else {
            pool.setCorePoolSize(number);
            pool.setMaximumPoolSize(number);
        }
        return pool;
    }

    @Terminator
    public static void stop() {
        ReadAhead all = get();
        synchronized (all) {
            all.threads.values().forEach(ThreadPoolExecutor::shutdownNow);
            all.threads.clear();
        }
    }

    /** What one scan reads ahead: no more than some elements ahead of the one that it looks at. */
    static final class Window implements AutoCloseable {

        private final ThreadPoolExecutor threads;
        private final int size;
        private final Iterator<Task> tasks;
        private int ahead;
        private volatile boolean closed;

        private Window(ThreadPoolExecutor threads, int size, Iterator<Task> tasks) {
            this.threads = threads;
            this.size = size;
            this.tasks = tasks;
        }

        /** The scan calls this before each of its elements. */
        void next() {
            ahead = Math.max(0, ahead - 1);
            while (ahead < size && tasks.hasNext()) {
                ahead++;
                submit(tasks.next());
            }
        }

        /** Reads one thing more, of an element that is being read. */
        void submit(@NonNull Task task) {
            if (!threads.isShutdown()) {
                threads.execute(() -> read(task));
            }
        }

        private void read(Task task) {
            if (closed) {
                return;
            }
            try {
                task.read(this);
            } catch (IOException | RuntimeException e) {
                // the scan asks again, and tells what is wrong
                LOGGER.log(Level.FINE, "could not read ahead", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** What was not begun is left to the scan. */
        @Override
        public void close() {
            closed = true;
        }
    }
}
