package io.jenkins.plugins.codeup.connection;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.ProxyConfiguration;
import io.jenkins.plugins.codeup.api.http.HttpTransport;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import jenkins.model.Jenkins;

/**
 * The HTTP client of all connections: with Jenkins's proxy and its exceptions, and made anew when those settings
 * change, as the JDK's client keeps the ones that it was made with.
 */
@Extension
public class JenkinsHttp {

    private final Map<Duration, HttpClient> clients = new HashMap<>();
    private String madeFor = "";

    @NonNull
    static JenkinsHttp get() {
        return ExtensionList.lookupSingleton(JenkinsHttp.class);
    }

    /**
     * @param connectTimeout how long connecting may take; who says the same shares a client
     */
    @NonNull
    synchronized HttpClient client(@NonNull Duration connectTimeout) {
        String settings = settings(Jenkins.get().getProxy());
        if (!settings.equals(madeFor)) {
            clients.clear();
            madeFor = settings;
        }
        return clients.computeIfAbsent(
                connectTimeout,
                timeout -> HttpTransport.configure(ProxyConfiguration.newHttpClientBuilder(), timeout)
                        .build());
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
