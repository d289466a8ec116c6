package io.jenkins.plugins.codeup.connection;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.RepositoryMembers.Member;
import io.jenkins.plugins.codeup.client.RepositoryMembers.Role;
import io.jenkins.plugins.codeup.client.RepositoryRef;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jvnet.localizer.Localizable;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * Roles of Codeup's users in repositories, asked of Codeup and remembered for minutes. Fails closed: a user whose role is
 * not known has none. Thread-safe; a question that is not remembered takes one or two calls, so that it is not for threads
 * that others wait for.
 */
@Extension
@Restricted(NoExternalUse.class)
public final class CodeupRoles {

    private static final Logger LOGGER = Logger.getLogger(CodeupRoles.class.getName());

    /** How long a role counts that was taken away in Codeup meanwhile. */
    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    private static final Duration FAILURE_REMEMBERED = Duration.ofSeconds(30);
    private static final int MAX_REMEMBERED = 1_000;

    private final Clock clock;

    /** The oldest first. */
    private final Map<Question, Members> remembered = new LinkedHashMap<>();

    /**
     * @param asker each item asks with credentials of its own, so that none learns what another may see
     */
    private record Question(String asker, RepositoryRef repository) {}

    /**
     * @param roles by the user's id
     * @param problem why Codeup could not be asked, or null
     */
    private record Members(
            Instant until,
            Map<String, Role> roles,
            @CheckForNull Localizable problem) {}

    /**
     * The role of a user in a repository.
     *
     * @param role null if the user is no member, or if it is not known
     * @param problem why it is not known, or null if it is
     */
    public record Standing(
            @CheckForNull Role role, @CheckForNull Localizable problem) {

        /**
         * @return whether the user has that role or one that includes it; false if that is not known
         */
        public boolean isAtLeast(@NonNull Role required) {
            return role != null && role.compareTo(required) >= 0;
        }
    }

    public CodeupRoles() {
        this(Clock.systemUTC());
    }

    CodeupRoles(@NonNull Clock clock) {
        this.clock = clock;
    }

    @NonNull
    public static CodeupRoles get() {
        return ExtensionList.lookupSingleton(CodeupRoles.class);
    }

    /**
     * @param asker the full name of the item that wants to know
     * @param client the item's, see {@link CodeupClients.Purpose}; called only if the answer is not remembered
     * @param repository where the role counts. Of a delivery only one that the item's configuration names: who may write
     *     deliveries may name any
     * @param userId {@link Member#userId}, or null if it is not known who it is
     */
    @NonNull
    public Standing of(
            @NonNull String asker,
            @NonNull CodeupClient client,
            @NonNull RepositoryRef repository,
            @CheckForNull String userId)
            throws InterruptedException {
        if (userId == null) {
            return new Standing(null, Messages._CodeupRoles_noUser());
        }
        Question question = new Question(asker, repository);
        Members members = recall(question);
        if (members == null) {
            members = ask(client, repository);
            remember(question, members);
        }
        return new Standing(members.roles.get(userId), members.problem);
    }

    /** Forgets all answers: other credentials may see other members. */
    synchronized void forget() {
        remembered.clear();
    }

    private synchronized Members recall(Question question) {
        Members members = remembered.get(question);
        return members != null && clock.instant().isBefore(members.until) ? members : null;
    }

    private synchronized void remember(Question question, Members members) {
        remembered.remove(question);
        if (remembered.size() >= MAX_REMEMBERED) {
            remembered.remove(remembered.keySet().iterator().next());
        }
        remembered.put(question, members);
    }

    private Members ask(CodeupClient client, RepositoryRef repository) throws InterruptedException {
        try {
            Map<String, Role> roles = new HashMap<>();
            for (Member member : client.members().list(client.repositoryId(repository))) {
                Role role = member.role();
                if (role != null) {
                    // a member by several ways is listed several times, which no document excludes
                    roles.merge(member.userId(), role, (one, other) -> one.compareTo(other) > 0 ? one : other);
                }
            }
            return new Members(clock.instant().plus(REMEMBERED), roles, null);
        } catch (CodeupException e) {
            LOGGER.log(
                    Level.WARNING, "The members of repository " + repository + " can't be read; nobody has a role", e);
            return new Members(
                    clock.instant().plus(FAILURE_REMEMBERED),
                    Map.of(),
                    Messages._CodeupRoles_failed(String.valueOf(repository), e.getMessage()));
        }
    }
}
