package io.jenkins.plugins.codeup.simulator.aliyun;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** Turns an answer into the odd forms of the documents. */
final class Rewriting {

    private Rewriting() {}

    /**
     * @return the same tree with every value a text
     */
    static JsonNode valuesAsTexts(JsonNode node) {
        if (node.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            node.fields().forEachRemaining(field -> object.set(field.getKey(), valuesAsTexts(field.getValue())));
            return object;
        }
        if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> array.add(valuesAsTexts(element)));
            return array;
        }
        return TextNode.valueOf(node.asText());
    }

    /**
     * @return the fields as elements, without a root around them; an array is its element again and again, and an empty
     *     one an empty element (assumed)
     */
    static String xml(ObjectNode fields) {
        StringBuilder text = new StringBuilder();
        fields.fields().forEachRemaining(field -> {
            if (field.getValue().isArray() && !field.getValue().isEmpty()) {
                field.getValue().forEach(element -> element(text, field.getKey(), element));
            } else {
                element(text, field.getKey(), field.getValue());
            }
        });
        return text.toString();
    }

    private static void element(StringBuilder text, String name, JsonNode value) {
        String content = value instanceof ObjectNode fields ? "\n" + xml(fields) : escape(value.asText());
        text.append(content.isEmpty() ? "<" + name + "/>" : "<" + name + ">" + content + "</" + name + ">")
                .append('\n');
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
