package io.jenkins.plugins.codeup.client.http;

import com.fasterxml.jackson.databind.JsonNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.SecretValue;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Makes calls of one API: authenticated, retried, read, and lists page by page. May be shared by threads. */
public final class ApiCaller {

    /** The largest page of either API. */
    private static final int PAGE_SIZE = 100;

    /** The smallest page that a server is known to serve whatever it is asked for: the default. */
    private static final int SMALLEST_PAGE = 20;

    private static final Logger LOGGER = Logger.getLogger(ApiCaller.class.getName());

    /** Fields that name an element of a list. */
    private static final String[] NAMES = {"Id", "id", "localId", "path", "name", "Name", "BranchName"};

    /** As many pages as Codeup serves; a longer list never ends. */
    private static final int MAX_PAGES = 150;

    private final HttpTransport transport;
    private final Api api;
    private final Supplier<RetryPolicy.Series> series;

    public ApiCaller(@NonNull HttpTransport transport, @NonNull Api api, @NonNull RetryPolicy policy) {
        this(transport, api, policy::begin);
    }

    private ApiCaller(HttpTransport transport, Api api, Supplier<RetryPolicy.Series> series) {
        this.transport = transport;
        this.api = api;
        this.series = series;
    }

    /** What differs between Codeup's APIs: authentication, the form of answers, paging. */
    public interface Api {

        /**
         * @return the request with the credentials' query parameters
         */
        @NonNull
        default ApiRequest authenticate(@NonNull ApiRequest request) {
            return request;
        }

        /**
         * Called for each attempt, as a signature is valid once.
         *
         * @param request as {@link #authenticate} returned it
         * @return all headers to send, by lower-case name
         */
        @NonNull
        Map<String, String> headers(@NonNull ApiRequest request);

        /**
         * @return the secrets of the credentials, which errors must not show
         */
        @NonNull
        List<SecretValue> secrets();

        /**
         * @return the body as a tree; a {@link com.fasterxml.jackson.databind.node.MissingNode} if it is empty
         * @throws IOException if the body is not in the API's format
         */
        @NonNull
        default JsonNode read(@NonNull byte[] body) throws IOException {
            return CodeupJson.parse(body);
        }

        /**
         * @return the elements of a page of a list
         * @throws CodeupException if the answer has no list
         */
        @NonNull
        Iterable<JsonNode> elements(@NonNull ApiAnswer answer) throws CodeupException;

        /**
         * @return the query parameter for a page's number, from 1
         */
        @NonNull
        String pageParameter();

        /**
         * @return the query parameter for the size of pages
         */
        @NonNull
        String sizeParameter();
    }

    /**
     * @return this caller with all its calls in one series; by default each call is a series of its own
     */
    @NonNull
    public ApiCaller within(@NonNull RetryPolicy.Series one) {
        return new ApiCaller(transport, api, () -> one);
    }

    @NonNull
    public RetryPolicy.Series begin() {
        return series.get();
    }

    @NonNull
    public URI endpoint() {
        return transport.endpoint();
    }

    @NonNull
    public ApiAnswer call(@NonNull ApiRequest request) throws CodeupException, InterruptedException {
        return call(request, null);
    }

    /**
     * @param sent a secret in the request's body, which errors must not show, or null
     */
    @NonNull
    public ApiAnswer call(@NonNull ApiRequest request, @CheckForNull SecretValue sent)
            throws CodeupException, InterruptedException {
        CodeupException.Call shown = request.describe(transport.endpoint());
        ApiRequest authenticated = api.authenticate(request);
        return series.get().call(shown, left -> {
            HttpTransport.Response response = transport.send(authenticated, () -> api.headers(authenticated), left);
            return ApiAnswer.of(shown, response, api, sent);
        });
    }

    /**
     * @return all elements of all pages
     */
    @NonNull
    public <T> List<T> list(@NonNull ApiRequest request, @NonNull ApiAnswer.Reader<T> reader)
            throws CodeupException, InterruptedException {
        List<T> all = new ArrayList<>();
        list(request, reader, all::add);
        return all;
    }

    /**
     * Reads a list page by page, and no page more than needed. An element that can't be read is left out, with a line in the
     * log that names it.
     *
     * @param more takes each element in turn; false ends the list
     * @throws CodeupException also if an answer has no list, or there are more pages than Codeup serves
     */
    public <T> void list(
            @NonNull ApiRequest request, @NonNull ApiAnswer.Reader<T> reader, @NonNull Predicate<? super T> more)
            throws CodeupException, InterruptedException {
        ApiRequest sized = request.withQuery(api.sizeParameter(), String.valueOf(PAGE_SIZE));
        long read = 0;
        int firstSize = 0;
        for (int page = 1; ; page++) {
            ApiAnswer answer = call(sized.withQuery(api.pageParameter(), String.valueOf(page)));
            int size = 0;
            for (JsonNode element : api.elements(answer)) {
                size++;
                Optional<T> one = readable(answer, element, reader);
                if (one.isPresent() && !more.test(one.get())) {
                    return;
                }
            }
            read += size;
            firstSize = page == 1 ? size : firstSize;
            Boolean next = answer.hasNextPage(page, read);
            // a server that tells nothing may serve smaller pages than it was asked for
            boolean full = size == firstSize && size >= SMALLEST_PAGE;
            if (size == 0 || !(next != null ? next : full)) {
                return;
            }
            if (page == MAX_PAGES) {
                throw answer.unreadable("more than " + MAX_PAGES + " pages");
            }
        }
    }

    /**
     * Reads all elements of a list without pages, but those that can't be read, as {@link #list(ApiRequest,
     * ApiAnswer.Reader, Predicate)} does.
     */
    @NonNull
    public static <T> List<T> readAll(
            @NonNull ApiAnswer answer, @NonNull Iterable<JsonNode> elements, @NonNull ApiAnswer.Reader<T> reader) {
        List<T> all = new ArrayList<>();
        for (JsonNode element : elements) {
            readable(answer, element, reader).ifPresent(all::add);
        }
        return all;
    }

    private static <T> Optional<T> readable(ApiAnswer answer, JsonNode element, ApiAnswer.Reader<T> reader) {
        try {
            return Optional.of(reader.read(answer, element));
        } catch (CodeupException odd) {
            // without the element itself, which may hold a secret
            LOGGER.log(Level.WARNING, "Left out of a list: an element named {0}. {1}", new Object[] {
                CodeupJson.text(element, NAMES), odd.whatHappened(Locale.ENGLISH)
            });
            return Optional.empty();
        }
    }
}
