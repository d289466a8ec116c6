package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.XmlFile;
import hudson.model.Item;
import hudson.model.Items;
import hudson.model.Job;
import hudson.util.Secret;
import hudson.util.XStream2;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import jenkins.branch.MultiBranchProject;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * An item's own webhook URL and secret. Both are random and stored in {@value #FILE_NAME} beside the item's
 * {@code config.xml}: renaming, moving or reconfiguring the item does not change them, and a copied item gets its own.
 * Only a rotation changes the secret. Instances are immutable.
 */
@Restricted(NoExternalUse.class)
public final class ItemWebhook {

    /** The path of the endpoint below Jenkins's root URL. */
    public static final String URL_NAME = "codeup-webhook";

    /** The file's name in the item's directory. Its format is frozen: an upgrade must not change URLs or secrets. */
    public static final String FILE_NAME = "codeup-webhook.xml";

    private static final Logger LOGGER = Logger.getLogger(ItemWebhook.class.getName());
    private static final XStream2 XSTREAM = new XStream2();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ID_BYTES = 16;
    private static final int SECRET_BYTES = 32;
    /** More than the steps in which file systems count time. */
    private static final long YOUNG_MILLIS = 3_000;

    /** In a damaged file. */
    private static final Pattern ID = Pattern.compile("<id>([0-9a-f]{" + 2 * ID_BYTES + "})</id>");

    /** Held while a file is created or changed. By the item's directory, so that items seldom wait for each other. */
    private static final Object[] LOCKS =
            IntStream.range(0, 64).mapToObj(number -> new Object()).toArray();

    static {
        XSTREAM.alias("codeup-webhook", ItemWebhook.class);
    }

    private final String id;
    private final Secret secret;
    /** The secret before the last rotation, or null. */
    private final Secret previousSecret;
    /** Until when the previous secret is accepted, in milliseconds since 1970. */
    private final long previousSecretUntil;

    private ItemWebhook(String id, Secret secret, Secret previousSecret, long previousSecretUntil) {
        this.id = id;
        this.secret = secret;
        this.previousSecret = previousSecret;
        this.previousSecretUntil = previousSecretUntil;
    }

    /**
     * @param item a job, a multibranch project or an organization folder
     * @return the item's webhook; created and stored the first time
     * @throws IOException if the file can't be read or written, or the item was deleted
     */
    @NonNull
    public static ItemWebhook of(@NonNull Item item) throws IOException {
        ItemWebhook existing = existing(item);
        if (existing != null) {
            return existing;
        }
        synchronized (lock(item)) {
            ItemWebhook meanwhile = existing(item);
            if (meanwhile != null) {
                return meanwhile;
            }
            if (!Items.getConfigFile(item).exists()) {
                // writing the file would make the directory again, for the next item of that name
                throw new IOException(item.getFullName() + " was deleted");
            }
            return store(item, random());
        }
    }

    /**
     * @return the item's webhook, or null if it was not created yet; never creates it
     * @throws IOException if the file can't be read, or lacks the id or the secret
     */
    @CheckForNull
    public static ItemWebhook existing(@NonNull Item item) throws IOException {
        return existing(item.getRootDir());
    }

