package io.jenkins.plugins.codeup.connection;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import org.jvnet.localizer.Localizable;

/** The Codeup API that a connection uses, and the endpoints that it may have. */
public enum CodeupApi {
    /** Username with password selects Alibaba Cloud's OpenAPI, Secret text the Yunxiao API; both on their own hosts. */
    AUTOMATIC(Messages._CodeupApi_automatic()),
    /** Alibaba Cloud's OpenAPI, version 2020-04-14. A Secret text is an AccessToken, sent without a signature. */
    ALIYUN(Messages._CodeupApi_aliyun()),
    /** The Yunxiao API for organizations on {@code codeup.aliyun.com}. */
    YUNXIAO(Messages._CodeupApi_yunxiao()),
    /** The Yunxiao API of a Region edition, which has a host of its own and no organizations. */
    YUNXIAO_REGION(Messages._CodeupApi_yunxiaoRegion());

    private final Localizable displayName;

    CodeupApi(Localizable displayName) {
        this.displayName = displayName;
    }

    /**
     * @return the name as the configuration page shows it, in the user's language
     */
    @NonNull
    public String getDisplayName() {
        return displayName.toString();
    }

    /**
     * Checks an endpoint: https to any host, plain http to this machine only. Resolves no host name.
     *
     * @param configured what the administrator entered, or null
     * @return the endpoint, or null for the API's official one
     * @throws IllegalArgumentException if it is not allowed; the message, in the user's language, says what to enter
     */
    @CheckForNull
    URI endpoint(@CheckForNull String configured) {
        if (configured == null) {
            if (this == YUNXIAO_REGION) {
                throw new IllegalArgumentException(Messages.CodeupApi_endpointMissing());
            }
            return null;
        }
        if (this == AUTOMATIC) {
            throw new IllegalArgumentException(Messages.CodeupApi_endpointOfAutomatic(configured));
        }
        URI uri = parse(configured);
        boolean https = "https".equals(uri.getScheme());
        if (!https && !("http".equals(uri.getScheme()) && isLoopback(uri.getHost()))) {
            throw new IllegalArgumentException(Messages.CodeupApi_endpointNotHttps(configured));
        }
        return uri;
    }

    private static URI parse(String configured) {
        try {
            URI uri = new URI(configured);
            if (uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // reported below
        }
        throw new IllegalArgumentException(Messages.CodeupApi_endpointNoUrl(configured));
    }

    private static boolean isLoopback(String host) {
        if ("localhost".equalsIgnoreCase(host)) {
            return true;
        }
        // only a literal address: InetAddress would resolve any other name
        boolean literal = host.matches("[0-9.]+") || host.startsWith("[");
        try {
            return literal && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
