package argiope.appliance.tracking;

import java.time.Instant;

/// A half-open interval `[from,to)`, UTC.
public record TimeRange(Instant from, Instant to) {
    public TimeRange {
        if (to.isBefore(from)) throw new IllegalArgumentException("the range ends before it starts");
    }
}
