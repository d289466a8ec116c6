package io.jenkins.plugins.codeup.benchmarks;

import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jfree.svg.SVGGraphics2D;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler;

/** Draws the figures of a benchmark into an SVG file of {@code docs/images}. */
public final class Plot {

    private static final int WIDTH = 760;
    private static final int HEIGHT = 380;

    private Plot() {}

    /**
     * Groups of bars side by side.
     *
     * @param axis what the bars are, with the unit
     * @param groups names below the groups
     * @param bars for each colour its name and a bar a group
     */
    public record Bars(
            String title, String axis, List<String> groups, Map<String, ? extends List<? extends Number>> bars) {

        private CategoryChart chart(int width) {
            CategoryChart chart = new CategoryChartBuilder()
                    .width(width)
                    .height(HEIGHT)
                    .title(title)
                    .yAxisTitle(axis)
                    .build();
            chart.getStyler()
                    .setChartBackgroundColor(Color.WHITE)
                    .setPlotBorderVisible(false)
                    .setLegendBorderColor(Color.WHITE)
                    .setLegendPosition(Styler.LegendPosition.OutsideS)
                    // side by side the names would not fit into a narrow chart
                    .setLegendLayout(width < WIDTH ? Styler.LegendLayout.Vertical : Styler.LegendLayout.Horizontal)
                    .setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
            chart.getStyler().setLabelsVisible(true).setLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
            bars.forEach((name, values) -> chart.addSeries(name, groups, values));
            return chart;
        }

        private String words() {
            StringBuilder words = new StringBuilder(axis);
            bars.forEach((name, values) -> {
                for (int i = 0; i < groups.size(); i++) {
                    words.append("; ")
                            .append(name)
                            .append(", ")
                            .append(groups.get(i))
                            .append(": ")
                            .append(values.get(i));
                }
            });
            return words.toString();
        }
    }

    /** See {@link Bars}. */
    public static void bars(
            Path file,
            String title,
            String axis,
            List<String> groups,
            Map<String, ? extends List<? extends Number>> bars)
            throws IOException {
        bars(file, title, new Bars(title, axis, groups, bars));
    }

    /** Several of equal width side by side. */
    public static void bars(Path file, String title, Bars... charts) throws IOException {
        SVGGraphics2D svg = new SVGGraphics2D(WIDTH, HEIGHT);
        svg.setDefsKeyPrefix("plot"); // by default a random one, which would change the file each time
        svg.setGeomDoubleConverter(number -> BigDecimal.valueOf(number)
                .setScale(1, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString());
        int width = WIDTH / charts.length;
        for (Bars chart : charts) {
            chart.chart(width).paint(svg, width, HEIGHT);
            svg.translate(width, 0);
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        // texts are painted as shapes; these are read aloud and found
        String words = Stream.of(charts).map(Bars::words).collect(Collectors.joining(". "));
        String heard = "<title>%s</title><desc>%s</desc>".formatted(escaped(title), escaped(words));
        Files.writeString(file, svg.getSVGElement().replaceFirst(">", Matcher.quoteReplacement(">" + heard)) + "\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
