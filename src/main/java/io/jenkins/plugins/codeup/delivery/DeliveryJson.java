package io.jenkins.plugins.codeup.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.http.CodeupJson;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads fields of a delivery, whose values anybody may have chosen. Messages, titles and comments are cut to {@value
 * #MAX_TEXT} characters, names and words to {@value #MAX_NAME}. Refs of more than {@value #MAX_REF} characters and URLs of
 * more than {@value #MAX_URL} are dropped, as a part of them names something else.
 */
final class DeliveryJson {

    static final int MAX_TEXT = 10_000;
    static final int MAX_NAME = 255;
    static final int MAX_REF = 1_000;
    private static final int MAX_URL = 2_048;

    static final String HEADS = "refs/heads/";

    private static final String ZEROS = "0".repeat(64);
    /** The characters that git allows in the name of a ref. */
    private static final Pattern REF = Pattern.compile("(?!-)[^\\p{Cntrl}\\s~^:?*\\[\\\\]{1," + MAX_REF + "}");
    /** URLs that are safe as a link: not {@code javascript:} or {@code data:}. */
    private static final Pattern PAGE = Pattern.compile("(?i)https?://[^\\s\\p{Cntrl}]+");

    /** Whole numbers, which some senders write as 1000001.0. */
    private static final Pattern NUMBER = Pattern.compile("([0-9]{1,18})(?:\\.0{1,9})?");

    private DeliveryJson() {}

    /** The first of the fields that is present, cut off; null if there is none. */
    @CheckForNull
    static String text(int max, JsonNode json, String... names) {
        String text = CodeupJson.text(json, names);
        return text == null ? null : PlainText.cut(text, max);
    }

    /** The first of the fields that is present; a whole number without a fraction. */
    @CheckForNull
    static String id(JsonNode json, String... names) {
        String text = text(MAX_NAME, json, names);
        Matcher number = NUMBER.matcher(orEmpty(text).trim());
        return number.matches() ? number.group(1) : text;
    }

    /** The first of the fields that is a whole number; null if none is. */
    @CheckForNull
    static Long number(JsonNode json, String... names) {
        for (String name : names) {
            Matcher number = NUMBER.matcher(orEmpty(text(MAX_NAME, json, name)).trim());
            if (number.matches()) {
                return Long.valueOf(number.group(1));
            }
        }
        return null;
    }

    /** Milliseconds since 1970; null if no field is a time with an offset, such as {@code 2026-11-23T15:21:57+08:00}. */
    @CheckForNull
    static Long time(JsonNode json, String... names) {
        String text = text(MAX_NAME, json, names);
        if (text == null) {
            return null;
        }
        String time = text.trim();
        try {
            return OffsetDateTime.parse(isIso(time) ? time : toIso(time))
                    .toInstant()
                    .toEpochMilli();
        } catch (DateTimeException | ArithmeticException noTime) {
            return null;
        }
    }

    /** As Codeup writes times in most places. */
    private static boolean isIso(String time) {
        return time.endsWith("Z") && time.indexOf(' ') < 0;
    }

    private static String toIso(String time) {
        return time.replaceFirst("(?<=[0-9]) (?=[0-9])", "T")
                .replaceFirst(" ?UTC$", "Z")
                .replaceFirst(" ?([+-][0-9]{2}):?([0-9]{2})$", "$1:$2");
    }

    /** The first of the fields that is present, if it is an http or https URL. */
    @CheckForNull
    static String page(JsonNode json, String... names) {
        String text = CodeupJson.text(json, names);
        return text != null && text.length() <= MAX_URL && PAGE.matcher(text).matches() ? text : null;
    }

    /** All of the fields that are present, as URLs of any kind. */
    @NonNull
    static List<String> urls(JsonNode json, String... names) {
        return Stream.of(names)
                .map(name -> CodeupJson.text(json, name))
                .filter(url -> url != null && url.length() <= MAX_URL)
                .distinct()
                .toList();
    }

    /** A ref, without {@code refs/heads/}. */
    @CheckForNull
    static String branch(JsonNode json, String name) {
        String ref = ref(json, name);
        return ref != null && ref.startsWith(HEADS) ? ref.substring(HEADS.length()) : ref;
    }

    /** Null unless git allows the name and no git command can take it for an option or a path. */
    @CheckForNull
    static String ref(JsonNode json, String name) {
        String ref = CodeupJson.text(json, name);
        boolean valid = ref != null
                && REF.matcher(ref).matches()
                && !ref.contains("..")
                && !ref.contains("@{")
                && !ref.contains("//")
                && !ref.startsWith("/")
                && !ref.endsWith("/")
                && !ref.startsWith(HEADS + "-");
        return valid ? ref : null;
    }

    /** Whether the field is a hash of zeros only: the ref was made or deleted. */
    static boolean isZero(@NonNull JsonNode json, @NonNull String name) {
        String text = CodeupJson.text(json, name);
        return text != null && isZero(text);
    }

    /** The first of the fields that is a hash other than the all-zero one; null if there is none. */
    @CheckForNull
    static String hash(JsonNode json, String... names) {
        for (String name : names) {
            String text = CodeupJson.text(json, name);
            String hash = text == null || text.length() > 64 ? "" : text.toLowerCase(Locale.ROOT);
            if (isHash(hash) && !isZero(hash)) {
                return hash;
            }
        }
        return null;
    }

    private static boolean isZero(String text) {
        return isHashLength(text) && ZEROS.startsWith(text);
    }

    /** A loop, as every delivery has several. */
    private static boolean isHash(String text) {
        boolean hash = isHashLength(text);
        for (int i = 0; hash && i < text.length(); i++) {
            char one = text.charAt(i);
            hash = one >= '0' && one <= '9' || one >= 'a' && one <= 'f';
        }
        return hash;
    }

    /** Whether SHA-1 or SHA-256 has hashes of that length. */
    private static boolean isHashLength(String text) {
        return text.length() == 40 || text.length() == 64;
    }

    @CheckForNull
    static String lower(String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }

    @NonNull
    static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    /** The repository of that object and id; null if neither is there. */
    @CheckForNull
    static DeliveredRepository repository(@NonNull JsonNode json, @CheckForNull Long id) {
        return !json.isObject() && id == null
                ? null
                : new DeliveredRepository(
                        id,
                        text(MAX_NAME, json, "name"),
                        page(json, "homepage", "web_url"),
                        urls(
                                json,
                                "url",
                                "git_http_url",
                                "git_ssh_url",
                                "git_secondary_http_url",
                                "git_secondary_ssh_url",
                                "secondary_url",
                                "homepage",
                                "http_url",
                                "ssh_url",
                                "web_url"));
    }
}
