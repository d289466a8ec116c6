package io.jenkins.plugins.codeup.connection;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/** What may stand as the endpoint of a connection: https anywhere, plain http only to this machine. */
final class Endpoints {

    private Endpoints() {}

    /**
     * @param given what the administrator wrote, or null
     * @return the endpoint, or null where the API's official one is meant
     * @throws IllegalArgumentException if it can't be; the message, in the user's language, says what to write
     */
    @CheckForNull
    static URI of(@NonNull CodeupApi api, @CheckForNull String given) {
        if (given == null) {
            if (api == CodeupApi.YUNXIAO_REGION) {
                throw new IllegalArgumentException(Messages.Endpoints_regionMissing());
            }
            return null;
        }
        if (api == CodeupApi.AUTOMATIC) {
            throw new IllegalArgumentException(Messages.Endpoints_nameTheApi(given));
        }
        URI uri = parse(given);
        boolean https = "https".equals(uri.getScheme());
        if (!https && !("http".equals(uri.getScheme()) && isLoopback(uri.getHost()))) {
            throw new IllegalArgumentException(Messages.Endpoints_notHttps(given));
        }
        return uri;
    }

    private static URI parse(String given) {
        try {
            URI uri = new URI(given);
            if (uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (java.net.URISyntaxException e) {
            // said below
        }
        throw new IllegalArgumentException(Messages.Endpoints_noUrl(given));
    }

    /** A name is resolved only if it is the one that always means this machine: validation makes no look-ups. */
    private static boolean isLoopback(String host) {
        if ("localhost".equalsIgnoreCase(host)) {
            return true;
        }
        boolean literal = host.matches("[0-9.]+") || host.startsWith("[");
        try {
            return literal && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
