package argiope.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What is answered: status, headers and a body of bytes or one that is written as it comes.
public final class Response {
    record Header(String name, String value) {}

    /// Writes a body as it comes into being. An [IOException] means the client has left.
    @FunctionalInterface
    public interface Writer {
        void write(OutputStream out) throws Exception;
    }

    /// Sends events of a stream (`text/event-stream`); safe for several threads.
    public interface Events {
        void send(String event, JsonNode data) throws IOException;
    }

    @FunctionalInterface
    public interface EventSource {
        void run(Events events) throws Exception;
    }

    final int status;
    final List<Header> headers = new ArrayList<>();
    final Writer writer;

    private Response(int status, Writer writer) {
        this.status = status;
        this.writer = writer;
    }

    public static Response json(int status, Object value) {
        var bytes = Json.MAPPER.writeValueAsBytes(value);
        return new Response(status, out -> out.write(bytes)).header("Content-Type", "application/json");
    }

    public static Response ok(Object value) {
        return json(200, value);
    }

    public static Response created(String location, Object value) {
        return json(201, value).header("Location", location);
    }

    public static Response noContent() {
        return new Response(204, _ -> {});
    }

    public static Response text(int status, String text) {
        return bytes(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    public static Response bytes(int status, String contentType, byte[] body) {
        return new Response(status, out -> out.write(body)).header("Content-Type", contentType);
    }

    public static Response stream(int status, String contentType, Writer writer) {
        return new Response(status, writer).header("Content-Type", contentType);
    }

    public static Response empty(int status) {
        return new Response(status, _ -> {});
    }

    /// Answers `text/event-stream` while `source` runs. An event that cannot be sent because the client has left
    /// throws [IOException] from `send`.
    public static Response events(EventSource source) {
        return stream(200, "text/event-stream", out -> {
                    var lock = new Object();
                    source.run((event, data) -> {
                        var bytes = ("event: " + event + "\ndata: " + Json.MAPPER.writeValueAsString(data) + "\n\n")
                                .getBytes(StandardCharsets.UTF_8);
                        synchronized (lock) {
                            out.write(bytes);
                            out.flush();
                        }
                    });
                })
                .header("Cache-Control", "no-store")
                .header("X-Accel-Buffering", "no");
    }

    public Response header(String name, String value) {
        if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0)
            throw new IllegalArgumentException("line break in header " + name);
        headers.add(new Header(name, value));
        return this;
    }

    public int status() {
        return status;
    }
}
