package io.jenkins.plugins.codeup.simulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/**
 * A change of an operation's successful answers into a form that is not the usual one. The fields are those of the object
 * that was asked for, or of each element of the list.
 *
 * <p>Numbers in quotes and a wrapping named {@code result} were seen in traffic. Which fields Codeup leaves out or answers
 * with null is known of few; that it does so with any is assumed.
 */
@FunctionalInterface
public interface Oddity {

    /**
     * @param content the object or list that was asked for; may be changed and returned
     */
    JsonNode apply(JsonNode content);

    /** A field is missing. */
    static Oddity without(String field) {
        return each(object -> object.remove(field));
    }

    /** A field has another value, such as {@code null}. */
    static Oddity with(String field, String json) {
        return each(object -> object.set(field, parse(json)));
    }

    /** A list has one more element. */
    static Oddity element(int index, String json) {
        return content -> {
            ((ArrayNode) content).insert(index, parse(json));
            return content;
        };
    }

    /** Numbers are in quotes. */
    static Oddity numbersAsTexts() {
        return Oddity::numbersAsTexts;
    }

    /** The answer stands in an object, as {@code result}. */
    static Oddity inResult() {
        return content -> JsonNodeFactory.instance.objectNode().set("result", content);
    }

    /** First this one, then another. */
    default Oddity then(Oddity next) {
        return content -> next.apply(apply(content));
    }

    private static Oddity each(Consumer<ObjectNode> change) {
        return content -> {
            if (content instanceof ObjectNode object) {
                change.accept(object);
            }
            if (content.isArray()) {
                content.forEach(element -> change.accept((ObjectNode) element));
            }
            return content;
        };
    }

    private static JsonNode numbersAsTexts(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> field.setValue(numbersAsTexts(field.getValue())));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, numbersAsTexts(array.get(i)));
            }
        }
        return node.isNumber() ? TextNode.valueOf(node.asText()) : node;
    }

    private static JsonNode parse(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(json, e);
        }
    }
}
