package io.jenkins.plugins.codeup.connection;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.ProxyConfiguration;
import hudson.util.Secret;
import io.jenkins.plugins.codeup.client.http.ConnectionPool;
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
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** The HTTP connections to Codeup of this Jenkins; each call uses Jenkins's proxy settings of that moment. */
@Extension
@Restricted(NoExternalUse.class)
public class JenkinsHttp {

    private final Map<Duration, ConnectionPool> senders = new ConcurrentHashMap<>();

    @NonNull
    static JenkinsHttp get() {
        return ExtensionList.lookupSingleton(JenkinsHttp.class);
    }

    /**
     * @param connectTimeout how long connecting may take; callers with the same value share open connections
     */
    @NonNull
    ConnectionPool sender(@NonNull Duration connectTimeout) {
        return senders.computeIfAbsent(
                connectTimeout, timeout -> new ConnectionPool(timeout, new JenkinsProxies(), JenkinsHttp::proxyUser));
    }

    private static PasswordAuthentication proxyUser(String proxyHost, int proxyPort) {
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

    /** Jenkins's proxy; without one that of Java's system properties, as for everything else that Jenkins calls. */
    private static final class JenkinsProxies extends ProxySelector {

        @Override
        public List<Proxy> select(URI uri) {
            ProxyConfiguration proxy = proxy();
            return proxy == null ? ProxySelector.getDefault().select(uri) : List.of(proxy.createProxy(uri.getHost()));
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {
            // there is no other proxy to choose next time
        }
    }
}
