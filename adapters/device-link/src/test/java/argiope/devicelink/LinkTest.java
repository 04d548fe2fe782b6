package argiope.devicelink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import argiope.appliance.cloud.CloudState;
import argiope.appliance.device.DeviceOperations;
import argiope.appliance.device.DeviceOperations.OperationFailed;
import argiope.platform.exchange.DeviceLinks.AnswerLost;
import argiope.platform.exchange.DeviceLinks.DeviceFailed;
import argiope.platform.exchange.DeviceLinks.NotConnected;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Asking a device over its link, with a device that hangs, lies, floods or goes away.
class LinkTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger effects = new AtomicInteger();
    private final CountDownLatch arrived = new CountDownLatch(1);
    private TestPlatform platform;
    private TestAppliance appliance;
    private String id;

    private final DeviceOperations operations = (op, body, _) -> switch (op) {
        case "hang" -> {
            arrived.countDown();
            release.await(60, TimeUnit.SECONDS);
            yield JSON.objectNode().put("late", true);
        }
        case "respond/trigger" -> {
            effects.incrementAndGet();
            arrived.countDown();
            release.await(60, TimeUnit.SECONDS);
            yield JSON.objectNode().put("done", true);
        }
        case "large" -> JSON.stringNode("ü€😀".repeat(500_000));
        case "huge" -> JSON.stringNode("x".repeat(6 * 1024 * 1024));
        case "fail" -> throw new OperationFailed("not listed", "It does not do that.");
        case "break" -> throw new IllegalStateException("secret inner detail");
        default -> body;
    };

    @BeforeEach
    void start() throws Exception {
        platform = TestPlatform.in(folder.resolve("platform"));
        appliance = TestAppliance.in(folder.resolve("appliance"), operations).use(platform);
        id = platform.announce("gw1");
        appliance.cloud.register(platform.token(id));
        Until.so("connected", () -> platform.links.connected(id));
    }

    @AfterEach
    void stop() {
        release.countDown();
        appliance.close();
        platform.close();
    }

    private JsonNode ask(String op, JsonNode body) throws Exception {
        return platform.links.ask(id, op, body, PATIENCE);
    }

    @Test
    void largeQuestionsAndAnswersComeInPiecesAndWhole() throws Exception {
        var text = "a\"\\\n<b>€😀".repeat(60_000);
        assertThat(ask("echo", JSON.stringNode(text)).stringValue()).isEqualTo(text);
        assertThat(ask("large", JSON.arrayNode()).stringValue()).isEqualTo("ü€😀".repeat(500_000));
        assertThat(ask("echo", JSON.stringNode("")).stringValue()).isEmpty();
    }

    @Test
    void manyAskAtOnceAndEachGetsItsOwnAnswer() throws Exception {
        var threads = new java.util.ArrayList<Thread>();
        var right = new AtomicInteger();
        for (var i = 0; i < 12; i++) {
            var number = i;
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    if (ask("echo", JSON.numberNode(number)).intValue() == number) right.incrementAndGet();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }));
        }
        for (var thread : threads) assertThat(thread.join(PATIENCE)).isTrue();
        assertThat(right.get()).isEqualTo(12);
    }

    @Test
    void aDeviceThatCannotSaysWhyAndASurpriseTellsNothing() throws Exception {
        assertThatThrownBy(() -> ask("fail", JSON.arrayNode())).isInstanceOfSatisfying(DeviceFailed.class, e -> {
            assertThat(e.code()).isEqualTo("not listed");
            assertThat(e).hasMessage("It does not do that.");
        });
        assertThatThrownBy(() -> ask("break", JSON.arrayNode()))
                .isInstanceOf(DeviceFailed.class)
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> ask("huge", JSON.arrayNode()))
                .isInstanceOf(DeviceFailed.class)
                .hasMessageContaining("5 MB");
        assertThat(platform.links.connected(id)).isTrue();
    }

    @Test
    void aHangingDeviceCostsTheDeadlineAndNoMore() throws Exception {
        assertThatThrownBy(() -> platform.links.ask(id, "hang", JSON.arrayNode(), Duration.ofMillis(200)))
                .isInstanceOf(AnswerLost.class)
                .hasMessageContaining("200 ms");
        assertThat(ask("echo", JSON.numberNode(1)).intValue()).isEqualTo(1);
    }

    @Test
    void anInterruptEndsAQuestion() throws Exception {
        var ended = new CountDownLatch(1);
        var asking = Thread.ofVirtual().start(() -> {
            try {
                ask("hang", JSON.arrayNode());
            } catch (InterruptedException _) {
                ended.countDown();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
        asking.interrupt();
        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aDeviceThatIsAwayFailsAtOnceAndGetsNothingLater() throws Exception {
        appliance.close();
        Until.so("disconnected", () -> !platform.links.connected(id));

        var before = System.nanoTime();
        assertThatThrownBy(() -> ask("respond/trigger", JSON.objectNode())).isInstanceOf(NotConnected.class);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));

        appliance = TestAppliance.in(folder.resolve("appliance"), operations).use(platform);
        Until.so("connected", () -> platform.links.connected(id));
        // Whatever had been kept for the device would have come before this answer.
        assertThat(ask("echo", JSON.numberNode(7)).intValue()).isEqualTo(7);
        assertThat(effects.get()).isZero();
    }

    @Test
    void anAnswerThatWasLostIsToldAndTheDeviceIsHeardOfWhenItIsBack() throws Exception {
        var lost = new LinkedBlockingQueue<Exception>();
        Thread.ofVirtual().start(() -> {
            try {
                ask("respond/trigger", JSON.objectNode());
            } catch (Exception e) {
                lost.add(e);
            }
        });
        assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
        var back = new LinkedBlockingQueue<String>();
        platform.links.onConnected(back::add);

        appliance.close();

        assertThat(lost.poll(20, TimeUnit.SECONDS)).isInstanceOf(AnswerLost.class);
        appliance = TestAppliance.in(folder.resolve("appliance"), operations).use(platform);
        assertThat(back.poll(20, TimeUnit.SECONDS)).isEqualTo(id);
        assertThat(effects.get()).isEqualTo(1);
    }

    @Test
    void aSecondLinkOfTheSameDeviceTakesThePlaceOfTheFirst() throws Exception {
        appliance.close();
        try (var first = new RawDevice();
                var second = new RawDevice()) {
            assertThat(first.closed.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(second.closed.getCount()).isEqualTo(1);
            assertThat(platform.links.connected(id)).isTrue();
        }
    }

    // -- a device that does not keep to the rules -------------------------------------------------------------------

    /// The device's certificate in the hands of a program that sends what it likes.
    private final class RawDevice implements WebSocket.Listener, AutoCloseable {
        final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
        final CountDownLatch closed = new CountDownLatch(1);
        private final StringBuilder text = new StringBuilder();
        private final PlatformConnection connection;
        private final WebSocket socket;

        RawDevice() throws Exception {
            var identity = KeptIdentity.read(folder.resolve("appliance")).orElseThrow();
            connection = new PlatformConnection(
                    platform.enrolment(),
                    new PlatformTrust(PlatformTrust.pin(identity.authority(), 10)),
                    Optional.of(identity),
                    Clock.systemUTC());
            socket = connection
                    .client()
                    .newWebSocketBuilder()
                    .buildAsync(connection.address("wss", "/link"), this)
                    .get(20, TimeUnit.SECONDS);
            Until.so("connected", () -> platform.links.connected(id));
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                if (text.indexOf("\"request\"") >= 0) heard.add(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            closed.countDown();
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.countDown();
        }

        String request() throws InterruptedException {
            var request = heard.poll(20, TimeUnit.SECONDS);
            if (request == null) throw new AssertionError("no request came");
            return LinkSession.MAPPER.readTree(request).path("id").asString("");
        }

        void send(String frame) throws Exception {
            socket.sendText(frame, true).get(20, TimeUnit.SECONDS);
        }

        @Override
        public void close() {
            socket.abort();
            connection.close();
        }
    }

    private interface Answering {
        void to(RawDevice device, String request) throws Exception;
    }

    /// Asks a raw device that answers in its way, and gives back how the question failed.
    private DeviceFailed failing(Answering answering) throws Exception {
        appliance.close();
        Until.so("disconnected", () -> !platform.links.connected(id));
        try (var device = new RawDevice()) {
            var failed = new LinkedBlockingQueue<Exception>();
            Thread.ofVirtual().start(() -> {
                try {
                    ask("observe/observables", JSON.arrayNode());
                } catch (Exception e) {
                    failed.add(e);
                }
            });
            try {
                answering.to(device, device.request());
            } catch (java.util.concurrent.ExecutionException _) {
                // Cut off while it was still sending.
            }
            var fault = failed.poll(30, TimeUnit.SECONDS);
            assertThat(fault).isInstanceOf(DeviceFailed.class);
            Until.so("cut off", () -> !platform.links.connected(id));
            return (DeviceFailed) fault;
        }
    }

    @Test
    void rubbishFailsTheQuestionAndCutsTheLink() throws Exception {
        assertThat(failing((device, _) -> device.send("<html>rubbish")).code()).isEqualTo("bad-answer");
        assertThat(failing((device, request) -> {
                            device.send("{\"id\":\"" + request + "\",\"kind\":\"chunk\",\"body\":\"{rub\"}");
                            device.send("{\"id\":\"" + request + "\",\"kind\":\"end\"}");
                        })
                        .getMessage())
                .contains("no JSON");
        assertThat(failing((device, request) -> device.send("{\"id\":\"" + request + "\",\"kind\":\"shell\"}"))
                        .code())
                .isEqualTo("bad-answer");
        assertThat(failing((device, _) -> device.send("[".repeat(5000))).code()).isEqualTo("bad-answer");
    }

    @Test
    void aHundredMegabytesFailTheQuestionAndCutTheLink() throws Exception {
        var piece = "x".repeat(60_000);
        var inPieces = failing((device, request) -> {
            for (var sent = 0L; sent < 100_000_000L; sent += piece.length())
                device.send("{\"id\":\"" + request + "\",\"kind\":\"chunk\",\"body\":\"" + piece + "\"}");
        });
        assertThat(inPieces.code()).isEqualTo("answer-too-large");

        var atOnce = failing((device, request) -> device.send(
                "{\"id\":\"" + request + "\",\"kind\":\"end\",\"body\":\"" + "x".repeat(100_000_000) + "\"}"));
        assertThat(atOnce.code()).isEqualTo("answer-too-large");
    }

    @Test
    void anAnswerNobodyAskedForIsLeftAside() throws Exception {
        appliance.close();
        try (var device = new RawDevice()) {
            device.send("{\"id\":\"99\",\"kind\":\"chunk\",\"body\":\"x\"}");
            device.send("{\"id\":\"99\",\"kind\":\"end\",\"body\":1}");
            device.send("{\"kind\":\"ping\"}");
            var answer = new LinkedBlockingQueue<JsonNode>();
            Thread.ofVirtual().start(() -> {
                try {
                    answer.add(ask("health", JSON.arrayNode()));
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            device.send("{\"id\":\"" + device.request() + "\",\"kind\":\"end\",\"body\":5}");
            assertThat(answer.poll(20, TimeUnit.SECONDS)).isEqualTo(JSON.numberNode(5));
        }
    }

    @Test
    void aSilentDeviceIsDroppedAndASilentPlatformIsLeft() throws Exception {
        appliance.close();
        platform.close();
        var clock = new MovableClock();
        try (var quick = new TestPlatform(folder.resolve("quick"), "lab", Duration.ofMillis(100), clock)) {
            var silent = quick.announce("silent");
            try (var box =
                    new TestAppliance(folder.resolve("box"), operations, clock, Duration.ofHours(1)).use(quick)) {
                box.cloud.register(quick.token(silent));
                Until.so("connected", () -> quick.links.connected(silent));
                // The box sends no ping for an hour: the platform gives it up after three, and it comes back.
                var back = new CountDownLatch(1);
                quick.links.onConnected(_ -> back.countDown());
                assertThat(back.await(20, TimeUnit.SECONDS)).isTrue();
            }
        }
        try (var slow = new TestPlatform(folder.resolve("slow"), "lab", Duration.ofHours(1), clock)) {
            var device = slow.announce("gw");
            try (var box =
                    new TestAppliance(folder.resolve("box2"), operations, clock, Duration.ofMillis(100)).use(slow)) {
                box.cloud.register(slow.token(device));
                Until.so(
                        "left a silent platform",
                        () -> box.cloud
                                .status()
                                .error()
                                .filter(e -> e.message().contains("Nothing was heard"))
                                .isPresent());
                box.await(CloudState.REGISTERED);
            }
        }
        platform.start();
    }
}
