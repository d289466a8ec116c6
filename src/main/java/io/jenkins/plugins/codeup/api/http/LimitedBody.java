package io.jenkins.plugins.codeup.api.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Collects an answer's bytes, and closes the connection once there are too many of them or they take too long. */
final class LimitedBody implements BodySubscriber<byte[]> {

    private final int limit;
    private final long end;
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream(1024);

    /**
     * @param end when it must be there, by {@link System#nanoTime}
     */
    LimitedBody(int limit, long end) {
        this.limit = limit;
        this.end = end;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return whole.orTimeout(end - System.nanoTime(), TimeUnit.NANOSECONDS).exceptionally(failure -> {
            throw new CompletionException(
                    failure instanceof TimeoutException ? new HttpTimeoutException("the body was slow") : failure);
        });
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        whole.whenComplete((bytes, failure) -> {
            if (failure != null) {
                subscription.cancel();
            }
        });
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            if (collected.size() + buffer.remaining() > limit) {
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
