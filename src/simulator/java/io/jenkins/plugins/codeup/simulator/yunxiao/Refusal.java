package io.jenkins.plugins.codeup.simulator.yunxiao;

/** A request that is not served, and the words for it. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1;

    private final boolean byPlatform;
    private final int status;
    private final String code;

    private Refusal(boolean byPlatform, int status, String code, String message) {
        super(message, null, false, false);
        this.byPlatform = byPlatform;
        this.status = status;
        this.code = code;
    }

    /** The platform refuses; the request does not get to Codeup. */
    static Refusal platform(int status, String code, String message) {
        return new Refusal(true, status, code, message);
    }

    /** Codeup itself refuses. */
    static Refusal codeup(int status, String code, String message) {
        return new Refusal(false, status, code, message);
    }

    /** The code is assumed: no document tells how a missing file, branch or webhook is answered, but for the status. */
    static Refusal notFound(String what) {
        return codeup(404, "NotFound", what + "不存在");
    }

    /**
     * @return this refusal as Codeup's newer engine words it; that it does so on any of these statuses was seen
     */
    Refusal ofSystem(int newStatus) {
        if (byPlatform) {
            return this;
        }
        String family =
                switch (status) {
                    case 404 -> "NOT_FOUND";
                    case 403 -> "FORBIDDEN";
                    case 401 -> "UNAUTHORIZED";
                    default -> "UNKNOWN";
                };
        return codeup(newStatus, "SYSTEM_" + family + "_ERROR", getMessage());
    }

    boolean byPlatform() {
        return byPlatform;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }
}
