package io.jenkins.plugins.codeup.simulator.data;

/** What a member may do in a repository. */
public enum Role {
    VIEWER(20),
    DEVELOPER(30),
    ADMINISTRATOR(40);

    private final int accessLevel;

    Role(int accessLevel) {
        this.accessLevel = accessLevel;
    }

    /**
     * @return the number that Codeup has for it
     */
    public int accessLevel() {
        return accessLevel;
    }

    /** Hooks are an administrator's. */
    public boolean mayManageHooks() {
        return this == ADMINISTRATOR;
    }
}
