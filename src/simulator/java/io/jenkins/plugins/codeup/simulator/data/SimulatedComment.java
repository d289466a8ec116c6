package io.jenkins.plugins.codeup.simulator.data;

/**
 * A comment on a merge request as a whole.
 *
 * @param id 32 hexadecimal digits
 * @param number the merge request
 * @param author the id of the user who wrote it
 * @param parent the comment that it replies to, or null
 */
public record SimulatedComment(
        String id,
        long repositoryId,
        long number,
        String author,
        String content,
        boolean resolved,
        String parent) {

    /**
     * @param newContent null to leave it
     * @param nowResolved null to leave it
     */
    SimulatedComment with(String newContent, Boolean nowResolved) {
        return new SimulatedComment(
                id,
                repositoryId,
                number,
                author,
                newContent == null ? content : newContent,
                nowResolved == null ? resolved : nowResolved,
                parent);
    }
}
