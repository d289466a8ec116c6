package io.jenkins.plugins.codeup.client.yunxiao;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;

/**
 * A user or an organization as the Yunxiao API tells it.
 *
 * @param id what other calls take
 * @param name what people know it by, or null where Codeup left it out
 */
public record NamedId(@NonNull String id, @CheckForNull String name) {}
