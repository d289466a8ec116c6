package io.jenkins.plugins.codeup.hooks;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.endpoint.ItemWebhook;
import io.jenkins.plugins.codeup.webhook.ReconcileResult.Outcome;
import java.io.IOException;
import java.text.DateFormat;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.jvnet.localizer.LocaleProvider;

/** What the background has to say of an item's hook. */
@Extension
public final class HookStates implements HookKeeper {

    private static final long PATIENCE = 15_000;

    @Override
    public List<String> state(Item item) {
        HookChoice choice = HookedItems.choiceOf(item);
        if (choice == null) {
            return List.of(Messages.HookStates_none());
        }
        if (!choice.managed()) {
            return List.of(Messages.HookStates_byHand());
        }
        try {
            ItemWebhook hook = ItemWebhook.of(item);
            HookRecord record = Hooks.get().ledger().get(hook.id());
            return lines(record, HookWishes.of(choice, hook));
        } catch (IllegalArgumentException | IllegalStateException | IOException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    private static List<String> lines(HookRecord record, List<HookWish> wishes) {
        List<String> lines = new ArrayList<>();
        if (wishes.isEmpty()) {
            lines.add(Messages.HookStates_nowhere());
        }
        for (HookWish wish : wishes) {
            HookPlace place = record == null ? null : record.place(wish);
            Outcome outcome = record == null ? null : record.outcome();
            if (place == null || place.webhookId() == null || outcome == null) {
                lines.add(Messages.HookStates_notYet(wish.at().repository()));
            } else {
                lines.add(Messages.HookStates_there(
                        String.valueOf(place.webhookId()), place.repository(), text(outcome), time(record.at())));
            }
        }
        HookProblem problem = record == null ? null : record.problem();
        if (problem != null) {
            lines.add(Messages.HookStates_problem(time(problem.since()), problem.what() + " " + advice(problem)));
        }
        return lines;
    }

    private static String text(Outcome outcome) {
        return switch (outcome) {
            case CREATED -> Messages.HookStates_created();
            case UPDATED -> Messages.HookStates_updated();
            case UNCHANGED -> Messages.HookStates_unchanged();
        };
    }

    /**
     * @return what to do about it, in the language of who looks; nothing where what happened says it
     */
    @NonNull
    static String advice(@NonNull HookProblem problem) {
        Kind kind = problem.kind();
        return kind == null ? "" : CodeupException.advice(kind, LocaleProvider.getLocale());
    }

    @NonNull
    static String time(long millis) {
        return DateFormat.getDateTimeInstance(DateFormat.MEDIUM, DateFormat.MEDIUM, LocaleProvider.getLocale())
                .format(new Date(millis));
    }

    @Override
    public void register(Item item) throws InterruptedException {
        Hooks.get().registerNow(item, PATIENCE);
    }
}
