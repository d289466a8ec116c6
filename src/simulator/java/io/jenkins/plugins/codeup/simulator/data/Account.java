package io.jenkins.plugins.codeup.simulator.data;

import java.util.Set;

/**
 * Someone who calls.
 *
 * @param role the role in every repository of the organizations
 * @param organizations the ids of the organizations that the account is a member of; none stands for all
 */
public record Account(Role role, Set<String> organizations) {

    public Account {
        organizations = Set.copyOf(organizations);
    }

    public static Account administrator() {
        return of(Role.ADMINISTRATOR);
    }

    /** Someone with this role in every repository of every organization. */
    public static Account of(Role role) {
        return new Account(role, Set.of());
    }

    public boolean isMemberOf(String organizationId) {
        return organizations.isEmpty() || organizations.contains(organizationId);
    }
}
