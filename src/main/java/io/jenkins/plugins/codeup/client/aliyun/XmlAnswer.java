package io.jenkins.plugins.codeup.client.aliyun;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Parser for answers in XML, into the same tree as from JSON: elements become fields, a repeated element an array.
 *
 * <p>AddWebhook's document shows an answer without a root element, the gateway's errors have one; both are read. Document
 * types, and with them entities of any kind, are rejected.
 */
final class XmlAnswer {

    private static final int MAX_DEPTH = 32;

    private XmlAnswer() {}

    private static XMLInputFactory secureFactory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setXMLResolver((publicId, systemId, baseUri, namespace) -> {
            throw new XMLStreamException("external entity rejected");
        });
        return factory;
    }

    /**
     * @return the fields of the answer; if it has a single root element with fields, those
     * @throws IOException if it is not well-formed, has a document type or is nested too deeply
     */
    static JsonNode parse(byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.UTF_8).replaceFirst("^\uFEFF?\\s*<\\?xml[^>]*\\?>", "");
        if (text.contains("<!DOCTYPE") || text.contains("<!ENTITY")) {
            throw new IOException("XML with a document type is rejected");
        }
        try {
            XMLStreamReader reader =
                    secureFactory().createXMLStreamReader(new StringReader("<answer>" + text + "</answer>"));
            try {
                reader.nextTag();
                JsonNode tree = element(reader, 0);
                reader.next();
                return tree.size() == 1 && tree.elements().next().isObject()
                        ? tree.elements().next()
                        : tree;
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            throw new IOException("not well-formed XML: " + e.getMessage(), e);
        }
    }

    private static JsonNode element(XMLStreamReader reader, int depth) throws XMLStreamException, IOException {
        if (depth > MAX_DEPTH) {
            throw new IOException("XML nested more than " + MAX_DEPTH + " deep");
        }
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        StringBuilder text = new StringBuilder();
        for (int event = reader.next(); event != XMLStreamConstants.END_ELEMENT; event = reader.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                String name = reader.getLocalName();
                add(fields, name, element(reader, depth + 1));
            } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
                text.append(reader.getText());
            }
        }
        return fields.isEmpty() ? JsonNodeFactory.instance.textNode(text.toString()) : fields;
    }

    private static void add(ObjectNode fields, String name, JsonNode value) {
        JsonNode before = fields.get(name);
        if (before == null) {
            fields.set(name, value);
        } else if (before instanceof ArrayNode array) {
            array.add(value);
        } else {
            fields.set(name, JsonNodeFactory.instance.arrayNode().add(before).add(value));
        }
    }
}
