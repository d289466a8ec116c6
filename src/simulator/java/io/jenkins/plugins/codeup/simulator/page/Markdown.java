package io.jenkins.plugins.codeup.simulator.page;

import java.util.regex.Pattern;

/** As much of Markdown as results of builds use: paragraphs, lists, bold text, links, and signs behind backslashes. */
final class Markdown {

    private static final Pattern HIDDEN = Pattern.compile("<!--.*?-->", Pattern.DOTALL);
    private static final Pattern ESCAPED = Pattern.compile("\\\\([!-/:-@\\[-`{-~])");
    /** Where signs behind backslashes are kept while the others are read: an area of Unicode for private use. */
    private static final int PRIVATE = 0xE000;

    private Markdown() {}

    static String toHtml(String text) {
        String plain = HIDDEN.matcher(text).replaceAll("").strip();
        String kept = ESCAPED.matcher(plain)
                .replaceAll(sign -> String.valueOf((char) (PRIVATE + sign.group(1).charAt(0))));
        StringBuilder html = new StringBuilder();
        boolean list = false;
        for (String line : kept.split("\n", -1)) {
            boolean item = line.startsWith("- ");
            if (item != list) {
                html.append(item ? "<ul>" : "</ul>");
                list = item;
            }
            String inline = inline(item ? line.substring(2) : line);
            html.append(item ? "<li>" + inline + "</li>" : inline.isBlank() ? "" : "<p>" + inline + "</p>");
        }
        return html.append(list ? "</ul>" : "").toString();
    }

    private static String inline(String line) {
        String html = escape(line)
                .replaceAll("\\[([^\\]]*)]\\((https?://[^)\"]*)\\)", "<a href=\"$2\">$1</a>")
                .replaceAll("\\*\\*(.+?)\\*\\*", "<b>$1</b>");
        StringBuilder shown = new StringBuilder();
        html.chars()
                .forEach(sign -> shown.append(
                        sign > PRIVATE && sign < PRIVATE + 128
                                ? escape(String.valueOf((char) (sign - PRIVATE)))
                                : String.valueOf((char) sign)));
        return shown.toString();
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
