package io.jenkins.plugins.codeup.client.http;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Percent-encoding of RFC 3986, which both signatures and paths need and the JDK's form encoder is not. */
public final class PercentEncoding {

    private PercentEncoding() {}

    /**
     * @return the text with everything but letters, digits and {@code -._~} as the percent-encoded bytes of its UTF-8
     */
    @NonNull
    public static String encode(@NonNull String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
