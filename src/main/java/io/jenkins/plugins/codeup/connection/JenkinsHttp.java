package io.jenkins.plugins.codeup.connection;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.ProxyConfiguration;
import hudson.util.Secret;
import io.jenkins.plugins.codeup.client.http.HttpSender;
import java.io.IOException;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jenkins.model.Jenkins;

/** How all connections reach Codeup: by Jenkins's proxy, with its user and its exceptions, as they are at each call. */
@Extension
public class JenkinsHttp {

    private final Map<Duration, HttpSender> senders = new ConcurrentHashMap<>();

    @NonNull
    static JenkinsHttp get() {
        return ExtensionList.lookupSingleton(JenkinsHttp.class);
    }

    /**
     * @param connectTimeout how long connecting may take; who says the same shares the connections
     */
    @NonNull
    HttpSender sender(@NonNull Duration connectTimeout) {
        return senders.computeIfAbsent(
                connectTimeout, timeout -> new HttpSender(timeout, new JenkinsProxies(), JenkinsHttp::userOf));
    }

    private static PasswordAuthentication userOf(String proxyHost, int proxyPort) {
        ProxyConfiguration proxy = proxy();
        if (proxy == null
                || proxy.getUserName() == null
                || proxy.getPort() != proxyPort
                || !proxy.getName().equalsIgnoreCase(proxyHost)) {
            return null;
        }
        return new PasswordAuthentication(
                proxy.getUserName(), Secret.toString(proxy.getSecretPassword()).toCharArray());
    }

    @CheckForNull
    private static ProxyConfiguration proxy() {
        ProxyConfiguration proxy = Jenkins.get().getProxy();
        return proxy == null || proxy.getName() == null ? null : proxy;
    }

    /** Where Jenkins has no proxy, that of Java's system properties, as for all that Jenkins calls. */
    private static final class JenkinsProxies extends ProxySelector {

        @Override
        public List<Proxy> select(URI uri) {
            ProxyConfiguration proxy = proxy();
            return proxy == null ? ProxySelector.getDefault().select(uri) : List.of(proxy.createProxy(uri.getHost()));
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {
            // there is no other to take instead
        }
    }
}
