package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serializable;

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
        @NonNull String target) implements Serializable {

    public ApiCall {
        int query = target.indexOf('?');
        target = query < 0 ? target : target.substring(0, query);
    }

    @Override
    public String toString() {
        return operation + " (" + method + " " + target + ")";
    }
}
