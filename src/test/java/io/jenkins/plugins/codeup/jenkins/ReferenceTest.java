package io.jenkins.plugins.codeup.jenkins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jenkinsci.Symbol;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kohsuke.stapler.ClassDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The guides' reference names each option of connections, triggers, sources, behaviours and steps. */
class ReferenceTest {

    private static final Path CLASSES = Path.of("target", "classes");

    /** Where the reference has the fields of a class, in English and in Chinese; those of others may be anywhere in it. */
    private static final Map<String, List<String>> SECTIONS = Map.of(
            "CodeupConfiguration", List.of("Global configuration", "全局配置"),
            "CodeupConnection", List.of("Connection", "连接的字段"),
            "CodeupTrigger", List.of("Trigger codeup", "触发器 codeup"),
            "MultibranchTrigger", List.of("Trigger codeupBranches", "触发器 codeupBranches"),
            "CodeupSCMNavigator", List.of("Codeup organization", "Codeup 企业"),
            "CodeupSCMSource", List.of("Codeup repository", "Codeup 代码库"));

    @ParameterizedTest
    @ValueSource(strings = {"guide.md", "guide.zh_CN.md"})
    void namesEachOption(String guide) throws Exception {
        boolean english = guide.equals("guide.md");
        String text = Files.readString(Path.of("docs", guide));
        String reference = section(text, english ? "## Reference" : "## 参考", "\n## ");
        List<String> missing = new ArrayList<>();
        int options = 0;
        for (Class<?> type : configured()) {
            List<String> headings = SECTIONS.get(type.getSimpleName());
            String where =
                    headings == null ? reference : section(reference, "### " + headings.get(english ? 0 : 1), "\n###");
            for (String option : options(type)) {
                options++;
                if (!where.contains("`" + option + "`")) {
                    missing.add(type.getSimpleName() + ": " + option);
                }
            }
            for (String symbol : symbols(type)) {
                if (!Pattern.compile("\\b" + symbol + "\\b").matcher(where).find()) {
                    missing.add(type.getSimpleName() + ", symbol " + symbol);
                }
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(options > 80, "all classes were found: " + options);
    }

    private static String section(String text, String heading, String end) {
        int begin = text.indexOf(heading + "\n");
        assertTrue(begin >= 0, heading);
        int next = text.indexOf(end, begin + heading.length());
        return text.substring(begin, next < 0 ? text.length() : next);
    }

    /** The plugin's classes that forms, Configuration as Code, Job DSL and Pipelines make. */
    private static List<Class<?>> configured() throws Exception {
        List<Class<?>> types = new ArrayList<>();
        try (Stream<Path> files = Files.walk(CLASSES.resolve("io/jenkins/plugins/codeup"))) {
            for (Path file : files.filter(one -> one.toString().endsWith(".class"))
                    .sorted()
                    .toList()) {
                String name =
                        CLASSES.relativize(file).toString().replace('/', '.').replaceFirst("\\.class$", "");
                Class<?> type = Class.forName(name, false, ReferenceTest.class.getClassLoader());
                boolean configured = Stream.of(type.getDeclaredConstructors())
                                .anyMatch(one -> one.isAnnotationPresent(DataBoundConstructor.class))
                        || Stream.of(type.getDeclaredMethods())
                                .anyMatch(one -> one.isAnnotationPresent(DataBoundSetter.class));
                if (configured) {
                    types.add(type);
                }
            }
        }
        return types;
    }

    /** What its constructor and its setters take. */
    private static Set<String> options(Class<?> type) {
        Set<String> options = new TreeSet<>();
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructor.isAnnotationPresent(DataBoundConstructor.class)) {
                options.addAll(List.of(ClassDescriptor.loadParameterNames(constructor)));
            }
        }
        for (Method method : type.getDeclaredMethods()) {
            if (method.isAnnotationPresent(DataBoundSetter.class)) {
                String name = method.getName().substring(3);
                options.add(Character.toLowerCase(name.charAt(0)) + name.substring(1));
            }
        }
        return options;
    }

    /** The names by which it is made. */
    private static List<String> symbols(Class<?> type) {
        return Stream.of(type.getDeclaredClasses())
                .map(nested -> nested.getAnnotation(Symbol.class))
                .filter(Objects::nonNull)
                .flatMap(symbol -> Stream.of(symbol.value()))
                .toList();
    }
}
