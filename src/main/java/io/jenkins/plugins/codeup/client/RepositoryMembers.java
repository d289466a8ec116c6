package io.jenkins.plugins.codeup.client;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;

/** Lists the members of repositories with their roles. Failures are those of {@link CodeupClient}. */
public interface RepositoryMembers {

    /** What a member may do in a repository. Each role includes those before it. */
    enum Role {
        /** Reads. Also comments, makes merge requests by a push, and forks. */
        VIEWER(20),
        /** Pushes to branches that are not protected. */
        DEVELOPER(30),
        /** Changes webhooks, members and settings. */
        ADMINISTRATOR(40);

        private final int accessLevel;

        Role(int accessLevel) {
            this.accessLevel = accessLevel;
        }

        /**
         * @param accessLevel Codeup's number; a number between two roles means the lower one
         * @return null for less than a viewer, or if Codeup leaves it out
         */
        @CheckForNull
        public static Role of(@CheckForNull Long accessLevel) {
            Role found = null;
            for (Role role : values()) {
                if (accessLevel != null && accessLevel >= role.accessLevel) {
                    found = role;
                }
            }
            return found;
        }
    }

    /**
     * A member of a repository.
     *
     * @param userId the user's id in Yunxiao; the same as that of a merge request's author, and as {@code extern_uid} in
     *     deliveries. Names are no ids: users choose them
     * @param role null if the membership has no role, is blocked or has expired
     */
    record Member(@NonNull String userId, @CheckForNull Role role) {}

    /**
     * Codeup does not document whether members of the groups around the repository are among them.
     *
     * @return all members, of any role; one without a user id is left out
     */
    @NonNull
    List<Member> list(long repositoryId) throws CodeupException, InterruptedException;
}
