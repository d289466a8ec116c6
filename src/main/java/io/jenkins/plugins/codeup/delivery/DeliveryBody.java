package io.jenkins.plugins.codeup.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Takes a request's body off the wire, and no more of it than the limit, packed and unpacked. */
public final class DeliveryBody {

    private DeliveryBody() {}

    /**
     * @param stream the body as it comes; not closed
     * @param contentEncoding the header of that name, or null
     * @param limit the most bytes that the body may have
     * @return the body in clear
     * @throws InvalidDeliveryException if it is too large or not packed as it says
     * @throws IOException if the sender breaks off
     */
    @NonNull
    public static byte[] read(@NonNull InputStream stream, @CheckForNull String contentEncoding, int limit)
            throws IOException, InvalidDeliveryException {
        byte[] sent = upTo(stream, limit);
        String encoding = contentEncoding == null ? "identity" : contentEncoding.trim();
        if (encoding.isEmpty() || encoding.equalsIgnoreCase("identity")) {
            return sent;
        }
        if (!encoding.equalsIgnoreCase("gzip") && !encoding.equalsIgnoreCase("x-gzip")) {
            throw new InvalidDeliveryException("the body has a Content-Encoding other than gzip");
        }
        try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(sent))) {
            return upTo(unpacked, limit);
        } catch (IOException notGzip) {
            throw new InvalidDeliveryException("the body is not the gzip that it says it is");
        }
    }

    private static byte[] upTo(InputStream stream, int limit) throws IOException, InvalidDeliveryException {
        byte[] read = stream.readNBytes(limit);
        if (read.length == limit && stream.read() != -1) {
            throw InvalidDeliveryException.tooLarge(limit);
        }
        return read;
    }
}
