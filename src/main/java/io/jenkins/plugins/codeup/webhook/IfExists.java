package io.jenkins.plugins.codeup.webhook;

/** What to do about a hook to the place that is there already, at the first look. */
public enum IfExists {
    /** Make it as wanted. */
    RECONCILE,
    /** Leave it as it is. */
    KEEP,
    /** Fail. */
    FAIL
}
