package io.jenkins.plugins.codeup.endpoint;

import hudson.Extension;
import hudson.security.csrf.CrumbExclusion;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;

/** Codeup has no crumb. This frees the addresses of hooks from it, and nothing else. */
@Extension
public class WebhookCrumbExclusion extends CrumbExclusion {

    private static final Pattern ADDRESS = Pattern.compile("/" + ItemWebhook.URL_NAME + "/[0-9a-f]{32}");

    @Override
    public boolean process(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = request.getPathInfo();
        if (path == null || !ADDRESS.matcher(path).matches()) {
            return false;
        }
        chain.doFilter(request, response);
        return true;
    }
}
