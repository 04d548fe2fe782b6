package argiope.memory.appliance.device;

import argiope.appliance.device.Triggers;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// [Triggers] in memory, gone with the process.
public final class MemoryTriggers implements Triggers {
    private final Map<String, Kept> kept = new HashMap<>();

    @Override
    public synchronized Optional<Kept> begin(Kept fresh) {
        kept.values().removeIf(old -> old.at().isBefore(fresh.at().minus(MEMORY)));
        return Optional.ofNullable(kept.putIfAbsent(fresh.key(), fresh));
    }

    @Override
    public synchronized void end(String key, State state, String detail) {
        kept.computeIfPresent(
                key, (_, old) -> new Kept(key, old.actionId(), old.observable(), state, detail, old.at()));
    }

    @Override
    public synchronized Optional<Kept> find(String key) {
        return Optional.ofNullable(kept.get(key));
    }
}
