package io.jenkins.plugins.codeup.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.delivery.DeliveryReader.InvalidDeliveryException.Reason;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.jvnet.localizer.ResourceBundleHolder;

/** What the page says of a delivery that could not be read. */
class UnreadableTextTest {

    @Test
    void everyReasonHasATextInBothLanguages() {
        Set<String> texts = new HashSet<>();
        for (Reason reason : Reason.values()) {
            for (Locale locale : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
                String text =
                        ResourceBundleHolder.get(Messages.class).get(locale).getString("Unreadable." + reason);
                assertTrue(text.startsWith(locale == Locale.ENGLISH ? "Rejected: " : "已拒绝："), text);
                texts.add(text);
            }
        }
        assertEquals(2 * Reason.values().length, texts.size());
    }
}
