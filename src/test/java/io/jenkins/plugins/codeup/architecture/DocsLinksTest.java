package io.jenkins.plugins.codeup.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents link to in this project is there, headings included. */
class DocsLinksTest {

    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```|`[^`\n]*`");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.+?) *$");

    @Test
    void linksLeadSomewhere() throws IOException {
        List<Path> documents = documents();
        assertFalse(documents.isEmpty());
        List<String> broken = new ArrayList<>();
        for (Path document : documents) {
            String text = CODE.matcher(Files.readString(document)).replaceAll("");
            LINK.matcher(text)
                    .results()
                    .map(link -> link.group(1))
                    .filter(link -> !link.matches("[a-z]+:.*"))
                    .filter(link -> !resolves(document, link))
                    .forEach(link -> broken.add(ProjectFiles.ROOT.relativize(document) + " links to " + link));
        }
        assertEquals(List.of(), broken);
    }

    @Test
    void everyDocumentInEnglishAndChineseLinksTheOther() throws IOException {
        List<String> alone = new ArrayList<>();
        for (Path chinese : documents()) {
            String name = chinese.getFileName().toString();
            if (name.endsWith(".zh_CN.md")) {
                String english = name.replace(".zh_CN", "");
                boolean both = Files.readString(chinese).contains("](" + english + ")")
                        && Files.readString(chinese.resolveSibling(english)).contains("](" + name + ")");
                if (!both) {
                    alone.add(name);
                }
            }
        }
        assertEquals(List.of(), alone);
    }

    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>(ProjectFiles.of(ProjectFiles.ROOT.resolve("docs"), ".md"));
        try (Stream<Path> files = Files.list(ProjectFiles.ROOT)) {
            files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
        }
        return documents;
    }

    private static boolean resolves(Path document, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
        return Files.exists(target) && (parts.length == 1 || anchors(target).contains(parts[1]));
    }

    /** As GitHub makes them of headings: lower case, without punctuation, a hyphen for each blank. */
    private static List<String> anchors(Path document) {
        try {
            return HEADING.matcher(Files.readString(document))
                    .results()
                    .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                    .map(heading -> heading.replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-'))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
