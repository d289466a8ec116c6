package io.jenkins.plugins.codeup.connection;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.codeup.client.CallListener;
import io.jenkins.plugins.codeup.client.CodeupClient;
import io.jenkins.plugins.codeup.client.CodeupException;
import io.jenkins.plugins.codeup.client.CodeupException.Kind;
import io.jenkins.plugins.codeup.client.Repository;
import io.jenkins.plugins.codeup.client.yunxiao.NamedId;
import io.jenkins.plugins.codeup.client.yunxiao.YunxiaoClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jvnet.localizer.LocaleProvider;

/** "Test connection" of a connection: whose its credentials are, and which of the rights that hooks take are missing. */
final class ConnectionRights {

    private final CodeupConnection connection;
    private final List<String> found = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    private ConnectionRights(CodeupConnection connection) {
        this.connection = connection;
    }

    @NonNull
    static FormValidation test(@NonNull CodeupConnection connection) {
        try {
            CodeupClient client = CodeupAccess.inBackground(connection)
                    .client(null, null, connection.credentialsIds(), CallListener.NONE);
            return new ConnectionRights(connection).of(client);
        } catch (CodeupException e) {
            return FormValidation.error(e.describe(LocaleProvider.getLocale()));
        } catch (IllegalArgumentException e) {
            return FormValidation.error(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FormValidation.error(Messages.ConnectionRights_interrupted());
        }
    }

    private FormValidation of(CodeupClient client) throws CodeupException, InterruptedException {
        if (client instanceof YunxiaoClient yunxiao) {
            user(yunxiao);
            if (connection.getApi() != CodeupApi.YUNXIAO_REGION) {
                organization(yunxiao);
            }
        } else {
            key();
            found.add(Messages.ConnectionRights_organization(connection.getOrganizationId()));
        }
        repositories(client);
        String all = Stream.concat(found.stream(), missing.stream()).collect(Collectors.joining(" "));
        return missing.isEmpty() ? FormValidation.ok(all) : FormValidation.warning(all);
    }

    private void user(YunxiaoClient client) throws CodeupException, InterruptedException {
        try {
            found.add(Messages.ConnectionRights_user(name(client.currentUser())));
        } catch (CodeupException e) {
            passIfForbidden(e);
            missing.add(Messages.ConnectionRights_noUser());
        }
    }

    private void organization(YunxiaoClient client) throws CodeupException, InterruptedException {
        String own = connection.getOrganizationId();
        try {
            List<NamedId> all = client.organizations();
            all.stream()
                    .filter(one -> one.id().equals(own))
                    .findFirst()
                    .ifPresentOrElse(
                            one -> found.add(Messages.ConnectionRights_organization(name(one))),
                            () -> missing.add(Messages.ConnectionRights_noMember(
                                    own, all.stream().map(NamedId::id).collect(Collectors.joining(", ")))));
        } catch (CodeupException e) {
            passIfForbidden(e);
            found.add(Messages.ConnectionRights_organization(own));
        }
    }

    private static String name(NamedId one) {
        return one.name() == null ? one.id() : one.name() + " (" + one.id() + ")";
    }

    /** The OpenAPI does not tell whose a key is; its id says it to who made it. */
    private void key() {
        StandardCredentials credentials =
                CredentialsContext.of((Item) null).find(Objects.toString(connection.getCredentialsId()));
        found.add(
                credentials instanceof StandardUsernamePasswordCredentials pair
                        ? Messages.ConnectionRights_key(pair.getUsername())
                        : Messages.ConnectionRights_token());
    }

    /** Rights can't be asked for; the first repository that is listed shows them. */
    private void repositories(CodeupClient client) throws CodeupException, InterruptedException {
        List<Repository> first = new ArrayList<>();
        try {
            client.listRepositories(null, repository -> {
                first.add(repository);
                return false;
            });
        } catch (CodeupException e) {
            passIfForbidden(e);
            missing.add(Messages.ConnectionRights_noRepositories());
            return;
        }
        if (first.isEmpty()) {
            missing.add(Messages.ConnectionRights_noRepository());
            return;
        }
        String shown = Objects.toString(
                first.get(0).path(), String.valueOf(first.get(0).id()));
        try {
            client.listWebhooks(first.get(0).id());
            found.add(Messages.ConnectionRights_webhooks(shown));
        } catch (CodeupException e) {
            passIfForbidden(e);
            missing.add(Messages.ConnectionRights_noWebhooks(shown));
        }
    }

    private static void passIfForbidden(CodeupException failure) throws CodeupException {
        if (failure.kind() != Kind.FORBIDDEN) {
            throw failure;
        }
    }
}
