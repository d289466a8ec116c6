package io.jenkins.plugins.codeup.simulator.aliyun;

import io.jenkins.plugins.codeup.simulator.data.Account;
import io.jenkins.plugins.codeup.simulator.data.Accounts;
import io.jenkins.plugins.codeup.simulator.http.ReceivedRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;

/** What Alibaba Cloud's gateway checks before a request gets to Codeup: the action, who calls, and the signature. */
final class Gateway {

    private static final String VERSION = "2020-04-14";
    private static final Duration TOLERANCE = Duration.ofMinutes(15);

    private final Accounts accounts;
    private final Clock clock;
    private final Set<String> usedNonces = ConcurrentHashMap.newKeySet();

    Gateway(Accounts accounts, Clock clock) {
        this.accounts = accounts;
        this.clock = clock;
    }

    /**
     * @return whose rights apply
     */
    Account admit(ReceivedRequest request, AliyunOperation operation) throws Refusal {
        if (!operation.action().equals(request.header("x-acs-action"))
                || !VERSION.equals(request.header("x-acs-version"))) {
            throw unknownAction();
        }
        String token = request.query().get("AccessToken");
        String authorization = request.header("authorization");
        if (authorization == null) {
            if (token == null) {
                throw Refusal.gateway(400, "MissingAccessKeyId", "AccessKeyId is mandatory for this action.");
            }
            return byToken(token);
        }
        SignatureCheck signature = SignatureCheck.of(authorization);
        Accounts.Key key = accounts.key(signature.keyId())
                .orElseThrow(() ->
                        Refusal.gateway(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found."));
        checkSecurityToken(request, key);
        checkTime(signature.time(request));
        signature.check(request, key.secret());
        checkNonce(request.header("x-acs-signature-nonce"));
        return token == null ? key.account() : byToken(token);
    }

    static Refusal unknownAction() {
        return Refusal.gateway(
                404, "InvalidAction.NotFound", "Specified api is not found, please check your url and method.");
    }

    /** OrganizationId, and no parameter that the operation does not know. */
    static SortedMap<String, String> parameters(ReceivedRequest request, AliyunOperation operation) throws Refusal {
        SortedMap<String, String> query = request.query();
        for (String name : query.keySet()) {
            if (!operation.knows(name)) {
                throw Refusal.gateway(400, "InvalidParameter", "The parameter " + name + " is not known.");
            }
        }
        if (query.getOrDefault("OrganizationId", "").isBlank()) {
            throw Refusal.gateway(400, "MissingOrganizationId", "OrganizationId is mandatory for this action.");
        }
        return query;
    }

    private Account byToken(String token) throws Refusal {
        return accounts.byAccessToken(token)
                .orElseThrow(() -> Refusal.codeup(401, "Unauthorized", "AccessToken is invalid or expired."));
    }

    private void checkSecurityToken(ReceivedRequest request, Accounts.Key key) throws Refusal {
        String sent = request.header("x-acs-security-token");
        if (key.securityToken() != null && sent == null) {
            throw Refusal.gateway(400, "MissingSecurityToken", "SecurityToken is mandatory for this action.");
        }
        if (sent != null && key.securityToken() == null) {
            throw Refusal.gateway(
                    400, "InvalidSecurityToken.MismatchWithAccessKey", "Specified SecurityToken is not of this key.");
        }
        if (sent != null && !sent.equals(key.securityToken())) {
            throw Refusal.gateway(400, "InvalidSecurityToken.Malformed", "Specified SecurityToken is malformed.");
        }
        if (sent != null && !key.id().equals(request.header("x-acs-accesskey-id"))) {
            throw Refusal.gateway(400, "MissingAccessKeyId", "x-acs-accesskey-id is mandatory with a SecurityToken.");
        }
    }

    private void checkTime(Instant sent) throws Refusal {
        if (Duration.between(sent, clock.instant()).abs().compareTo(TOLERANCE) > 0) {
            throw Refusal.gateway(400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.");
        }
    }

    private void checkNonce(String nonce) throws Refusal {
        if (nonce == null || nonce.isBlank()) {
            throw Refusal.gateway(400, "MissingSignatureNonce", "SignatureNonce is mandatory for this action.");
        }
        if (!usedNonces.add(nonce)) {
            throw Refusal.gateway(400, "SignatureNonceUsed", "Specified signature nonce was used already.");
        }
    }
}
