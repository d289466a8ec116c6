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
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Makes calls of one API: authenticated, retried, read, and lists page by page. May be shared by threads. */
public final class ApiCaller {

    /** The largest page of either API. */
    private static final int PAGE_SIZE = 100;

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
     * Reads a list page by page, and no page more than needed.
     *
     * @param more takes each element in turn; false ends the list
     * @throws CodeupException also if there are more pages than Codeup serves
     */
    public <T> void list(
            @NonNull ApiRequest request, @NonNull ApiAnswer.Reader<T> reader, @NonNull Predicate<? super T> more)
            throws CodeupException, InterruptedException {
        ApiRequest sized = request.withQuery(api.sizeParameter(), String.valueOf(PAGE_SIZE));
        long before = 0;
        for (int page = 1; ; page++) {
            ApiAnswer answer = call(sized.withQuery(api.pageParameter(), String.valueOf(page)));
            int size = 0;
            for (JsonNode element : api.elements(answer)) {
                size++;
                if (!more.test(reader.read(answer, element))) {
                    return;
                }
            }
            before += size;
            if (isLast(size, before, answer.total())) {
                return;
            }
            if (page == MAX_PAGES) {
                throw answer.unreadable("more than " + MAX_PAGES + " pages");
            }
        }
    }

    /** The total decides, if there is one: Codeup may serve smaller pages than it was asked for. */
    private static boolean isLast(int size, long read, Long total) {
        return size == 0 || (total != null ? read >= total : size < PAGE_SIZE);
    }
}
