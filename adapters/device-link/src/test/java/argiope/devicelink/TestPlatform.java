package argiope.devicelink;

import argiope.core.access.Caller;
import argiope.core.access.Role;
import argiope.exchange.DeviceCa;
import argiope.exchange.DeviceListener;
import argiope.exchange.WebSocketDeviceLinks;
import argiope.memory.platform.exchange.MemoryDevices;
import argiope.platform.exchange.Device;
import argiope.platform.exchange.Devices;
import argiope.platform.exchange.Exchange;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/// The platform's side of the exchange, real sockets and certificates included, on a free port of loopback. It can be
/// stopped and started again on the same port with what it kept.
final class TestPlatform implements AutoCloseable {
    static final Caller ADMIN = new Caller("user-1", "root", "org-1", Role.ADMIN, Set.of("sse"), "");
    static final Caller STRANGER = new Caller("user-2", "eve", "org-2", Role.ADMIN, Set.of("sse"), "");

    /// How often a token has reached the platform.
    final AtomicInteger tokensSeen = new AtomicInteger();

    final Devices devices = new Watched(new MemoryDevices());
    final String region;
    private final Path folder;
    private final Duration interval;
    private final MovableClock clock;
    DeviceCa ca;
    WebSocketDeviceLinks links;
    Exchange exchange;
    private DeviceListener listener;
    private int port;

    TestPlatform(Path folder, String region, Duration interval, MovableClock clock) {
        this.folder = folder;
        this.region = region;
        this.interval = interval;
        this.clock = clock;
        start();
        exchange.integration(ADMIN, true);
    }

    static TestPlatform in(Path folder) {
        return new TestPlatform(folder, "lab", Duration.ofSeconds(5), new MovableClock());
    }

    void start() {
        ca = DeviceCa.open(folder, Clock.systemUTC(), new SecureRandom());
        links = new WebSocketDeviceLinks(interval);
        exchange = new Exchange(devices, links, ca, region, clock, new SecureRandom());
        listener = DeviceListener.start("127.0.0.1", port, List.of("localhost", "127.0.0.1"), ca, exchange, links);
        port = listener.port();
    }

    String enrolment() {
        return "https://localhost:" + port;
    }

    int port() {
        return port;
    }

    String announce(String name) {
        return exchange.announce(ADMIN, name, "").device().id();
    }

    String token(String deviceId) {
        return exchange.token(ADMIN, deviceId, Exchange.DEFAULT_LIFETIME).token();
    }

    Exchange.Status status(String deviceId) {
        return exchange.device(ADMIN, deviceId).status();
    }

    @Override
    public void close() {
        listener.close();
    }

    /// Counts the tokens that are shown to it.
    private final class Watched implements Devices {
        private final Devices inner;

        Watched(Devices inner) {
            this.inner = inner;
        }

        @Override
        public Redemption redeem(String tokenHash, String keyHash, Instant now, UnaryOperator<Device> enrol) {
            tokensSeen.incrementAndGet();
            return inner.redeem(tokenHash, keyHash, now, enrol);
        }

        @Override
        public void add(Device device) {
            inner.add(device);
        }

        @Override
        public Optional<Device> find(String id) {
            return inner.find(id);
        }

        @Override
        public List<Device> of(String orgId) {
            return inner.of(orgId);
        }

        @Override
        public Optional<Device> change(String id, UnaryOperator<Device> change) {
            return inner.change(id, change);
        }

        @Override
        public boolean delete(String id) {
            return inner.delete(id);
        }

        @Override
        public void issue(Token token, Instant now) {
            inner.issue(token, now);
        }

        @Override
        public boolean integration(String orgId) {
            return inner.integration(orgId);
        }

        @Override
        public void integration(String orgId, boolean enabled) {
            inner.integration(orgId, enabled);
        }
    }
}
