package io.jenkins.plugins.codeup.jenkins;

import hudson.ExtensionList;
import hudson.model.Action;
import hudson.model.AdministrativeMonitor;
import hudson.model.Descriptor;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.codeup.hooks.AllDeliveriesPage;
import io.jenkins.plugins.codeup.hooks.ConnectPage;
import io.jenkins.plugins.codeup.hooks.DeliveriesPage;
import io.jenkins.plugins.codeup.hooks.WebhooksPage;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;

/** The plugin's methods and pages that a URL reaches, found by reflection, and where each of them is. */
final class ReachableMethods {

    private static final Path CLASSES = Path.of("target", "classes");

    private ReachableMethods() {}

    /**
     * A method that a URL reaches.
     *
     * @param url below the item or Jenkins
     * @param lists whether it fills a drop-down list
     */
    record Target(String name, String url, boolean action, boolean lists, List<String> where) {}

    /**
     * @param places the items below which a descriptor is reached
     */
    static List<Target> all(Collection<String> places) throws Exception {
        Map<String, Target> targets = new TreeMap<>();
        for (Class<?> type : types()) {
            for (Method method : type.getMethods()) {
                boolean ours = method.getDeclaringClass().getName().startsWith("io.jenkins.plugins.codeup.")
                        && !method.isBridge()
                        && !Modifier.isStatic(method.getModifiers());
                if (ours && (isWebMethod(method) || isGetterOfAnObject(method))) {
                    Target target = target(type, method, places);
                    targets.put(target.name(), target);
                }
            }
        }
        List<Target> all = new ArrayList<>(targets.values());
        List<String> withPage = List.of("job", "job in a folder", "project of it");
        all.add(new Target("DeliveriesPage", "codeup-deliveries/", false, false, withPage));
        all.add(new Target("ConnectPage", "manage/codeup-connect/", false, false, List.of("Jenkins")));
        all.add(new Target("AllDeliveriesPage", "manage/codeup-deliveries/", false, false, List.of("Jenkins")));
        all.add(new Target("WebhooksPage", "manage/codeup-webhooks/", false, false, List.of("Jenkins")));
        return all;
    }

    /** The plugin's classes that have a place in the URL space. */
    private static List<Class<?>> types() throws Exception {
        List<Class<?>> types = new ArrayList<>();
        try (Stream<Path> files = Files.walk(CLASSES.resolve("io/jenkins/plugins/codeup"))) {
            for (Path file : files.filter(one -> one.toString().endsWith(".class"))
                    .sorted()
                    .toList()) {
                String name =
                        CLASSES.relativize(file).toString().replace('/', '.').replaceFirst("\\.class$", "");
                Class<?> type = Class.forName(name, false, Jenkins.get().pluginManager.uberClassLoader);
                boolean reachable = Descriptor.class.isAssignableFrom(type)
                        || Action.class.isAssignableFrom(type)
                        || AdministrativeMonitor.class.isAssignableFrom(type);
                if (reachable && !Modifier.isAbstract(type.getModifiers())) {
                    types.add(type);
                }
            }
        }
        return types;
    }

    private static boolean isWebMethod(Method method) {
        return method.getName().matches("do[A-Z].*")
                || Stream.of(method.getAnnotations())
                        .map(annotation -> annotation.annotationType().getName())
                        .anyMatch(name -> name.startsWith("org.kohsuke.stapler.verb.")
                                || name.startsWith("org.kohsuke.stapler.interceptor.")
                                || name.equals("org.kohsuke.stapler.WebMethod")
                                || name.equals("org.kohsuke.stapler.bind.JavaScriptMethod"));
    }

    /** Stapler goes on with what a getter returns; not with values and collections. */
    private static boolean isGetterOfAnObject(Method method) {
        Class<?> result = method.getReturnType();
        return method.getName().matches("get[A-Z].*")
                && method.getParameterCount() == 0
                && !result.isPrimitive()
                && !result.isEnum()
                && !result.getName().startsWith("java.")
                && !Set.of("getTarget", "getCategory", "getRequiredPermission").contains(method.getName());
    }

    private static Target target(Class<?> type, Method method, Collection<String> places) {
        boolean action = isWebMethod(method);
        String name = method.getName().replaceFirst(action ? "^do(?=[A-Z])" : "^get", "");
        String segment = Character.toLowerCase(name.charAt(0)) + name.substring(1);
        String query = Arrays.stream(method.getParameters())
                .filter(parameter -> parameter.isAnnotationPresent(QueryParameter.class))
                .map(parameter -> name(parameter) + "=" + URLEncoder.encode(value(parameter), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "?", ""));
        String url = (action ? segment : segment + "/") + (query.equals("?") ? "" : query);
        boolean ofItem = Arrays.stream(method.getParameters())
                .anyMatch(parameter -> parameter.isAnnotationPresent(AncestorInPath.class));
        String shown =
                type.getName().substring("io.jenkins.plugins.codeup.".length()).replaceFirst("\\$DescriptorImpl$", "")
                        + "/" + segment;
        boolean lists = method.getReturnType() == ListBoxModel.class;
        if (type == DeliveriesPage.class) {
            return new Target(
                    shown,
                    "codeup-deliveries/" + url,
                    action,
                    lists,
                    List.of("job", "job in a folder", "project of it"));
        }
        String base;
        if (type == WebhooksPage.class) {
            base = "manage/codeup-webhooks/";
        } else if (type == ConnectPage.class) {
            base = "manage/codeup-connect/";
        } else if (type == AllDeliveriesPage.class) {
            base = "manage/codeup-deliveries/";
        } else if (AdministrativeMonitor.class.isAssignableFrom(type)) {
            AdministrativeMonitor monitor =
                    (AdministrativeMonitor) ExtensionList.lookupSingleton(type.asSubclass(Object.class));
            base = "manage/administrativeMonitor/" + monitor.id + "/";
        } else if (Descriptor.class.isAssignableFrom(type)) {
            base = ExtensionList.lookupSingleton(type.asSubclass(Descriptor.class))
                            .getDescriptorUrl() + "/";
        } else {
            throw new AssertionError(type + " has a method that a URL reaches: add where it is");
        }
        return new Target(shown, base + url, action, lists, ofItem ? List.copyOf(places) : List.of("Jenkins"));
    }

    private static String name(Parameter parameter) {
        String name = parameter.getAnnotation(QueryParameter.class).value();
        return name.isEmpty() ? parameter.getName() : name;
    }

    private static String value(Parameter parameter) {
        if (parameter.getType().isEnum()) {
            return String.valueOf(parameter.getType().getEnumConstants()[0]);
        }
        String name = name(parameter);
        return name.equals("connection") ? "" : name.equals("api") ? "ALIYUN" : "current";
    }
}
