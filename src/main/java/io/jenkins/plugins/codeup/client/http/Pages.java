package io.jenkins.plugins.codeup.client.http;

import com.fasterxml.jackson.databind.JsonNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.CodeupException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Reads a list page by page, as far as is asked for.
 *
 * @param pages brings a page
 * @param elements finds the list in a page
 * @param reader reads an element
 */
public record Pages<T>(
        @NonNull Source pages,
        @NonNull Elements elements,
        @NonNull Reader<T> reader) {

    /** The most that either API gives at once. */
    public static final int SIZE = 100;

    /** As many as Codeup serves; a list with more than these is one that never ends. */
    private static final int MAX = 150;

    /** Brings the page of a number, from 1. */
    public interface Source {
        @NonNull
        ApiAnswer page(int number) throws CodeupException, InterruptedException;
    }

    /** Finds the list in an answer. */
    public interface Elements {
        @NonNull
        Iterable<JsonNode> of(@NonNull ApiAnswer answer) throws CodeupException;
    }

    /** Reads an element that stands in an answer. */
    public interface Reader<T> {
        @NonNull
        T read(@NonNull ApiAnswer answer, @NonNull JsonNode element) throws CodeupException;
    }

    /**
     * @return all elements of all pages
     */
    @NonNull
    public List<T> all() throws CodeupException, InterruptedException {
        List<T> all = new ArrayList<>();
        walk(all::add);
        return all;
    }

    /**
     * @param more takes each element in turn and says whether to go on
     * @throws CodeupException as the source does, and if there are more pages than Codeup serves
     */
    public void walk(@NonNull Predicate<? super T> more) throws CodeupException, InterruptedException {
        long before = 0;
        for (int number = 1; ; number++) {
            ApiAnswer answer = pages.page(number);
            int size = 0;
            for (JsonNode element : elements.of(answer)) {
                size++;
                if (!more.test(reader.read(answer, element))) {
                    return;
                }
            }
            before += size;
            if (isLast(size, before, answer.total())) {
                return;
            }
            if (number == MAX) {
                throw answer.unreadable("more than " + MAX + " pages");
            }
        }
    }

    /** Where Codeup tells how many there are, that decides, as it may serve smaller pages than it was asked for. */
    private static boolean isLast(int size, long read, @CheckForNull Long total) {
        return size == 0 || (total != null ? read >= total : size < SIZE);
    }
}
