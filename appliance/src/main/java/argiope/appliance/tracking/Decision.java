package argiope.appliance.tracking;

import java.util.Arrays;
import java.util.Optional;

/// What policy said of a transaction, in our words (contract of the access logs, 0.2). Where several apply the
/// earlier one here wins.
public enum Decision {
    BLOCK("block"),
    WARN("warn"),
    REDIRECT("redirect"),
    MONITOR("monitor"),
    ERROR("error"),
    ALLOW("allow");

    private final String wire;

    Decision(String wire) {
        this.wire = wire;
    }

    public String wire() {
        return wire;
    }

    public static Optional<Decision> of(String wire) {
        return Arrays.stream(values()).filter(d -> d.wire.equals(wire)).findFirst();
    }
}
