package io.jenkins.plugins.codeup.endpoint;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A delivery that was verified and waits for its turn. Holds no secret.
 *
 * @param hookId the hook that it came by
 * @param event the header that names the event, or null
 * @param receivedAt milliseconds since 1970
 * @param body JSON, not to be changed
 */
public record ReceivedDelivery(
        @NonNull String hookId,
        @CheckForNull String event,
        long receivedAt,
        @NonNull byte[] body) {

    public void writeTo(@NonNull DataOutputStream stream) throws IOException {
        stream.writeUTF(hookId);
        stream.writeUTF(event == null ? "" : event);
        stream.writeLong(receivedAt);
        stream.writeInt(body.length);
        stream.write(body);
    }

    @NonNull
    public static ReceivedDelivery readFrom(@NonNull DataInputStream stream) throws IOException {
        String hookId = stream.readUTF();
        String event = stream.readUTF();
        long receivedAt = stream.readLong();
        return new ReceivedDelivery(
                hookId, event.isEmpty() ? null : event, receivedAt, stream.readNBytes(stream.readInt()));
    }
}
