package io.jenkins.plugins.codeup.simulator.data;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Who may call, and with what. */
public final class Accounts {

    /**
     * An AccessKey of Alibaba Cloud.
     *
     * @param id the AccessKey id
     * @param secret the AccessKey secret
     * @param securityToken the token that must come along where the key is a temporary one (STS), else null
     * @param account whose key it is
     */
    public record Key(String id, String secret, String securityToken, Account account) {

        @Override
        public String toString() {
            return "AccessKey " + id;
        }
    }

    private final Map<String, Key> keys = new ConcurrentHashMap<>();
    private final Map<String, Account> accessTokens = new ConcurrentHashMap<>();
    private final Map<String, Account> personalAccessTokens = new ConcurrentHashMap<>();

    public void add(Key key) {
        keys.put(key.id(), key);
    }

    public void addAccessToken(String token, Account account) {
        accessTokens.put(token, account);
    }

    public void addPersonalAccessToken(String token, Account account) {
        personalAccessTokens.put(token, account);
    }

    public void removePersonalAccessToken(String token) {
        personalAccessTokens.remove(token);
    }

    public Optional<Account> byPersonalAccessToken(String token) {
        return Optional.ofNullable(personalAccessTokens.get(token));
    }

    public Optional<Key> key(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    public Optional<Account> byAccessToken(String token) {
        return Optional.ofNullable(accessTokens.get(token));
    }
}
