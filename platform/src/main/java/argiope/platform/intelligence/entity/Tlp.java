package argiope.platform.intelligence.entity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The sharing mark on an entity, in the order of how little may be shared.
public enum Tlp {
    WHITE,
    GREEN,
    AMBER,
    RED;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Tlp> of(String wire) {
        return Arrays.stream(values()).filter(t -> t.wire().equals(wire)).findFirst();
    }
}
