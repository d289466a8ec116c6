package io.jenkins.plugins.codeup.endpoint;

import io.jenkins.plugins.codeup.delivery.Fixtures;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/** A delivery with or without damage to its body, its headers, its URL or its method. */
record FuzzedRequest(String method, String path, byte[] body, Map<String, String> headers) {

    private static final List<String> FIXTURES =
            List.of("push.json", "tag-push.json", "merge-request-open.json", "console-test.json");
    private static final List<String> PARTS = List.of("[", "{\"a\":", "{},", "\"", "\\u0000", "refs/heads/", "-", "\n");

    static FuzzedRequest of(ItemWebhook webhook, Random random) throws IOException {
        Map<String, String> headers = Deliveries.headers(webhook, "Push Hook");
        byte[] body = body(random);
        if (random.nextInt(3) == 0) {
            List<String> names = List.copyOf(headers.keySet());
            headers.put(names.get(random.nextInt(names.size())), text(random));
        }
        if (random.nextInt(10) == 0) {
            headers.put("Content-Encoding", random.nextBoolean() ? "gzip" : text(random));
            body = random.nextBoolean() ? gzip(body) : body;
        }
        String path = random.nextInt(10) == 0
                ? ItemWebhook.URL_NAME + "/" + "%032x".formatted(random.nextLong(Long.MAX_VALUE))
                : webhook.url("");
        return new FuzzedRequest(random.nextInt(20) == 0 ? "PUT" : "POST", path, body, headers);
    }

    private static byte[] body(Random random) {
        byte[] body = Fixtures.bytes(FIXTURES.get(random.nextInt(FIXTURES.size())));
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            body[random.nextInt(body.length)] = (byte) random.nextInt(256);
        }
        if (random.nextInt(200) == 0) {
            String part = PARTS.get(random.nextInt(PARTS.size()));
            return ("{\"a\":" + part.repeat(random.nextInt((1 << 20) + 10_000) / part.length())).getBytes();
        }
        if (random.nextInt(500) == 0) {
            return new byte[(1 << 20) + 1];
        }
        return body;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder("x");
        for (int length = random.nextInt(60); length > 0; length--) {
            text.append((char) (' ' + 1 + random.nextInt(94)));
        }
        return text.toString();
    }

    /**
     * @return the status of the answer
     */
    int sendTo(WebhookEndpoint endpoint) throws IOException {
        AtomicInteger status = new AtomicInteger();
        endpoint.answer(
                stub(HttpServletRequest.class, (proxy, called, arguments) -> switch (called.getName()) {
                    case "getMethod" -> method;
                    case "getPathInfo" -> "/" + path;
                    case "getRequestURL" -> new StringBuffer("http://localhost/" + path);
                    case "getHeader" -> header((String) arguments[0]);
                    case "getInputStream" -> new Input(new ByteArrayInputStream(body));
                    // above all no parameters, which would be read from the body
                    default -> throw new AssertionError("the endpoint reads " + called.getName() + " of a request");
                }),
                stub(HttpServletResponse.class, (proxy, called, arguments) -> {
                    if (called.getName().equals("setStatus")) {
                        status.set((Integer) arguments[0]);
                    }
                    return called.getName().equals("getOutputStream") ? new Output() : null;
                }));
        return status.get();
    }

    private String header(String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private static <T> T stub(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static final class Input extends ServletInputStream {

        private final ByteArrayInputStream bytes;

        Input(ByteArrayInputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            return bytes.read(buffer, offset, length);
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            // read at once
        }
    }

    private static final class Output extends ServletOutputStream {

        @Override
        public void write(int one) {
            // nobody reads it
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            // nobody reads it
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            // written at once
        }
    }
}
