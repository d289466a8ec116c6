package io.jenkins.plugins.codeup.scm;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import jenkins.scm.api.metadata.AvatarMetadataAction;

/**
 * The picture of an organization or a repository. Jenkins fetches it and keeps it in a cache, so that browsers need no access
 * to Codeup; where Codeup tells none, it is the icon of Codeup. Stored in projects and folders.
 */
final class CodeupAvatar extends AvatarMetadataAction {

    private static final long serialVersionUID = 1;

    private final String url;

    /**
     * @param url see {@link #isAtCodeup}; null for the icon
     */
    CodeupAvatar(@CheckForNull String url) {
        this.url = url;
    }

    /**
     * @return whether Jenkins may fetch it: Codeup told the URL, but whoever configures a project may have stored any
     */
    static boolean isAtCodeup(@CheckForNull String url) {
        try {
            URI parsed = URI.create(Objects.requireNonNullElse(url, ""));
            String host = Objects.requireNonNullElse(parsed.getHost(), "").toLowerCase(Locale.ROOT);
            return "https".equalsIgnoreCase(parsed.getScheme())
                    && parsed.getUserInfo() == null
                    && parsed.getPort() == -1
                    && host.matches("(.+\\.)?(aliyun|aliyuncs|alicdn)\\.com");
        } catch (IllegalArgumentException noUrl) {
            return false;
        }
    }

    @Override
    public String getAvatarIconClassName() {
        return url == null ? CodeupSCMNavigator.ICON : null;
    }

    @Override
    public String getAvatarDescription() {
        return "Codeup";
    }

    @Override
    public String getAvatarImageOf(@NonNull String size) {
        return isAtCodeup(url) ? cachedResizedImageOf(url, size) : super.getAvatarImageOf(size);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CodeupAvatar that && Objects.equals(url, that.url);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(url);
    }
}
