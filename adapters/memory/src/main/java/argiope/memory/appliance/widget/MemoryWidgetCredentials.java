package argiope.memory.appliance.widget;

import argiope.appliance.widget.WidgetCredentials;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// [WidgetCredentials] in memory, gone with the process.
public final class MemoryWidgetCredentials implements WidgetCredentials {
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();

    @Override
    public Optional<Kept> find(String userId) {
        return Optional.ofNullable(kept.get(userId));
    }

    @Override
    public void save(String userId, Kept fresh) {
        kept.put(userId, fresh);
    }

    @Override
    public void erase(String userId) {
        kept.remove(userId);
    }
}
