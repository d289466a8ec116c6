package io.jenkins.plugins.codeup.simulator.http;

/** A request that no API takes as it is; each has words of its own for it. */
public final class BadRequest extends Exception {

    private static final long serialVersionUID = 1;

    public BadRequest(String why) {
        super(why, null, false, false);
    }
}
