package io.jenkins.plugins.codeup.connection;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.ProxyConfiguration;
import io.jenkins.plugins.codeup.api.http.HttpTransport;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Objects;
import jenkins.model.Jenkins;

/**
 * The HTTP client of all connections: with Jenkins's proxy and its exceptions, and made anew when those settings
 * change, as the JDK's client keeps the ones that it was made with.
 */
@Extension
public class JenkinsHttp {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private HttpClient client;
    private String madeFor;

    @NonNull
    static JenkinsHttp get() {
        return ExtensionList.lookupSingleton(JenkinsHttp.class);
    }

    @NonNull
    synchronized HttpClient client() {
        String settings = settings(Jenkins.get().getProxy());
        if (client == null || !settings.equals(madeFor)) {
            client = HttpTransport.configure(ProxyConfiguration.newHttpClientBuilder(), CONNECT_TIMEOUT)
                    .build();
            madeFor = settings;
        }
        return client;
    }

    /**
     * Through a proxy that asks for a user name, the JDK sends no {@code Authorization} header of ours (JDK-8326949),
     * and the call would be refused with a reason that points elsewhere.
     *
     * @throws IllegalArgumentException if calls to this host go through such a proxy; the message says what to do
     */
    static void checkAuthorizationPasses(@NonNull String host) {
        ProxyConfiguration proxy = Jenkins.get().getProxy();
        boolean swallowed = proxy != null
                && proxy.getName() != null
                && proxy.getUserName() != null
                && proxy.getNoProxyHostPatterns().stream()
                        .noneMatch(pattern -> pattern.matcher(host).matches());
        if (swallowed) {
            throw new IllegalArgumentException(Messages.JenkinsHttp_proxy(host));
        }
    }

    /** All that the client is made from, the password by its digest only. */
    private static String settings(ProxyConfiguration proxy) {
        return proxy == null
                ? ""
                : String.join(
                        "\n",
                        Objects.toString(proxy.getName()),
                        String.valueOf(proxy.getPort()),
                        Objects.toString(proxy.getUserName()),
                        String.valueOf(Objects.hashCode(proxy.getSecretPassword())),
                        Objects.toString(proxy.getNoProxyHost()));
    }
}
