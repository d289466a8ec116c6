package io.jenkins.plugins.codeup.jenkins;

import java.lang.management.ManagementFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.ObjectName;

/** The live objects of this JVM. */
public final class Heap {

    private static final Pattern TOTAL = Pattern.compile("^Total +\\d+ +(\\d+)", Pattern.MULTILINE);

    private Heap() {}

    /**
     * @return the size of all live objects, as counted by a full garbage collection
     */
    public static long liveBytes() throws Exception {
        Object histogram = ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        Matcher total = TOTAL.matcher((String) histogram);
        if (!total.find()) {
            throw new AssertionError("no total: " + histogram);
        }
        return Long.parseLong(total.group(1));
    }
}
