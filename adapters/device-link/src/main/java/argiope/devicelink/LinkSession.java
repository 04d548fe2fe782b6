package argiope.devicelink;

import argiope.appliance.cloud.CloudFault;
import argiope.appliance.cloud.ExchangeClient;
import argiope.appliance.device.DeviceOperations;
import argiope.appliance.device.DeviceOperations.OperationFailed;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// One standing link: hears requests, has each carried out on a thread of its own, and sends the answers in pieces of
/// at most 64 KB. What the platform sends is hostile.
final class LinkSession implements WebSocket.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(LinkSession.class);
    private static final int PIECE = 16 * 1024;
    private static final int MAX_FRAME = 256 * 1024;
    private static final int MAX_MESSAGE = 5 * 1024 * 1024;
    private static final int MAX_AT_ONCE = 16;
    private static final int MAX_WAITING = 2000;
    private static final int MISSES = 3;
    private static final Duration SEND = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofMinutes(2);
    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(100).build())
                    .build())
            .build();

    private final DeviceOperations operations;
    private final ExchangeClient.Listener listener;
    private final Duration interval;
    private final Map<String, Incoming> incoming = new ConcurrentHashMap<>();
    private final LinkedBlockingQueue<String> outgoing = new LinkedBlockingQueue<>(MAX_WAITING);
    private final Semaphore slots = new Semaphore(MAX_AT_ONCE);
    private final CompletableFuture<CloudFault> ended = new CompletableFuture<>();
    private final StringBuilder message = new StringBuilder();
    private volatile long heardNanos = System.nanoTime();

    /// A request whose body comes in pieces.
    private static final class Incoming {
        final JsonNode head;
        final StringBuilder pieces = new StringBuilder();

        Incoming(JsonNode head) {
            this.head = head;
        }
    }

    LinkSession(DeviceOperations operations, ExchangeClient.Listener listener, Duration interval) {
        this.operations = operations;
        this.listener = listener;
        this.interval = interval;
    }

    /// Serves the link until it ends: sends what waits, and a ping at each interval.
    void serve(WebSocket socket, Runnable atInterval) throws CloudFault, InterruptedException {
        var sender = Thread.ofVirtual().name("device-link-send").start(() -> send(socket));
        try {
            listener.linked();
            while (true) {
                try {
                    throw ended.get(interval.toNanos(), TimeUnit.NANOSECONDS);
                } catch (TimeoutException _) {
                    if (System.nanoTime() - heardNanos > interval.toNanos() * MISSES)
                        throw new CloudFault("timeout", "Nothing was heard from the platform any more.");
                    queue(MAPPER.createObjectNode().put("kind", "ping"));
                    atInterval.run();
                } catch (ExecutionException e) {
                    throw new IllegalStateException(e);
                }
            }
        } catch (InterruptedException e) {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "bye");
            throw e;
        } finally {
            sender.interrupt();
            ended.complete(new CloudFault("connect", "The link was closed."));
            // Give the farewell a moment, then cut.
            Thread.ofVirtual().start(() -> {
                try {
                    sender.join(Duration.ofSeconds(1));
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
                socket.abort();
            });
        }
    }

    private void send(WebSocket socket) {
        try {
            while (true) socket.sendText(outgoing.take(), true).get(SEND.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            ended.complete(new CloudFault("connect", "The link broke while something was being sent.", e));
        }
    }

    private void queue(ObjectNode frame) throws InterruptedException {
        if (!outgoing.offer(MAPPER.writeValueAsString(frame), SEND.toMillis(), TimeUnit.MILLISECONDS))
            ended.complete(new CloudFault("timeout", "The platform takes nothing more."));
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        heardNanos = System.nanoTime();
        message.append(data);
        if (message.length() > MAX_FRAME) {
            broken("The platform sent a frame that is too large.");
            return null;
        }
        if (last) {
            var text = message.toString();
            message.setLength(0);
            try {
                hear(MAPPER.readTree(text));
            } catch (JacksonException _) {
                broken("The platform sent what is no frame.");
                return null;
            }
        }
        socket.request(1);
        return null;
    }

    private void broken(String why) {
        ended.complete(new CloudFault("platform-error", why));
    }

    private void hear(JsonNode frame) {
        listener.heard();
        var id = text(frame, "id");
        switch (text(frame, "kind")) {
            case "ping" -> {}
            case "request" -> {
                var body = frame.get("body");
                if (body != null) start(id, frame, body);
                else if (incoming.size() < MAX_AT_ONCE) incoming.put(id, new Incoming(frame));
                else refuse(id, "busy", "Too many questions at once.");
            }
            case "chunk" -> {
                var request = incoming.get(id);
                if (request == null) return;
                request.pieces.append(text(frame, "body"));
                if (request.pieces.length() > MAX_MESSAGE) {
                    incoming.remove(id);
                    refuse(id, "too large", "The question is larger than 5 MB.");
                }
            }
            case "end" -> {
                var request = incoming.remove(id);
                if (request == null) return;
                try {
                    start(id, request.head, MAPPER.readTree(request.pieces.toString()));
                } catch (JacksonException _) {
                    refuse(id, "invalid argument", "The question is no JSON.");
                }
            }
            default -> broken("The platform sent a frame of an unknown kind.");
        }
    }

    private void start(String id, JsonNode head, JsonNode body) {
        if (!slots.tryAcquire()) {
            refuse(id, "busy", "Too many questions at once.");
            return;
        }
        var millis = Math.clamp(head.path("deadline_ms").asLong(15_000), 1, LONGEST.toMillis());
        Thread.ofVirtual().name("device-link-answer").start(() -> {
            try {
                answer(id, operations.answer(text(head, "op"), body, Duration.ofMillis(millis)));
            } catch (OperationFailed e) {
                refuse(id, e.code(), e.getMessage());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.error("an operation asked for by the platform failed", e);
                refuse(id, "internal error", "Something unexpected happened on the appliance.");
            } finally {
                slots.release();
            }
        });
    }

    private void answer(String id, JsonNode answer) throws InterruptedException {
        var text = MAPPER.writeValueAsString(answer);
        if (text.length() <= PIECE) {
            var end = MAPPER.createObjectNode().put("id", id).put("kind", "end");
            end.set("body", answer);
            queue(end);
            return;
        }
        if (text.length() > MAX_MESSAGE) {
            refuse(id, "answer too large", "The answer is larger than 5 MB. Ask for less.");
            return;
        }
        for (var at = 0; at < text.length(); ) {
            var end = Math.min(text.length(), at + PIECE);
            if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) end--;
            queue(MAPPER.createObjectNode().put("id", id).put("kind", "chunk").put("body", text.substring(at, end)));
            at = end;
        }
        queue(MAPPER.createObjectNode().put("id", id).put("kind", "end"));
    }

    private void refuse(String id, String code, String why) {
        var frame = MAPPER.createObjectNode().put("id", id).put("kind", "error");
        frame.putObject("body").put("code", code).put("message", why);
        try {
            queue(frame);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static String text(JsonNode node, String name) {
        var value = node.get(name);
        return value != null && value.isString() ? value.stringValue() : "";
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
        ended.complete(
                switch (reason) {
                    case CloudFault.DEVICE_UNKNOWN ->
                        new CloudFault(reason, "The platform no longer knows this device. Register it again.");
                    case CloudFault.SUPERSEDED ->
                        new CloudFault(
                                reason,
                                "The platform has registered this device somewhere else since. Register it again.");
                    case "integration-off" ->
                        new CloudFault(reason, "The services exchange was switched off for the device's organisation.");
                    default -> new CloudFault("connect", "The platform closed the link.");
                });
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        ended.complete(new CloudFault("connect", "The link broke: " + error.getMessage(), error));
    }
}
