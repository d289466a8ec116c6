package io.jenkins.plugins.codeup.simulator.data;

/**
 * A member of a repository.
 *
 * @param userId the id in Yunxiao, which authors of merge requests and senders of deliveries have too
 * @param blocked whether the membership does not count for now
 */
public record SimulatedMember(String userId, Role role, boolean blocked) {

    /** Who acts if nobody else is named. Not a member of any repository by himself. */
    public static final String SOMEONE = "5f00000000000000000000aa";

    public String state() {
        return blocked ? "blocked" : "active";
    }
}
