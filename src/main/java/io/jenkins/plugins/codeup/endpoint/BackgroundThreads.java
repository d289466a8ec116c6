package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * A few threads for one purpose, as core's own pools have no limit. They do not keep Jenkins from stopping, and end when they
 * have had nothing to do for some seconds.
 */
@Restricted(NoExternalUse.class)
public final class BackgroundThreads {

    private static final int IDLE_SECONDS = 10;

    private BackgroundThreads() {}

    /**
     * @param name of the threads, which are numbered
     * @param count how many work at once; the rest waits
     */
    @NonNull
    public static ThreadPoolExecutor create(@NonNull String name, int count) {
        return create(name, count, new LinkedBlockingQueue<>());
    }

    /**
     * @param queue where the rest waits; what has no room there is rejected
     */
    @NonNull
    public static ThreadPoolExecutor create(@NonNull String name, int count, @NonNull BlockingQueue<Runnable> queue) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                count,
                count,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                queue,
                new NamingThreadFactory(new DaemonThreadFactory(), name));
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
