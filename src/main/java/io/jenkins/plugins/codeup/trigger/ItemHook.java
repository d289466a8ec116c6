package io.jenkins.plugins.codeup.trigger;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.XmlFile;
import hudson.model.Item;
import hudson.util.Secret;
import java.io.File;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * An item's own address for deliveries and the secret that they must bring. Both are random, made once, and kept in a
 * file beside the item's {@code config.xml}: they go along when the item is renamed or moved, a copy gets its own, and
 * a Pipeline that sets its own triggers does not touch them.
 */
public final class ItemHook {

    /** Where below the root URL deliveries arrive. */
    public static final String URL_NAME = "codeup-webhook";

    static final String FILE_NAME = "codeup-webhook.xml";

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String id;
    private final Secret secret;

    private ItemHook(String id, Secret secret) {
        this.id = id;
        this.secret = secret;
    }

    /**
     * @param item a job, a multibranch project or an organization folder
     * @return the item's hook, made and stored if it is the first time
     * @throws IOException if the file can't be read or written
     */
    @NonNull
    public static ItemHook of(@NonNull Item item) throws IOException {
        synchronized (ItemHook.class) {
            ItemHook existing = existing(item);
            if (existing != null) {
                return existing;
            }
            ItemHook made = random();
            file(item).write(made);
            HookIndex.get().add(item, made);
            return made;
        }
    }

    /**
     * @return a hook that is nobody's yet
     */
    @NonNull
    static ItemHook random() {
        return new ItemHook(
                HexFormat.of().formatHex(random(16)),
                Secret.fromString(Base64.getUrlEncoder().withoutPadding().encodeToString(random(32))));
    }

    /**
     * @return the item's hook, or null if it has none yet
     */
    @CheckForNull
    static ItemHook existing(@NonNull Item item) throws IOException {
        XmlFile file = file(item);
        return file.exists() ? (ItemHook) file.read() : null;
    }

    private static XmlFile file(Item item) {
        return new XmlFile(new File(item.getRootDir(), FILE_NAME));
    }

    @NonNull
    String id() {
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

    private static byte[] random(int bytes) {
        byte[] value = new byte[bytes];
        RANDOM.nextBytes(value);
        return value;
    }
}
