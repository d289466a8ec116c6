package io.jenkins.plugins.codeup.api;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serializable;
import java.net.URI;

/**
 * A call as it may be shown to people: without its query, where tokens can be.
 *
 * @param operation the operation's name in Codeup's documents, such as {@code AddWebhook}
 * @param method the HTTP method
 * @param target the URL; its query is dropped
 */
public record ApiCall(
        @NonNull String operation,
        @NonNull String method,
        @NonNull URI target) implements Serializable {

    public ApiCall {
        if (target.getRawQuery() != null) {
            target = URI.create(target.toString().replaceFirst("\\?.*", ""));
        }
    }

    @Override
    public String toString() {
        return operation + " (" + method + " " + target + ")";
    }
}
