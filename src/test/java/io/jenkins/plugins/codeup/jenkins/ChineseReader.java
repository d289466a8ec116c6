package io.jenkins.plugins.codeup.jenkins;

import java.util.Locale;
import org.jvnet.localizer.LocaleProvider;

/** Until it is closed, pages are in Chinese. The test harness does not ask the request for its language, as Jenkins does. */
public final class ChineseReader implements AutoCloseable {

    private final LocaleProvider usual = LocaleProvider.getProvider();

    public ChineseReader() {
        LocaleProvider.setProvider(new LocaleProvider() {
            @Override
            public Locale get() {
                return Locale.SIMPLIFIED_CHINESE;
            }
        });
    }

    @Override
    public void close() {
        LocaleProvider.setProvider(usual);
    }
}
