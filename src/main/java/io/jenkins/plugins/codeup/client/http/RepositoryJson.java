package io.jenkins.plugins.codeup.client.http;

import com.fasterxml.jackson.databind.JsonNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.Repository;

/** A repository in the words of Codeup's APIs, which differ in letter case and in a name or two. */
public final class RepositoryJson {

    private RepositoryJson() {}

    /**
     * @param answer where the repository stands in, for the error if it has no id
     */
    @NonNull
    public static Repository read(@NonNull ApiAnswer answer, @NonNull JsonNode repository) throws CodeupException {
        return new Repository(
                answer.required(LenientJson.number(repository, "Id", "id"), "Id of the repository"),
                LenientJson.text(repository, "PathWithNamespace", "pathWithNamespace"),
                LenientJson.text(repository, "WebUrl", "webUrl"),
                LenientJson.text(repository, "HttpUrlToRepository", "HttpUrlToRepo", "httpUrlToRepo"),
                LenientJson.text(repository, "SshUrlToRepository", "SshUrlToRepo", "sshUrlToRepo"),
                Boolean.TRUE.equals(LenientJson.bool(repository, "Archive", "Archived", "archived", "archive")));
    }
}
