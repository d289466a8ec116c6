package io.jenkins.plugins.codeup.simulator.http;

import java.util.List;
import java.util.Map;

/**
 * The part of a list that a request is for.
 *
 * @param number from 1
 * @param size how many elements a page has
 */
public record Page(int number, int size) {

    private static final int DEFAULT_SIZE = 20;
    private static final int LARGEST = 100;

    /**
     * @param query the request's query
     * @param numberName what the API calls the number
     * @param sizeName what the API calls the size
     */
    public static Page of(Map<String, String> query, String numberName, String sizeName) throws BadRequest {
        return new Page(
                number(query, numberName, 1, Integer.MAX_VALUE), number(query, sizeName, DEFAULT_SIZE, LARGEST));
    }

    public <T> List<T> of(List<T> all) {
        return all.stream().skip((number - 1L) * size).limit(size).toList();
    }

    /**
     * @return the headers that tell of the other pages; {@code x-next-page} is empty on the last one (assumed)
     */
    public Map<String, String> headers(int total) {
        int pages = (total + size - 1) / size;
        return Map.of(
                "x-page", String.valueOf(number),
                "x-per-page", String.valueOf(size),
                "x-next-page", number < pages ? String.valueOf(number + 1) : "",
                "x-total", String.valueOf(total),
                "x-total-pages", String.valueOf(pages));
    }

    /**
     * @return whether the parameter is true; false if it is missing
     */
    public static boolean bool(Map<String, String> query, String name) throws BadRequest {
        String text = query.getOrDefault(name, "false");
        if (!text.equals("true") && !text.equals("false")) {
            throw new BadRequest(name + " is no boolean");
        }
        return text.equals("true");
    }

    private static int number(Map<String, String> query, String name, int byDefault, int highest) throws BadRequest {
        String text = query.getOrDefault(name, String.valueOf(byDefault));
        if (!text.matches("[1-9][0-9]{0,8}") || Integer.parseInt(text) > highest) {
            throw new BadRequest(name + " is not from 1 to " + highest);
        }
        return Integer.parseInt(text);
    }
}
