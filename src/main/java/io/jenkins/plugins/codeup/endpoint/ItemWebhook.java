package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.XmlFile;
import hudson.model.Item;
import hudson.model.Job;
import hudson.util.Secret;
import java.io.File;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import jenkins.branch.MultiBranchProject;

/**
 * An item's own address for deliveries and the secret that they must bring. Both are random, made once, and kept in a
 * file beside the item's {@code config.xml}: they go along when the item is renamed or moved, a copy gets its own, and
 * a Pipeline that sets its own triggers does not touch them. A secret is changed by rotation only.
 */
public final class ItemWebhook {

    /** Where below the root URL deliveries arrive. */
    public static final String URL_NAME = "codeup-webhook";

    public static final String FILE_NAME = "codeup-webhook.xml";

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String id;
    private final Secret secret;
    /** What was the secret until the last rotation, or null. */
    private final Secret previous;
    /** When it ends to be accepted, in milliseconds since 1970. */
    private final long previousUntil;

    private ItemWebhook(String id, Secret secret, Secret previous, long previousUntil) {
        this.id = id;
        this.secret = secret;
        this.previous = previous;
        this.previousUntil = previousUntil;
    }

    /**
     * @param item a job, a multibranch project or an organization folder
     * @return the item's hook, made and stored if it is the first time
     * @throws IOException if the file can't be read or written
     */
    @NonNull
    public static ItemWebhook of(@NonNull Item item) throws IOException {
        synchronized (ItemWebhook.class) {
            ItemWebhook existing = existing(item);
            if (existing != null) {
                return existing;
            }
            return store(item, random());
        }
    }

    /**
     * @return the item whose webhook starts builds of this job: the multibranch project of a branch's job, else the job
     */
    @NonNull
    public static Item owner(@NonNull Job<?, ?> job) {
        return job.getParent() instanceof MultiBranchProject<?, ?> project ? project : job;
    }

    /**
     * Gives the item a new secret. The present one is accepted for a while, so that Codeup can be told meanwhile; until
     * that is over there is no other.
     *
     * @param grace for how long
     * @throws IOException if the file can't be read or written
     */
    public static void rotate(@NonNull Item item, @NonNull Duration grace) throws IOException {
        synchronized (ItemWebhook.class) {
            ItemWebhook now = of(item);
            if (now.previousUntil() == null) {
                long until = System.currentTimeMillis() + grace.toMillis();
                store(item, new ItemWebhook(now.id, randomSecret(), now.secret, until));
            }
        }
    }

    /**
     * Accepts the item's old secret no longer.
     *
     * @throws IOException if the file can't be read or written
     */
    public static void endRotation(@NonNull Item item) throws IOException {
        synchronized (ItemWebhook.class) {
            ItemWebhook now = of(item);
            store(item, new ItemWebhook(now.id, now.secret, null, 0));
        }
    }

    private static ItemWebhook store(Item item, ItemWebhook hook) throws IOException {
        file(item).write(hook);
        WebhookIndex.get().add(item, hook);
        return hook;
    }

    /**
     * @return a hook that is nobody's yet
     */
    @NonNull
    public static ItemWebhook random() {
        return new ItemWebhook(HexFormat.of().formatHex(random(16)), randomSecret(), null, 0);
    }

    private static Secret randomSecret() {
        return Secret.fromString(Base64.getUrlEncoder().withoutPadding().encodeToString(random(32)));
    }

    /**
     * @return the item's hook, or null if it has none yet
     */
    @CheckForNull
    public static ItemWebhook existing(@NonNull Item item) throws IOException {
        XmlFile file = file(item);
        return file.exists() ? (ItemWebhook) file.read() : null;
    }

    private static XmlFile file(Item item) {
        return new XmlFile(new File(item.getRootDir(), FILE_NAME));
    }

    /**
     * @return what tells this hook from all others, as long as the item lives
     */
    @NonNull
    public String id() {
        return id;
    }

    /**
     * @param rootUrl the URL of this Jenkins as Codeup sees it, with a slash at the end
     * @return where Codeup delivers to for this item; the same as long as the item lives
     */
    @NonNull
    public String url(@NonNull String rootUrl) {
        return rootUrl + URL_NAME + "/" + id;
    }

    @NonNull
    public Secret secret() {
        return secret;
    }

    /**
     * @return the secret, and during a rotation the one before it, in clear
     */
    @NonNull
    public List<String> accepted() {
        return previousUntil() == null
                ? List.of(secret.getPlainText())
                : List.of(secret.getPlainText(), previous.getPlainText());
    }

    /**
     * @return until when the old secret is accepted too, or null if it is not
     */
    @CheckForNull
    public Instant previousUntil() {
        return previous == null || System.currentTimeMillis() >= previousUntil
                ? null
                : Instant.ofEpochMilli(previousUntil);
    }

    private static byte[] random(int bytes) {
        byte[] value = new byte[bytes];
        RANDOM.nextBytes(value);
        return value;
    }
}
