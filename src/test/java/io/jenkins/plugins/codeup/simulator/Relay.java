package io.jenkins.plugins.codeup.simulator;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;

/** Serves connections, each on a thread of its own, and copies what comes on one to another. */
final class Relay {

    private Relay() {}

    /** What is done with a connection. */
    interface Service {
        void serve(Socket client) throws IOException;
    }

    /** Serves all that come until the socket is closed; connections are closed after it. */
    static void serveAll(ServerSocket socket, Service service) {
        inBackground(() -> {
            while (true) {
                Socket client = socket.accept();
                inBackground(() -> {
                    try (client) {
                        service.serve(client);
                    }
                });
            }
        });
    }

    /** Copies both ways until the server closes its side. */
    static void join(Socket client, Socket server) throws IOException {
        inBackground(() -> client.getInputStream().transferTo(server.getOutputStream()));
        server.getInputStream().transferTo(client.getOutputStream());
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void inBackground(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException ended) {
                        // one of the two has closed its connection
                    }
                },
                "relay");
        thread.setDaemon(true);
        thread.start();
    }
}
