package argiope.exchange;

import argiope.http.Json;
import argiope.platform.exchange.DeviceLinks;
import argiope.platform.exchange.Exchange.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// One device's link: sends it requests and puts its answers together. What the device sends is hostile: a frame that
/// is none, an answer that is no JSON or too large ends the calls it concerns and the link.
///
/// Public because Jetty calls listeners by reflection; to be made and used in this package only.
public final class DeviceLink implements Session.Listener.AutoDemanding {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceLink.class);
    static final int MAX_ANSWER = 5 * 1024 * 1024;
    static final int MAX_FRAME = 256 * 1024;
    private static final int MAX_CALLS = 100;
    private static final int CLOSE_CODE = 4000;

    /// What becomes of the link, for whoever keeps it.
    interface Keeper {
        void opened(DeviceLink link);

        void closed(DeviceLink link);
    }

    private sealed interface Ended {
        record Answered(JsonNode body) implements Ended {}

        record Lost(String why) implements Ended {}

        record Failed(String code, String why) implements Ended {}
    }

    private static final class Call {
        final CompletableFuture<Ended> ended = new CompletableFuture<>();
        final StringBuilder pieces = new StringBuilder();
        boolean inPieces;
    }

    final String deviceId;
    final String serial;
    private final Keeper keeper;
    private final Map<String, Call> calls = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final AtomicBoolean gone = new AtomicBoolean();
    private volatile long heardNanos = System.nanoTime();
    private volatile @Nullable Session session;

    DeviceLink(String deviceId, String serial, Keeper keeper) {
        this.deviceId = deviceId;
        this.serial = serial;
        this.keeper = keeper;
    }

    boolean open() {
        var current = session;
        return current != null && current.isOpen() && !gone.get();
    }

    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - heardNanos);
    }

    void ping() {
        var current = session;
        if (current != null) current.sendText(Frames.ping(), Callback.NOOP);
    }

    JsonNode ask(String op, JsonNode body, Duration deadline)
            throws DeviceLinks.NotConnected, DeviceLinks.AnswerLost, DeviceLinks.DeviceFailed, InterruptedException {
        var current = session;
        if (current == null || !open()) throw WebSocketDeviceLinks.notConnected();
        if (calls.size() >= MAX_CALLS)
            throw new DeviceLinks.DeviceFailed("busy", "The device is busy with " + MAX_CALLS + " other questions.");
        var end = System.nanoTime() + deadline.toNanos();
        var id = Long.toString(ids.incrementAndGet());
        var call = new Call();
        calls.put(id, call);
        try {
            if (gone.get()) throw WebSocketDeviceLinks.notConnected();
            for (var frame : Frames.request(id, op, deadline, body))
                current.sendText(
                        frame,
                        Callback.from(
                                () -> {},
                                fault -> call.ended.complete(new Ended.Lost(
                                        "the link broke while the question was being sent: " + fault.getMessage()))));
            return switch (call.ended.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                case Ended.Answered(var answer) -> answer;
                case Ended.Lost(var why) ->
                    throw new DeviceLinks.AnswerLost("The device's answer was lost: " + why + ".");
                case Ended.Failed(var code, var why) -> throw new DeviceLinks.DeviceFailed(code, why);
            };
        } catch (TimeoutException _) {
            throw new DeviceLinks.AnswerLost("The device did not answer within " + seconds(deadline) + ".");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            calls.remove(id);
        }
    }

    private static String seconds(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    /// Closes the link and ends what is being asked.
    void cut(Reason reason) {
        end(new Ended.Lost("the link was cut (" + reason.wire() + ")"));
        var current = session;
        if (current == null) return;
        current.close(CLOSE_CODE, reason.wire(), Callback.from(current::disconnect, _ -> current.disconnect()));
    }

    /// Ends a link whose peer does not listen any more: no farewell is waited for.
    void drop(Reason reason) {
        end(new Ended.Lost("nothing was heard from the device any more"));
        var current = session;
        if (current == null) return;
        current.close(CLOSE_CODE, reason.wire(), Callback.NOOP);
        current.disconnect();
    }

    private void end(Ended how) {
        if (gone.compareAndSet(false, true)) keeper.closed(this);
        for (var call : calls.values()) call.ended.complete(how);
    }

    private void misbehaved(String code, String why) {
        LOG.warn("device {} broke the link's rules and was cut off: {}", deviceId, why);
        for (var call : calls.values()) call.ended.complete(new Ended.Failed(code, why));
        cut(Reason.BAD_FRAME);
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        opened.setMaxTextMessageSize(MAX_FRAME);
        opened.setMaxFrameSize(MAX_FRAME);
        opened.setMaxBinaryMessageSize(1);
        opened.setIdleTimeout(Duration.ZERO);
        heardNanos = System.nanoTime();
        session = opened;
        keeper.opened(this);
    }

    @Override
    public void onWebSocketText(String message) {
        heardNanos = System.nanoTime();
        if (gone.get()) return;
        JsonNode frame;
        try {
            frame = Json.MAPPER.readTree(message);
        } catch (JacksonException _) {
            misbehaved("bad-answer", "The device sent what is no frame of the link.");
            return;
        }
        var kind = text(frame, "kind");
        if (kind.equals("ping")) return;
        var id = text(frame, "id");
        if (id.isEmpty()) {
            misbehaved("bad-answer", "The device sent what is no frame of the link.");
            return;
        }
        var call = calls.get(id);
        if (call == null) return; // An answer nobody waits for any more.
        switch (kind) {
            case "chunk" -> {
                call.inPieces = true;
                call.pieces.append(text(frame, "body"));
                if (call.pieces.length() > MAX_ANSWER)
                    misbehaved("answer-too-large", "The device's answer is larger than 5 MB.");
            }
            case "end" -> ended(call, frame);
            case "error" -> {
                var body = frame.path("body");
                call.ended.complete(
                        new Ended.Failed(shortened(text(body, "code"), 100), shortened(text(body, "message"), 1000)));
            }
            default -> misbehaved("bad-answer", "The device sent a frame of an unknown kind.");
        }
    }

    private void ended(Call call, JsonNode frame) {
        if (!call.inPieces) {
            call.ended.complete(new Ended.Answered(frame.path("body")));
            return;
        }
        try {
            call.ended.complete(new Ended.Answered(Json.MAPPER.readTree(call.pieces.toString())));
        } catch (JacksonException _) {
            misbehaved("bad-answer", "The device's answer is no JSON.");
        }
    }

    private static String text(JsonNode node, String name) {
        var value = node.get(name);
        if (value == null) return "";
        if (value.isString()) return value.stringValue();
        return value.isIntegralNumber() ? value.toString() : "";
    }

    private static String shortened(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "…";
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        if (cause instanceof org.eclipse.jetty.websocket.api.exceptions.MessageTooLargeException)
            misbehaved("answer-too-large", "The device sent a frame larger than " + MAX_FRAME / 1024 + " KB.");
        else end(new Ended.Lost("the link broke"));
    }

    @Override
    public void onWebSocketClose(int code, String reason, Callback callback) {
        end(new Ended.Lost("the device closed the link"));
        callback.succeed();
    }
}
