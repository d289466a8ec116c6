package io.jenkins.plugins.codeup.simulator.http;

import java.util.Optional;

/** One of Codeup's APIs, served beside the others by the same server. */
public interface SimulatedApi {

    /**
     * @return the name, in Codeup's documents, of the operation that this method and path stand for; empty if none of
     *     this API's
     */
    Optional<String> operation(ReceivedRequest request);

    /**
     * Does what an operation of this API does.
     *
     * @param request with the operation's name; without one where the request is no API's
     * @return the answer, a refusal included
     */
    Reply answer(ReceivedRequest request);
}
