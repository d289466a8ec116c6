package io.jenkins.plugins.codeup.connection;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codeup.client.CodeupCredentials;
import io.jenkins.plugins.codeup.client.SecretValue;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** Makes of credentials ids what the Codeup half takes, or says which id, what would serve and where it was looked for. */
final class CredentialsResolver {

    private final CredentialsContext context;

    CredentialsResolver(CredentialsContext context) {
        this.context = context;
    }

    /**
     * @throws IllegalArgumentException if an id is missing, unknown or of a kind that does not serve
     */
    @NonNull
    CodeupCredentials resolve(@NonNull CodeupApi api, @NonNull CredentialsIds ids) {
        String id = ids.credentialsId();
        if (id == null) {
            throw new IllegalArgumentException(Messages.CredentialsResolver_missing(kindsOf(api)));
        }
        StandardCredentials found = find(id, "credentialsId", kindsOf(api));
        boolean yunxiao = api == CodeupApi.YUNXIAO || api == CodeupApi.YUNXIAO_REGION;
        if (found instanceof StandardUsernamePasswordCredentials pair && !yunxiao) {
            return new CodeupCredentials.AccessKey(
                    pair.getUsername().trim(),
                    SecretValue.of(pair.getPassword().getPlainText().trim()),
                    secret(ids.securityTokenCredentialsId(), "securityTokenCredentialsId"),
                    secret(ids.accessTokenCredentialsId(), "accessTokenCredentialsId"));
        }
        if (found instanceof StringCredentials text) {
            SecretValue token = SecretValue.of(text.getSecret().getPlainText().trim());
            return api == CodeupApi.ALIYUN
                    ? new CodeupCredentials.AccessToken(token)
                    : new CodeupCredentials.PersonalAccessToken(token);
        }
        throw wrongKind(found, "credentialsId", kindsOf(api));
    }

    /**
     * @param field the name of the field that the id was given in
     * @return the text of a Secret text, or null where no id was given
     * @throws IllegalArgumentException if the id is unknown or no Secret text
     */
    @CheckForNull
    SecretValue secret(@CheckForNull String id, @NonNull String field) {
        if (id == null) {
            return null;
        }
        String kinds = Messages.CredentialsResolver_secretText();
        StandardCredentials found = find(id, field, kinds);
        if (found instanceof StringCredentials text) {
            return SecretValue.of(text.getSecret().getPlainText().trim());
        }
        throw wrongKind(found, field, kinds);
    }

    private StandardCredentials find(String id, String field, String kinds) {
        StandardCredentials found = context.find(id);
        if (found == null) {
            throw new IllegalArgumentException(Messages.CredentialsResolver_unknown(field, id, context.place(), kinds));
        }
        return found;
    }

    private static IllegalArgumentException wrongKind(StandardCredentials found, String field, String kinds) {
        return new IllegalArgumentException(Messages.CredentialsResolver_wrongKind(
                field, found.getId(), found.getDescriptor().getDisplayName(), kinds));
    }

    private static String kindsOf(CodeupApi api) {
        return switch (api) {
            case AUTOMATIC -> Messages.CredentialsResolver_keyOrPersonalToken();
            case ALIYUN -> Messages.CredentialsResolver_keyOrAccessToken();
            case YUNXIAO, YUNXIAO_REGION -> Messages.CredentialsResolver_personalToken();
        };
    }
}
