package io.jenkins.plugins.codeup.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codeup.architecture.FieldCase;
import io.jenkins.plugins.codeup.delivery.DeliveryFilter.Decision;
import io.jenkins.plugins.codeup.delivery.DeliveryFilter.Reason;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Users read decisions in their own language. */
class DecisionTextTest {

    private static final List<String> ARGUMENTS = List.of("one", "two", "three");

    @ParameterizedTest
    @EnumSource
    void everyReasonHasATextInBothLanguages(Reason reason) {
        Decision decision = new Decision(reason, ARGUMENTS);
        String english = JobDeliveryHandler.text(decision).toString(Locale.ENGLISH);
        String chinese = JobDeliveryHandler.text(decision).toString(Locale.SIMPLIFIED_CHINESE);
        for (String text : List.of(english, chinese)) {
            assertFalse(text.contains("{") || text.contains("''"), text);
        }
        assertTrue(chinese.matches(".*\\p{IsHan}.*"), chinese);
        boolean noBuild = !decision.builds() && reason != Reason.TEST;
        assertEquals(noBuild, english.startsWith("No build: "), english);
        assertEquals(noBuild, chinese.startsWith("不构建："), chinese);
    }

    @Test
    void whatOthersWroteIsShownInOneShortLine() {
        Decision decision = Decision.of(Reason.BRANCH_EXCLUDED, "a\u202eb" + "x".repeat(1_000));
        String text = JobDeliveryHandler.text(decision).toString(Locale.ENGLISH);
        assertTrue(text.startsWith("No build: the branch patterns exclude a bxxx"), text);
        assertTrue(text.length() < 250, text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BRANCH|Build of branch one|构建分支 one",
                "MERGE_REQUEST|Build of merge request !one (two → three)|构建合并请求 !one（two → three）",
                "NOTE_DISABLED|No build: comments are not enabled in this job's trigger|不构建：此任务的触发器未启用评论",
                "OTHER_REPOSITORY|No build: the event is for another repository (one)|不构建：事件属于另一个代码库（one）"
            })
    @FieldCase("T18")
    void decisionsAreInTheReadersLanguage(Reason reason, String english, String chinese) {
        Decision decision = new Decision(reason, ARGUMENTS);
        assertEquals(english, JobDeliveryHandler.text(decision).toString(Locale.ENGLISH));
        assertEquals(chinese, JobDeliveryHandler.text(decision).toString(Locale.SIMPLIFIED_CHINESE));
    }
}
