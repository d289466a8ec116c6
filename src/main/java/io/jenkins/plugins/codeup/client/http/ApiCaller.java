package io.jenkins.plugins.codeup.client.http;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.ApiCall;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.SecretValue;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Makes the calls of one API: authenticated, tried again where that helps, and read. */
public final class ApiCaller {

    private final HttpTransport transport;
    private final Authentication authentication;
    private final ApiAnswer.Format format;
    private final CallPolicy policy;
    private final Supplier<CallSeries> series;

    public ApiCaller(
            @NonNull HttpTransport transport,
            @NonNull Authentication authentication,
            @NonNull ApiAnswer.Format format,
            @NonNull CallPolicy policy) {
        this(transport, authentication, format, policy, policy::begin);
    }

    private ApiCaller(
            HttpTransport transport,
            Authentication authentication,
            ApiAnswer.Format format,
            CallPolicy policy,
            Supplier<CallSeries> series) {
        this.transport = transport;
        this.authentication = authentication;
        this.format = format;
        this.policy = policy;
        this.series = series;
    }

    /**
     * @return this caller with all its calls in one series, where otherwise each call has a deadline of its own
     */
    @NonNull
    public ApiCaller within(@NonNull CallSeries one) {
        return new ApiCaller(transport, authentication, format, policy, () -> one);
    }

    @NonNull
    public CallSeries begin() {
        return series.get();
    }

    @NonNull
    public URI endpoint() {
        return transport.endpoint();
    }

    /**
     * @param sent a secret in the request's body, or null: hidden, as the credentials are, where an error quotes it
     */
    @NonNull
    public ApiAnswer call(@NonNull ApiRequest request, @CheckForNull SecretValue sent)
            throws CodeupException, InterruptedException {
        ApiCall shown = request.describe(transport.endpoint());
        ApiRequest complete = authentication.complete(request);
        return series.get().call(shown, left -> {
            ApiResponse response = transport.send(complete, () -> authentication.headers(complete), left);
            return ApiAnswer.of(shown, response, format, words -> Masking.quotation(words, secrets(sent)));
        });
    }

    private List<SecretValue> secrets(SecretValue sent) {
        List<SecretValue> secrets = new ArrayList<>(authentication.secrets());
        secrets.add(sent);
        return secrets;
    }
}
