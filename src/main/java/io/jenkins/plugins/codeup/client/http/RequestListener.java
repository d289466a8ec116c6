package io.jenkins.plugins.codeup.client.http;

import edu.umd.cs.findbugs.annotations.NonNull;

/** Is told of each request just before it leaves, for people who want to see what goes out. */
@FunctionalInterface
public interface RequestListener {

    /**
     * @param request what will be sent; its text shows no secret
     */
    void sending(@NonNull SentRequest request);
}
