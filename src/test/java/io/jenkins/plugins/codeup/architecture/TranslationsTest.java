package io.jenkins.plugins.codeup.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever Jenkins shows to people is there in English and in Chinese, and each field has its help. */
class TranslationsTest {

    private static final String CHINESE = "_zh_CN";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[0-9]+}");
    private static final Pattern JELLY_TEXT = Pattern.compile("\\$\\{%([^}(]+)(\\([^}]*\\))?}");
    private static final Pattern FIELD = Pattern.compile("<(?:f:entry|codeup:option)\\b[^>]*?\\bfield=\"(\\w+)\"");
    private static final Pattern OWN_TAG = Pattern.compile("<codeup:(\\w+)");
    private static final Pattern SUPERCLASS = Pattern.compile("\\bclass \\w+ extends (\\w+)");
    private static final Pattern NO_TEXT = Pattern.compile("<[^>]*>|&\\w+;|https?://[\\w./:-]*|!(?=[{\\d])");
    private static final Pattern HALF_WIDTH = Pattern.compile("[,;:!?()]");

    private final List<String> wrong = new ArrayList<>();

    @AfterEach
    void nothingIsWrong() {
        assertEquals("", String.join("\n", wrong));
    }

    @Test
    void textsHaveTheSameKeysAndPlaceholders() throws IOException {
        for (Path file : all(".properties")) {
            Path translated = translationOf(file, ".properties");
            if (isChinese(file)) {
                continue;
            }
            if (!Files.exists(translated)) {
                report(file, "has no translation");
                continue;
            }
            Properties english = load(file);
            Properties chinese = load(translated);
            compare(translated, english.stringPropertyNames(), chinese.stringPropertyNames());
            for (String key : english.stringPropertyNames()) {
                Set<String> expected = placeholders(english.getProperty(key));
                if (chinese.containsKey(key) && !expected.equals(placeholders(chinese.getProperty(key)))) {
                    report(translated, key + " must have the placeholders " + expected);
                }
            }
        }
    }

    @Test
    void textsOfPagesAreTranslated() throws IOException {
        for (Path page : all(".jelly")) {
            Set<String> keys = matches(JELLY_TEXT, page);
            Path translated = page.resolveSibling(base(page, ".jelly") + CHINESE + ".properties");
            if (!keys.isEmpty() || Files.exists(translated)) {
                compare(
                        translated,
                        keys,
                        Files.exists(translated) ? load(translated).stringPropertyNames() : Set.of());
            }
        }
    }

    @Test
    void textsTakenFromPropertiesAreThere() throws IOException {
        for (Path page : all(".jelly")) {
            Path english = page.resolveSibling(base(page, ".jelly") + ".properties");
            if (Files.exists(english)) {
                compare(english, matches(JELLY_TEXT, page), load(english).stringPropertyNames());
            }
        }
    }

    @Test
    void helpIsTranslated() throws IOException {
        for (Path help : all(".html")) {
            String other = isChinese(help) ? help.toString().replace(CHINESE, "") : null;
            Path counterpart = other == null ? translationOf(help, ".html") : Path.of(other);
            if (!Files.exists(counterpart)) {
                report(help, "is not there as " + counterpart.getFileName());
            }
        }
    }

    @Test
    void everyFieldHasHelp() throws IOException {
        List<Path> forms = all("config.jelly");
        assertFalse(forms.isEmpty());
        for (Path form : forms) {
            Set<String> fields = matches(FIELD, form);
            for (String tag : matches(OWN_TAG, form)) {
                fields.addAll(matches(FIELD, ProjectFiles.RESOURCES.resolve("lib/codeup/" + tag + ".jelly")));
            }
            for (String field : fields) {
                if (!hasHelp(form.getParent(), field)) {
                    report(form, "has no help-" + field + ".html");
                }
            }
        }
    }

    @Test
    void chinesePunctuationIsFullWidth() throws IOException {
        for (Path file : all(CHINESE + ".properties")) {
            Properties texts = load(file);
            texts.stringPropertyNames().forEach(key -> checkPunctuation(file, texts.getProperty(key)));
        }
        for (Path file : all(CHINESE + ".html")) {
            Files.readAllLines(file).forEach(line -> checkPunctuation(file, line));
        }
    }

    private void checkPunctuation(Path file, String line) {
        if (HALF_WIDTH.matcher(NO_TEXT.matcher(line).replaceAll("")).find()) {
            report(file, "has half-width punctuation: " + line.trim());
        }
    }

    /** In the folder of the class, or of one that it extends. */
    private static boolean hasHelp(Path folder, String field) throws IOException {
        if (Files.exists(folder.resolve("help-" + field + ".html"))) {
            return true;
        }
        Path source = ProjectFiles.JAVA.resolve(ProjectFiles.RESOURCES.relativize(folder) + ".java");
        if (!Files.exists(source)) {
            return false;
        }
        for (String superclass : matches(SUPERCLASS, source)) {
            if (hasHelp(folder.resolveSibling(superclass), field)) {
                return true;
            }
        }
        return false;
    }

    private void compare(Path file, Set<String> wanted, Set<String> there) {
        Set<String> missing = new TreeSet<>(wanted);
        missing.removeAll(there);
        Set<String> unused = new TreeSet<>(there);
        unused.removeAll(wanted);
        if (!missing.isEmpty()) {
            report(file, "lacks " + missing);
        }
        if (!unused.isEmpty()) {
            report(file, "has what nothing uses: " + unused);
        }
    }

    private void report(Path file, String what) {
        wrong.add(ProjectFiles.RESOURCES.relativize(file) + " " + what);
    }

    private static List<Path> all(String ending) throws IOException {
        return ProjectFiles.of(ProjectFiles.RESOURCES, ending);
    }

    private static boolean isChinese(Path file) {
        return file.getFileName().toString().contains(CHINESE);
    }

    private static Path translationOf(Path file, String ending) {
        return file.resolveSibling(base(file, ending) + CHINESE + ending);
    }

    private static String base(Path file, String ending) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - ending.length());
    }

    private static Properties load(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader text = Files.newBufferedReader(file)) {
            properties.load(text);
        }
        return properties;
    }

    private static Set<String> placeholders(String text) {
        return PLACEHOLDER
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> matches(Pattern pattern, Path file) throws IOException {
        return pattern.matcher(Files.readString(file))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
