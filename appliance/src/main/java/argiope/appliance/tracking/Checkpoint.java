package argiope.appliance.tracking;

import java.util.Map;
import java.util.TreeMap;

/// How far each source was read, and its ledger, at a moment when all of it was stored: named texts that only their
/// writers understand (`source/gw1`, `ledger/gw1`). Committed together with the rows, so both are good or neither.
public record Checkpoint(Map<String, String> entries) {
    public Checkpoint {
        entries = java.util.Collections.unmodifiableMap(new TreeMap<>(entries));
    }

    public static Checkpoint none() {
        return new Checkpoint(Map.of());
    }
}
