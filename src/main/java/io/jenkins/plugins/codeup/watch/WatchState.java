package io.jenkins.plugins.codeup.watch;

import hudson.Extension;
import hudson.model.Item;
import io.jenkins.plugins.codeup.hooks.OtherEvents;
import io.jenkins.plugins.codeup.watch.WatchedItems.Wish;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Says on the page of an item how its repositories are watched. */
@Extension
@Restricted(NoExternalUse.class)
public final class WatchState implements OtherEvents {

    @Override
    public List<String> overview() {
        List<String> lines = new ArrayList<>();
        WatchManager.get().statuses().forEach((organization, status) -> {
            String failure = status.failure();
            if (failure != null) {
                lines.add(Messages.WatchState_failing(organization, WatchStatus.text(status.failingSince()), failure));
            } else if (status.lastSuccess() > 0) {
                lines.add(Messages.WatchState_overview(
                        organization, status.repositories(), WatchStatus.text(status.lastSuccess())));
            }
        });
        return lines;
    }

    @Override
    public List<String> stateOf(Item item) {
        List<String> lines = new ArrayList<>();
        for (Wish wish : WatchedItems.get().of(item.getFullName())) {
            String connection = wish.organization().connection();
            String named = wish.repository().repository();
            OrganizationWatch watch = WatchManager.get().find(wish.organization());
            if (watch == null) {
                lines.add(Messages.WatchState_notYet(connection, named));
                continue;
            }
            WatchStatus status = watch.status();
            String failure = status.failure();
            String problem = status.problem(watch.id(named), named);
            if (failure != null) {
                lines.add(Messages.WatchState_failing(connection, WatchStatus.text(status.failingSince()), failure));
            } else if (problem != null) {
                lines.add(Messages.WatchState_problem(connection, named, problem));
            } else {
                lines.add(
                        status.lastSuccess() == 0
                                ? Messages.WatchState_notYet(connection, named)
                                : Messages.WatchState_watched(
                                        connection, named, WatchStatus.text(status.lastSuccess())));
            }
            if (status.isPushesOnly() && wish.wantsMergeRequests()) {
                lines.add(Messages.WatchState_pushesOnly(connection));
            }
        }
        return lines;
    }
}
