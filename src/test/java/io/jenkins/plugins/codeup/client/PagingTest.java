package io.jenkins.plugins.codeup.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.simulator.CodeupSimulator;
import io.jenkins.plugins.codeup.simulator.Door;
import io.jenkins.plugins.codeup.simulator.TestCodeup;
import io.jenkins.plugins.codeup.simulator.http.Fault;
import io.jenkins.plugins.codeup.simulator.http.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists are read to their end, whatever a server tells of its pages. */
class PagingTest {

    @AutoClose
    private final CodeupSimulator simulator = Door.start();

    /** Case A08: a server that serves 20, whatever it is asked for, and tells nothing. */
    @Test
    @FieldCase("A08")
    void pagesWithoutATotalAreReadUntilOneIsShort() throws Exception {
        page(1, 20, Map.of());
        page(21, 20, Map.of());
        page(41, 3, Map.of());
        assertEquals(43, read());
        assertEquals(3, simulator.calls("ListWebHooks"));
    }

    @Test
    @FieldCase("A08")
    void pagesWithoutATotalAreReadUntilOneIsEmpty() throws Exception {
        page(1, 20, Map.of());
        page(21, 0, Map.of());
        assertEquals(20, read());
    }

    @ParameterizedTest
    @CsvSource({"x-next-page, 2, ''", "x-total, 4, 4", "x-total-pages, 2, 2"})
    @FieldCase("A08")
    void theHeadersTellOfMorePages(String header, String first, String last) throws Exception {
        page(1, 3, Map.of(header, first));
        page(4, 1, Map.of(header, last));
        assertEquals(4, read());
        assertEquals(2, simulator.calls("ListWebHooks"));
    }

    @ParameterizedTest
    @CsvSource({"x-next-page, ''", "x-next-page, 0", "x-total, 100", "x-total-pages, 1"})
    void theHeadersTellOfTheLastPage(String header, String value) throws Exception {
        page(1, 100, Map.of(header, value));
        assertEquals(100, read());
        assertEquals(1, simulator.calls("ListWebHooks"));
    }

    @Test
    void anEmptyPageEndsAListThatSaysItGoesOn() throws Exception {
        page(1, 0, Map.of("x-next-page", "2", "x-total", "7"));
        assertEquals(0, read());
        assertEquals(1, simulator.calls("ListWebHooks"));
    }

    private void page(long first, int size, Map<String, String> headers) {
        String body = LongStream.range(first, first + size)
                .mapToObj(id -> "{\"id\":" + id + ",\"url\":\"https://h/\"}")
                .collect(Collectors.joining(",", "[", "]"));
        Reply plain = Reply.json(200, body);
        Map<String, String> all = new HashMap<>(plain.headers());
        all.putAll(headers);
        simulator.failNext("ListWebHooks", Fault.answer(new Reply(200, all, plain.body())));
    }

    private int read() throws Exception {
        List<Webhook> all = Door.YUNXIAO.client(simulator).listWebhooks(TestCodeup.REPOSITORY);
        return (int) all.stream().map(Webhook::id).distinct().count();
    }
}
