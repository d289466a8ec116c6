package io.jenkins.plugins.codeup.client.http;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.SecretValue;
import java.util.List;
import java.util.Map;

/** How calls prove who makes them. Asked anew for each attempt, as a signature serves only once. */
public interface Authentication {

    /**
     * @return the request with what the credentials add to its query
     */
    @NonNull
    ApiRequest complete(@NonNull ApiRequest request);

    /**
     * @param request as {@link #complete} gave it
     * @return the headers to send it with, by lower-case name
     */
    @NonNull
    Map<String, String> headers(@NonNull ApiRequest request);

    /**
     * @return what must not show where an error quotes the request
     */
    @NonNull
    List<SecretValue> secrets();
}
