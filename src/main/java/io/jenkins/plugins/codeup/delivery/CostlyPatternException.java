package io.jenkins.plugins.codeup.delivery;

/** A pattern takes more steps over a text than any sensible one does. */
final class CostlyPatternException extends RuntimeException {

    private static final long serialVersionUID = 1;

    CostlyPatternException() {
        super("the pattern takes too many steps", null, false, false);
    }
}
