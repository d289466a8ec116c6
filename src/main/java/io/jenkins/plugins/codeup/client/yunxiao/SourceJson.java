package io.jenkins.plugins.codeup.client.yunxiao;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.codeup.client.Branch;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.FileEntry;
import io.jenkins.plugins.codeup.client.MergeRequest;
import io.jenkins.plugins.codeup.client.Tag;
import io.jenkins.plugins.codeup.client.http.ApiAnswer;
import io.jenkins.plugins.codeup.client.http.LenientJson;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;

/** Branches, tags, files and merge requests in the words of the Yunxiao API. */
final class SourceJson {

    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);
    private static final Set<String> OVER = Set.of("closed", "merged");

    private SourceJson() {}

    static Branch branch(ApiAnswer answer, JsonNode branch) throws CodeupException {
        return new Branch(
                answer.required(LenientJson.text(branch, "name"), "name of the branch"),
                commit(answer, branch),
                time(branch),
                Boolean.TRUE.equals(LenientJson.bool(branch, "defaultBranch", "isDefault", "default")));
    }

    static Tag tag(ApiAnswer answer, JsonNode tag) throws CodeupException {
        return new Tag(
                answer.required(LenientJson.text(tag, "name"), "name of the tag"), commit(answer, tag), time(tag));
    }

    private static String commit(ApiAnswer answer, JsonNode ref) throws CodeupException {
        return answer.required(LenientJson.text(ref.path("commit"), "id", "sha"), "id of the commit");
    }

    private static Instant time(JsonNode ref) {
        String text = LenientJson.text(ref.path("commit"), "committedDate", "authoredDate", "createdAt");
        return text == null ? null : time(text.trim());
    }

    /** With an offset, or, as some documents have it, without: then it is China's time. */
    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException withoutOffset) {
            try {
                return LocalDateTime.parse(text.replace(' ', 'T')).toInstant(CHINA);
            } catch (DateTimeException noTime) {
                return null;
            }
        }
    }

    /** As text, or in Base64 where the answer says so. */
    static byte[] content(ApiAnswer answer, JsonNode file) throws CodeupException {
        JsonNode content = file.path("content");
        if (!content.isTextual()) {
            throw answer.unreadable("the answer says success, but has no content of the file");
        }
        if (!"base64".equalsIgnoreCase(LenientJson.text(file, "encoding"))) {
            return content.asText().getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getMimeDecoder().decode(content.asText());
        } catch (IllegalArgumentException e) {
            throw answer.unreadable("the content of the file is not the Base64 that it says it is");
        }
    }

    static FileEntry entry(ApiAnswer answer, JsonNode entry) throws CodeupException {
        String path = answer.required(LenientJson.text(entry, "path", "name"), "path of the file");
        boolean directory = "tree".equalsIgnoreCase(LenientJson.text(entry, "type"));
        return new FileEntry(path.replaceAll("^/+|/+$", ""), directory);
    }

    static MergeRequest mergeRequest(ApiAnswer answer, JsonNode request) throws CodeupException {
        String title = LenientJson.text(request, "title");
        String state = LenientJson.text(request, "status", "state");
        return new MergeRequest(
                answer.required(LenientJson.number(request, "localId", "iid"), "localId of the merge request"),
                title == null ? "" : title,
                state == null || !OVER.contains(state.toLowerCase(Locale.ROOT)),
                new MergeRequest.Source(
                        LenientJson.number(request, "sourceProjectId"),
                        answer.required(LenientJson.text(request, "sourceBranch"), "sourceBranch"),
                        LenientJson.text(request, "sourceCommitId")),
                answer.required(LenientJson.text(request, "targetBranch"), "targetBranch"),
                author(request.path("author")),
                LenientJson.text(request, "detailUrl", "webUrl"));
    }

    private static MergeRequest.Author author(JsonNode author) {
        return author.isObject()
                ? new MergeRequest.Author(
                        LenientJson.text(author, "name"),
                        LenientJson.text(author, "username"),
                        LenientJson.text(author, "email"))
                : null;
    }
}
