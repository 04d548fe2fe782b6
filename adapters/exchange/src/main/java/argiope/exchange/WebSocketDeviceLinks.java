package argiope.exchange;

import argiope.platform.exchange.DeviceLinks;
import argiope.platform.exchange.Exchange.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// The links that stand now, one a device. Nothing is kept for a device that is away: a question to it fails at once.
public final class WebSocketDeviceLinks implements DeviceLinks, AutoCloseable {
    public static final Duration PING_INTERVAL = Duration.ofSeconds(30);
    private static final int MISSES = 3;
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketDeviceLinks.class);

    private final Map<String, DeviceLink> links = new ConcurrentHashMap<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private final Duration interval;
    private final Thread heart;

    public WebSocketDeviceLinks() {
        this(PING_INTERVAL);
    }

    /// @param interval between two pings; a device that is silent for three of them is taken for gone
    public WebSocketDeviceLinks(Duration interval) {
        this.interval = interval;
        heart = Thread.ofVirtual().name("device-links-heart").start(this::beat);
    }

    /// Calls `listener` with the device's id, on a thread of its own, each time a device has connected.
    public void onConnected(Consumer<String> listener) {
        listeners.add(listener);
    }

    @Override
    public boolean connected(String deviceId) {
        var link = links.get(deviceId);
        return link != null && link.open();
    }

    @Override
    public JsonNode ask(String deviceId, String op, JsonNode body, Duration deadline)
            throws NotConnected, AnswerLost, DeviceFailed, InterruptedException {
        var link = links.get(deviceId);
        if (link == null) throw notConnected();
        return link.ask(op, body, deadline);
    }

    static NotConnected notConnected() {
        return new NotConnected("The device is not connected.");
    }

    @Override
    public void cut(String deviceId, Reason reason) {
        var link = links.get(deviceId);
        if (link != null) link.cut(reason);
    }

    /// Takes the place of an earlier link of the same device.
    void add(DeviceLink link) {
        var before = links.put(link.deviceId, link);
        if (before != null) before.cut(Reason.REPLACED);
        Thread.ofVirtual().name("device-connected").start(() -> {
            for (var listener : listeners) {
                try {
                    listener.accept(link.deviceId);
                } catch (RuntimeException e) {
                    LOG.error("work for a device that connected failed, device {}", link.deviceId, e);
                }
            }
        });
    }

    void remove(DeviceLink link) {
        links.remove(link.deviceId, link);
    }

    private void beat() {
        try {
            while (true) {
                Thread.sleep(interval);
                for (var link : links.values()) {
                    if (link.silence().compareTo(interval.multipliedBy(MISSES)) > 0) {
                        LOG.info("device {} is silent, its link is dropped", link.deviceId);
                        link.drop(Reason.SILENT);
                    } else {
                        link.ping();
                    }
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Cuts every link.
    @Override
    public void close() {
        heart.interrupt();
        for (var link : links.values()) link.cut(Reason.STOPPING);
    }
}
