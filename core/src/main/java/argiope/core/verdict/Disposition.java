package argiope.core.verdict;

import java.util.Arrays;
import java.util.Optional;

/// What is thought of an observable. The number is on the wire and is also the order of importance at equal
/// priority: the lower one wins (CTIM, dispositions).
public enum Disposition {
    CLEAN(1, "Clean"),
    MALICIOUS(2, "Malicious"),
    SUSPICIOUS(3, "Suspicious"),
    COMMON(4, "Common"),
    UNKNOWN(5, "Unknown");

    private final int number;
    private final String wire;

    Disposition(int number, String wire) {
        this.number = number;
        this.wire = wire;
    }

    public int number() {
        return number;
    }

    /// The name on the wire, capitalised.
    public String wire() {
        return wire;
    }

    public static Optional<Disposition> of(int number) {
        return Arrays.stream(values()).filter(d -> d.number == number).findFirst();
    }

    public static Optional<Disposition> of(String wire) {
        return Arrays.stream(values()).filter(d -> d.wire.equals(wire)).findFirst();
    }
}
