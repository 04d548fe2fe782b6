package argiope.memory.platform.exchange;

import argiope.platform.exchange.Device;
import argiope.platform.exchange.Devices;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// [Devices] in memory, gone with the process.
public final class MemoryDevices implements Devices {
    private record Kept(Token token, String usedBy, Instant usedAt) {
        boolean used() {
            return !usedBy.isEmpty();
        }
    }

    private final Map<String, Device> devices = new HashMap<>();
    private final Map<String, Kept> tokens = new HashMap<>();
    private final Set<String> switchedOn = new HashSet<>();

    @Override
    public synchronized void add(Device device) {
        if (devices.putIfAbsent(device.id(), device) != null)
            throw new IllegalStateException("there is a device " + device.id());
    }

    @Override
    public synchronized Optional<Device> find(String id) {
        return Optional.ofNullable(devices.get(id));
    }

    @Override
    public synchronized List<Device> of(String orgId) {
        return devices.values().stream()
                .filter(d -> d.orgId().equals(orgId))
                .sorted(Comparator.comparing(Device::createdAt).thenComparing(Device::id))
                .toList();
    }

    @Override
    public synchronized Optional<Device> change(String id, UnaryOperator<Device> change) {
        var before = devices.get(id);
        if (before == null) return Optional.empty();
        var after = change.apply(before);
        devices.put(id, after);
        return Optional.of(after);
    }

    @Override
    public synchronized boolean delete(String id) {
        tokens.values().removeIf(kept -> !kept.used() && kept.token().deviceId().equals(id));
        return devices.remove(id) != null;
    }

    @Override
    public synchronized void issue(Token token, Instant now) {
        tokens.values()
                .removeIf(kept -> (!kept.used() && kept.token().deviceId().equals(token.deviceId()))
                        || (kept.used() ? kept.usedAt() : kept.token().expires()).isBefore(now.minus(MEMORY)));
        tokens.put(token.hash(), new Kept(token, "", Instant.EPOCH));
    }

    @Override
    public synchronized Redemption redeem(String tokenHash, String keyHash, Instant now, UnaryOperator<Device> enrol) {
        var kept = tokens.get(tokenHash);
        if (kept == null) return new Redemption.Unknown();
        var device = devices.get(kept.token().deviceId());
        if (kept.used()) {
            var again =
                    kept.usedBy().equals(keyHash) && now.isBefore(kept.usedAt().plus(RETRY));
            if (!again || device == null) return new Redemption.Used();
        } else if (!now.isBefore(kept.token().expires())) {
            return new Redemption.Expired(kept.token().expires());
        }
        if (device == null) return new Redemption.Unknown();
        if (!switchedOn.contains(device.orgId())) return new Redemption.IntegrationOff();
        var enrolled = enrol.apply(device);
        devices.put(device.id(), enrolled);
        if (!kept.used()) tokens.put(tokenHash, new Kept(kept.token(), keyHash, now));
        return new Redemption.Granted(enrolled);
    }

    @Override
    public synchronized boolean integration(String orgId) {
        return switchedOn.contains(orgId);
    }

    @Override
    public synchronized void integration(String orgId, boolean enabled) {
        if (enabled) switchedOn.add(orgId);
        else switchedOn.remove(orgId);
    }
}
