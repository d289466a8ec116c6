package io.jenkins.plugins.codeup.hooks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.RepositoryUrl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A delivery's body as people may see it: without secrets, and without e-mail addresses for those who may not see them. */
final class ShownBody {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SECRET = Pattern.compile("(?i).*(token|secret|password|passwd|aliyun_pk).*");
    private static final Pattern ADDRESS = Pattern.compile("[^\\s<>\"@]{1,100}@[^\\s<>\"@/:]{1,100}\\.[A-Za-z]{2,20}");
    private static final String CUT = "****";
    private static final int MAX_LENGTH = 100_000;

    private ShownBody() {}

    /**
     * @param withAddresses whether e-mail addresses are shown
     * @return indented JSON, or the text as it is if it is no JSON
     */
    @NonNull
    static String of(@NonNull byte[] body, boolean withAddresses) {
        String shown;
        try {
            JsonNode tree = JSON.readTree(body);
            shown = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(cut(tree, withAddresses));
        } catch (JsonProcessingException e) {
            shown = cut(new String(body, StandardCharsets.UTF_8), withAddresses);
        } catch (IOException e) {
            throw new IllegalStateException("it is read from memory", e);
        }
        return shown.length() <= MAX_LENGTH ? shown : shown.substring(0, MAX_LENGTH) + "...";
    }

    private static JsonNode cut(JsonNode node, boolean withAddresses) {
        if (node instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                boolean secret =
                        SECRET.matcher(name).matches() && object.get(name).isValueNode();
                object.set(name, secret ? TextNode.valueOf(CUT) : cut(object.get(name), withAddresses));
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, cut(array.get(i), withAddresses));
            }
        } else if (node instanceof TextNode text) {
            return TextNode.valueOf(cut(text.asText(), withAddresses));
        }
        return node;
    }

    private static String cut(String text, boolean withAddresses) {
        String shown = text.contains("://") && !text.contains(" ") ? RepositoryUrl.withoutUser(text) : text;
        // the user of an SSH clone URL is no address of a person
        return withAddresses || shown.startsWith("git@")
                ? shown
                : ADDRESS.matcher(shown).replaceAll(CUT);
    }
}
