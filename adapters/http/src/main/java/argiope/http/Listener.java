package argiope.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import org.eclipse.jetty.server.ServerConnector;

/// A port that is bound but not answered yet, so that addresses are known before the parts that tell them are made.
public final class Listener implements AutoCloseable {
    private final ServerSocketChannel channel;
    private final int port;

    private Listener(ServerSocketChannel channel, int port) {
        this.channel = channel;
        this.port = port;
    }

    /// @param host address to bind to, such as `127.0.0.1`
    /// @param port 0 for any free one; a busy one is said with its number
    public static Listener bind(String host, int port) {
        try {
            var channel = ServerSocketChannel.open();
            try {
                channel.bind(new InetSocketAddress(host, port), 256);
                return new Listener(channel, channel.socket().getLocalPort());
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new IllegalStateException(
                    "Cannot listen on " + host + ":" + port + ": " + e.getMessage()
                            + ". Another program may hold the port; choose another, or 0 for any free one.",
                    e);
        }
    }

    public int port() {
        return port;
    }

    void handOver(ServerConnector connector) {
        try {
            connector.open(channel);
        } catch (IOException e) {
            throw new UncheckedIOException("the bound port could not be taken over", e);
        }
    }

    /// Gives up a port that no server took over.
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the port could not be given up", e);
        }
    }
}
