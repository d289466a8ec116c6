package io.jenkins.plugins.codeup.simulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** Takes requests on the loopback address, keeps them, and hands them to the API they are for. */
public final class SimulatorServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int KEPT_REQUESTS = 10_000;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "codeup-simulator");
        thread.setDaemon(true);
        return thread;
    });
    private final List<SimulatedApi> apis = new CopyOnWriteArrayList<>();
    private final Deque<ReceivedRequest> received = new ArrayDeque<>();
    private final Map<String, Queue<Fault>> faults = new ConcurrentHashMap<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final List<Pages> pages = new CopyOnWriteArrayList<>();
    private final Map<String, Long> calls = new HashMap<>();
    private final Map<String, Oddity> oddities = new ConcurrentHashMap<>();
    private volatile BiConsumer<ReceivedRequest, Reply> witness = (request, reply) -> {};
    private volatile Duration latency = Duration.ZERO;
    private Predicate<String> failing = operation -> false;
    private int failOneIn;
    private int failingCalls;

    /** Who answers requests for some paths. */
    private record Pages(Predicate<String> paths, HttpHandler handler) {}

    /**
     * @param port 0 for any that is free
     * @param first the API that also answers what is no API's
     */
    public SimulatorServer(int port, SimulatedApi first) {
        apis.add(first);
        // or the JDK's server holds each answer back for 40 ms
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try {
            server = HttpServer.create(
                    new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("no simulator on port " + port, e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Serves one more API. */
    public void serve(SimulatedApi api) {
        apis.add(api);
    }

    /** Leaves some paths to another handler. */
    public void serve(Predicate<String> paths, HttpHandler other) {
        pages.add(new Pages(paths, other));
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The last requests, oldest first. */
    public List<ReceivedRequest> requests() {
        synchronized (received) {
            return List.copyOf(received);
        }
    }

    /**
     * @return how many requests came since they were last forgotten, those that are not kept included
     */
    public long calls() {
        synchronized (received) {
            return calls.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * @return likewise, of one operation
     */
    public long calls(String operation) {
        synchronized (received) {
            return calls.getOrDefault(operation, 0L);
        }
    }

    public void forgetRequests() {
        synchronized (received) {
            received.clear();
            calls.clear();
        }
    }

    public void setLatency(Duration time) {
        latency = time;
    }

    /** From now on an operation's successful answers have an odd form; null ends it. */
    public void setOddity(String operation, Oddity oddity) {
        if (oddity == null) {
            oddities.remove(operation);
        } else {
            oddities.put(operation, oddity);
        }
    }

    /** Is told of each request and of the answer that it has, before that is sent. */
    public void setWitness(BiConsumer<ReceivedRequest, Reply> told) {
        witness = told;
    }

    /** Lets the next calls of an operation fail, one call a fault, in the order of this method's calls. */
    public void failNext(String operation, Fault fault) {
        faults.computeIfAbsent(operation, name -> new ConcurrentLinkedQueue<>()).add(fault);
    }

    /**
     * From now on every n-th call of these operations fails, each in another of the usual ways.
     *
     * @param n 0 for none
     */
    public void failOneIn(int n, Predicate<String> operations) {
        synchronized (received) {
            failing = operations;
            failOneIn = n;
            failingCalls = 0;
        }
    }

    /**
     * @return how many calls ever waited for their answers at the same moment
     */
    public int mostAtOnce() {
        return mostAtOnce.get();
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            for (Pages some : pages) {
                if (some.paths().test(path)) {
                    some.handler().handle(exchange);
                    return;
                }
            }
            ReceivedRequest request = read(exchange);
            SimulatedApi api = apis.stream()
                    .filter(one -> one.operation(request).isPresent())
                    .findFirst()
                    .orElse(apis.get(0));
            String operation = api.operation(request).orElse("");
            keep(request.of(operation));
            PendingAnswer call = new PendingAnswer(exchange, () -> answer(api, request.of(operation)));
            mostAtOnce.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            call.pause(latency);
            underWay.decrementAndGet();
            nextFault(operation).play(call);
        } catch (IOException clientHasGone) {
            // that is its right; closing the exchange is all there is to do
        }
    }

    private Reply answer(SimulatedApi api, ReceivedRequest request) {
        Reply reply = api.answer(request);
        Oddity oddity = oddities.get(request.operation());
        Reply sent = oddity == null || reply.status() != 200 ? reply : odd(reply, oddity);
        witness.accept(request, sent);
        return sent;
    }

    /** The OpenAPI has what was asked for in its envelope. */
    private static Reply odd(Reply reply, Oddity oddity) {
        try {
            JsonNode tree = JSON.readTree(reply.body());
            if (tree instanceof ObjectNode envelope && envelope.has("Result")) {
                envelope.set("Result", oddity.apply(envelope.get("Result")));
            } else {
                tree = oddity.apply(tree);
            }
            return new Reply(reply.status(), reply.headers(), JSON.writeValueAsBytes(tree));
        } catch (IOException e) {
            throw new UncheckedIOException("only answers in JSON can be odd", e);
        }
    }

    private Fault nextFault(String operation) {
        Queue<Fault> queued = faults.get(operation);
        Fault fault = queued == null ? null : queued.poll();
        if (fault != null) {
            return fault;
        }
        synchronized (received) {
            if (failOneIn > 0 && failing.test(operation) && ++failingCalls % failOneIn == 0) {
                List<Fault> usual = Fault.usual();
                return usual.get(failingCalls / failOneIn % usual.size());
            }
        }
        return call -> call.send(call.act());
    }

    private void keep(ReceivedRequest request) {
        synchronized (received) {
            received.add(request);
            calls.merge(request.operation(), 1L, Long::sum);
            if (received.size() > KEPT_REQUESTS) {
                received.remove();
            }
        }
    }

    private static ReceivedRequest read(HttpExchange exchange) throws IOException {
        SortedMap<String, List<String>> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        URI target = exchange.getRequestURI();
        return new ReceivedRequest(
                "",
                exchange.getRequestMethod(),
                target.getRawPath(),
                target.getRawQuery(),
                headers,
                exchange.getRequestBody().readAllBytes());
    }

    /** Open connections are closed, and calls that stall end. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
