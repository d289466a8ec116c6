package io.jenkins.plugins.codeup.simulator.aliyun;

/** A request that is not served, and the words for it. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1;

    private final boolean byGateway;
    private final int status;
    private final String code;

    private Refusal(boolean byGateway, int status, String code, String message) {
        super(message, null, false, false);
        this.byGateway = byGateway;
        this.status = status;
        this.code = code;
    }

    /** Alibaba Cloud's gateway refuses; the request does not get to Codeup. */
    static Refusal gateway(int status, String code, String message) {
        return new Refusal(true, status, code, message);
    }

    /** Codeup itself refuses, in the envelope that its answers have. */
    static Refusal codeup(int status, String code, String message) {
        return new Refusal(false, status, code, message);
    }

    /**
     * @return this refusal as Codeup's newer engine words it; that it does so on any of these statuses was seen
     */
    Refusal ofSystem(int newStatus) {
        if (byGateway) {
            return this;
        }
        String family = code.equals("NOT_FOUND") ? "NOT_FOUND" : code.startsWith("Forbidden") ? "FORBIDDEN" : "UNAUTHORIZED";
        return codeup(newStatus, "SYSTEM_" + family + "_ERROR", getMessage());
    }

    boolean byGateway() {
        return byGateway;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }
}
