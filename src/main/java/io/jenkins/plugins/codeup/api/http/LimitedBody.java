package io.jenkins.plugins.codeup.api.http;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Collects an answer's bytes and gives up, closing the connection, once there are more than the limit. It is handed over
 * as soon as the headers are there, so that the caller waits for the rest itself and no longer than it likes.
 */
final class LimitedBody implements BodySubscriber<LimitedBody> {

    private final int limit;
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream(1024);

    LimitedBody(int limit) {
        this.limit = limit;
    }

    /**
     * Waits for the end.
     *
     * @throws IOException if the connection broke, or the answer is too large; its cause is as the HTTP client gave it
     * @throws TimeoutException if the end did not come in time; the connection is closed
     * @throws InterruptedException at once when the thread is interrupted; the connection is closed
     */
    @NonNull
    byte[] await(long nanos) throws IOException, TimeoutException, InterruptedException {
        try {
            return whole.get(nanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } finally {
            giveUp();
        }
    }

    /** Closes the connection, unless the answer is there. */
    void giveUp() {
        if (!whole.isDone()) {
            subscription.thenAccept(Subscription::cancel);
        }
    }

    @Override
    public CompletionStage<LimitedBody> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Subscription started) {
        subscription.complete(started);
        started.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            if (collected.size() + buffer.remaining() > limit) {
                subscription.thenAccept(Subscription::cancel);
                whole.completeExceptionally(new TooLargeException(limit));
                return;
            }
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            collected.writeBytes(bytes);
        }
    }

    @Override
    public void onError(Throwable failure) {
        whole.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        whole.complete(collected.toByteArray());
    }

    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1;

        TooLargeException(int limit) {
            super("more than " + limit + " bytes");
        }
    }
}