    /**
     * @return what changes when the item's webhook is stored or restored: the file's place, number, size and time; empty if
     *     there is no file, or it is so young that a further change might leave all of them as they are
     */
    @NonNull
    static List<Object> attributes(@NonNull Item item) throws IOException {
        Path file = file(item.getRootDir()).getFile().toPath();
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            FileTime changed = now.lastModifiedTime();
            boolean young = changed.toMillis() > System.currentTimeMillis() - YOUNG_MILLIS;
            return young ? List.of() : List.of(file, String.valueOf(now.fileKey()), now.size(), changed);
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static ItemWebhook existing(File directory) throws IOException {
        XmlFile file = file(directory);
        if (!file.exists()) {
            return null;
        }
        Object read;
        try {
            read = file.read();
        } catch (IOException e) {
            // with a cause it is what the file contains
            throw e.getCause() == null ? e : new DamagedException(file + " is damaged", e);
        }
        if (read instanceof ItemWebhook webhook && webhook.id != null && webhook.secret != null) {
            return webhook;
        }
        throw new DamagedException(file + " contains no id or no secret", null);
    }

    /** The item's file is there and can be read, but it has no webhook. */
    public static final class DamagedException extends IOException {

        private static final long serialVersionUID = 1;

        DamagedException(@NonNull String message, @CheckForNull Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Replaces a damaged file, which is kept beside it: by the same URL, if its id is known or still to be read, and a new
     * secret.
     *
     * @param id what the id was, or null if that is not known
     * @throws IOException if the file can't be read or written
     */
    public static void replaceDamaged(@NonNull Item item, @CheckForNull String id) throws IOException {
        synchronized (lock(item)) {
            try {
                existing(item);
            } catch (DamagedException e) {
                Path damaged = file(item.getRootDir()).getFile().toPath();
                String known = id == null ? readId(damaged) : id;
                WebhookIndex.Entry other =
                        known == null ? null : WebhookIndex.get().find(known);
                boolean taken = other != null && !other.fullName().equals(item.getFullName());
                LOGGER.log(Level.WARNING, "The secret of the Codeup webhook of " + item.getFullName() + " is lost", e);
                Files.move(
                        damaged, damaged.resolveSibling(FILE_NAME + ".damaged"), StandardCopyOption.REPLACE_EXISTING);
                JournalMonitor.get().reportDamage(damaged, Messages._ItemWebhook_damaged(item.getFullName()));
                store(item, known == null || taken ? random() : new ItemWebhook(known, randomSecret(), null, 0));
            }
        }
    }

    private static String readId(Path damaged) throws IOException {
        Matcher id = ID.matcher(Files.readString(damaged, StandardCharsets.ISO_8859_1));
        return id.find() ? id.group(1) : null;
    }

    /**
     * @param directory that of an item which need not be loaded
     * @return whether it has the webhook of that id, or one that can't be read; false if another item has the directory
     */
    public static boolean isIn(@NonNull File directory, @NonNull String id) {
        try {
            ItemWebhook webhook = existing(directory);
            return webhook != null && webhook.id.equals(id);
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "The Codeup webhook in " + directory + " can't be read", e);
            return true;
        }
    }

    /**
     * @return the item whose webhook starts builds of the job: the multibranch project for a branch's job, else the job
     */
    @NonNull
    public static Item owner(@NonNull Job<?, ?> job) {
        return job.getParent() instanceof MultiBranchProject<?, ?> project ? project : job;
    }

    /**
     * Gives the item a new secret. The current one stays valid for a while, so that the webhook in Codeup can be updated.
     * The one before it, if there is one, is invalid at once: a second leak needs no waiting.
     *
     * @param grace how long the current secret stays valid
     * @throws IOException if the file can't be read or written
     */
    public static void rotate(@NonNull Item item, @NonNull Duration grace) throws IOException {
        synchronized (lock(item)) {
            ItemWebhook now = of(item);
            long until = System.currentTimeMillis() + grace.toMillis();
            store(item, new ItemWebhook(now.id, randomSecret(), now.secret, until));
        }
    }

    /**
     * Invalidates the secret before the last rotation.
     *
     * @throws IOException if the file can't be read or written
     */
    public static void endRotation(@NonNull Item item) throws IOException {
        synchronized (lock(item)) {
            ItemWebhook now = of(item);
            store(item, new ItemWebhook(now.id, now.secret, null, 0));
        }
    }

    /**
     * @return a webhook that belongs to no item and is not stored
     */
    @NonNull
    static ItemWebhook random() {
        return new ItemWebhook(HexFormat.of().formatHex(random(ID_BYTES)), randomSecret(), null, 0);
    }

    private static Secret randomSecret() {
        return Secret.fromString(Base64.getUrlEncoder().withoutPadding().encodeToString(random(SECRET_BYTES)));
    }

    private static byte[] random(int bytes) {
        byte[] value = new byte[bytes];
        RANDOM.nextBytes(value);
        return value;
    }

    private static ItemWebhook store(Item item, ItemWebhook webhook) throws IOException {
        XmlFile file = file(item.getRootDir());
        file.write(webhook);
        PrivateFiles.restrict(file.getFile().toPath());
        WebhookIndex.get().add(item, webhook);
        return webhook;
    }

    private static XmlFile file(File directory) {
        return new XmlFile(XSTREAM, new File(directory, FILE_NAME));
    }

    private static Object lock(Item item) {
        return LOCKS[Math.floorMod(item.getRootDir().hashCode(), LOCKS.length)];
    }

    /**
     * @return the webhook's unique id, 32 hexadecimal digits; it never changes
     */
    @NonNull
    public String id() {
        return id;
    }

    /**
     * @param rootUrl the URL of this Jenkins as Codeup reaches it, with a slash at the end
     * @return the URL to which Codeup delivers events for the item
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
     * @return the valid secrets in clear: one, or two during a rotation
     */
    @NonNull
    List<String> accepted() {
        return previousUntil() == null
                ? List.of(secret.getPlainText())
                : List.of(secret.getPlainText(), previousSecret.getPlainText());
    }

    /**
     * @return until when the secret before the last rotation is valid, or null if it is not
     */
    @CheckForNull
    public Instant previousUntil() {
        return previousSecret == null || System.currentTimeMillis() >= previousSecretUntil
                ? null
                : Instant.ofEpochMilli(previousSecretUntil);
    }
}
