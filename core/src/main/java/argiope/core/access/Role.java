package argiope.core.access;

import java.util.Arrays;
import java.util.Optional;

/// What a person may do, on the platform and on the appliance alike.
public enum Role {
    ADMIN("admin"),
    ANALYST("analyst"),
    READ_ONLY("read-only");

    private final String wire;

    Role(String wire) {
        this.wire = wire;
    }

    public String wire() {
        return wire;
    }

    public static Optional<Role> of(String wire) {
        return Arrays.stream(values()).filter(r -> r.wire.equals(wire)).findFirst();
    }
}
