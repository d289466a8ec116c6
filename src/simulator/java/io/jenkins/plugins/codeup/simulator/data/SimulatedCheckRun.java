package io.jenkins.plugins.codeup.simulator.data;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A check of a commit.
 *
 * @param repositoryId the repository that has the merge request
 * @param writer who created it; nobody else may update it
 * @param fields what was stated last of it, with name, status, conclusion, output and annotations; not to be changed
 */
public record SimulatedCheckRun(long id, long repositoryId, String commit, String writer, ObjectNode fields) {

    public String name() {
        return fields.path("name").asText();
    }

    /** How it ended; empty for one that has not. */
    public String conclusion() {
        return fields.path("conclusion").asText();
    }

    SimulatedCheckRun with(ObjectNode changed) {
        return new SimulatedCheckRun(id, repositoryId, commit, writer, changed);
    }
}
