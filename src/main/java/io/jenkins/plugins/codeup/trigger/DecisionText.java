package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.delivery.DeliveryDecision;
import java.util.List;
import org.jvnet.localizer.Localizable;

/** Says a decision in the reader's language. */
final class DecisionText {

    private DecisionText() {}

    @NonNull
    static Localizable of(@NonNull DeliveryDecision decision) {
        List<String> arguments = decision.arguments();
        return switch (decision.reason()) {
            case BRANCH -> Messages._DecisionText_branch(arguments.get(0));
            case TAG -> Messages._DecisionText_tag(arguments.get(0));
            case MERGE_REQUEST ->
                Messages._DecisionText_mergeRequest(arguments.get(0), arguments.get(1), arguments.get(2));
            case NOTE -> Messages._DecisionText_note();
            case TEST -> Messages._DeliveryLog_test();
            case EVENT_NOT_WANTED -> Messages._DecisionText_eventNotWanted(arguments.get(0));
            case OTHER_REPOSITORY -> Messages._DecisionText_otherRepository(arguments.get(0));
            case DELETED -> Messages._DecisionText_deleted(arguments.get(0));
            case NO_BRANCH -> Messages._DecisionText_noBranch(arguments.get(0));
            case BRANCH_NOT_WANTED -> Messages._DecisionText_branchNotWanted(arguments.get(0));
            case SOURCE_NOT_WANTED -> Messages._DecisionText_sourceNotWanted(arguments.get(0));
            case TAG_NOT_WANTED -> Messages._DecisionText_tagNotWanted(arguments.get(0));
            case SKIP_REQUESTED -> Messages._DecisionText_skipRequested();
            case AUTHOR_NOT_WANTED -> Messages._DecisionText_authorNotWanted(arguments.get(0));
            case PATHS_NOT_WANTED -> Messages._DecisionText_pathsNotWanted();
            case ACTION_NOT_WANTED -> Messages._DecisionText_actionNotWanted(arguments.get(0));
            case FORK -> Messages._DecisionText_fork(arguments.get(0));
            case COMMENT_NOT_WANTED -> Messages._DecisionText_commentNotWanted();
            case PATTERN_TOO_COSTLY -> Messages._DecisionText_patternTooCostly();
        };
    }
}
