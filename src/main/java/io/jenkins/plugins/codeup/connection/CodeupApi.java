package io.jenkins.plugins.codeup.connection;

import edu.umd.cs.findbugs.annotations.NonNull;
import org.jvnet.localizer.Localizable;

/** Which of Codeup's APIs a connection speaks. */
public enum CodeupApi {
    /** Username with password means Alibaba Cloud's OpenAPI, Secret text the Yunxiao API; both at their own hosts. */
    AUTOMATIC(Messages._CodeupApi_byCredentials()),
    /** Alibaba Cloud's OpenAPI, version 2020-04-14; a Secret text is an AccessToken that goes without a signature. */
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
}
