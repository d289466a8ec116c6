package io.jenkins.plugins.codeup.simulator.data;

/**
 * What a user says of a hook.
 *
 * @param description never null
 * @param secretToken never null; empty for none
 */
public record HookSettings(
        String url,
        boolean pushEvents,
        boolean mergeRequestsEvents,
        boolean tagPushEvents,
        boolean noteEvents,
        boolean enableSslVerification,
        String description,
        String secretToken) {

    /**
     * @return a hook with everything that Codeup takes where a request leaves it out
     */
    public static HookSettings to(String url) {
        return new HookSettings(url, true, false, false, false, true, "", "");
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return url + " push=" + pushEvents + " merge_requests=" + mergeRequestsEvents + " tag_push=" + tagPushEvents
                + " note=" + noteEvents + " ssl_verification=" + enableSslVerification + " \"" + description + "\""
                + (secretToken.isEmpty() ? " without secret" : " with secret");
    }
}
