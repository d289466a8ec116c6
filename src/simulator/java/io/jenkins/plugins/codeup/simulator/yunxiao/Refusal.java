package io.jenkins.plugins.codeup.simulator.yunxiao;

/** A request that is not served, and the words for it. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;

    Refusal(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    static Refusal notFound(String what) {
        return new Refusal(404, "NotFound", what + "不存在");
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }
}
