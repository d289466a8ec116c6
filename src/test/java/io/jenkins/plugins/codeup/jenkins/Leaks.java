package io.jenkins.plugins.codeup.jenkins;

import hudson.model.Job;
import hudson.model.Run;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import jenkins.model.Jenkins;
import org.apache.commons.io.FileUtils;
import org.kohsuke.stapler.export.ExportConfig;
import org.kohsuke.stapler.export.Flavor;
import org.kohsuke.stapler.export.Model;
import org.kohsuke.stapler.export.ModelBuilder;

/**
 * Looks for secrets in all that a Jenkins leaves behind: every file of its home (build logs, build.xml, config.xml,
 * what a Pipeline keeps of its steps), its system log, and the REST answers for every job and build.
 */
final class Leaks extends Handler {

    private static final Logger OURS = Logger.getLogger("io.jenkins.plugins.codeup");
    private static final int DEEP = 10;

    private final Set<String> secrets = ConcurrentHashMap.newKeySet();
    private final StringBuffer systemLog = new StringBuffer();

    Leaks() {
        setFormatter(new SimpleFormatter());
        listen();
    }

    /** Listens to the system log, and to this plugin's own loggers at the finest level, until it is closed. */
    void listen() {
        OURS.setLevel(Level.ALL);
        Logger.getLogger("").addHandler(this);
    }

    /** What was logged so far was searched. */
    void forgetLog() {
        systemLog.setLength(0);
    }

    void add(String secret) {
        if (!secret.isEmpty()) {
            secrets.add(secret);
        }
    }

    /** Fails if any secret is to be seen anywhere in the Jenkins that runs now. */
    void check() throws IOException {
        List<String> found = new ArrayList<>();
        search("the system log", systemLog.toString(), found);
        for (Job<?, ?> job : Jenkins.get().allItems(Job.class)) {
            search(job.getUrl() + "api", rest(job), found);
            for (Run<?, ?> run : job.getBuilds()) {
                search(run.getUrl() + "api", rest(run), found);
            }
        }
        for (File file : FileUtils.listFiles(Jenkins.get().getRootDir(), null, true)) {
            search(file.toString(), content(file.toPath()), found);
        }
        if (!found.isEmpty()) {
            throw new AssertionError(String.join("\n", found));
        }
    }

    /** Fails if any secret is to be seen in a text. */
    void check(String place, String text) {
        List<String> found = new ArrayList<>();
        search(place, text, found);
        if (!found.isEmpty()) {
            throw new AssertionError(String.join("\n", found));
        }
    }

    /** Jenkins may still be at work: a temporary file can be gone before it is read. */
    private static String content(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException gone) {
            return "";
        }
    }

    private void search(String place, String text, List<String> found) {
        secrets.stream().filter(text::contains).forEach(secret -> found.add(place + " shows " + secret));
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    private static String rest(Object bean) throws IOException {
        StringWriter text = new StringWriter();
        Model model = new ModelBuilder().get(bean.getClass());
        for (Flavor flavor : new Flavor[] {Flavor.JSON, Flavor.XML}) {
            model.writeTo(bean, 1 - DEEP, flavor.createDataWriter(bean, text, new ExportConfig()));
        }
        return text.toString();
    }

    @Override
    public void publish(LogRecord record) {
        systemLog.append(getFormatter().format(record));
    }

    @Override
    public void flush() {
        // nothing is held back
    }

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(this);
        OURS.setLevel(null);
    }
}
