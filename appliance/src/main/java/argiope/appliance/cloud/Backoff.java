package argiope.appliance.cloud;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/// How long to wait before the next attempt: twice as long each time, up to a most, shortened by chance to between
/// half and all of it, so that many appliances do not come back at once.
public record Backoff(Duration first, Duration most, DoubleSupplier chance) {
    public static Backoff standard(DoubleSupplier chance) {
        return new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), chance);
    }

    /// @param failures in a row so far, 1 or more
    Duration after(int failures) {
        var doubled = first.multipliedBy(1L << Math.min(failures - 1, 20));
        var capped = doubled.compareTo(most) > 0 ? most : doubled;
        return Duration.ofNanos((long) (capped.toNanos() * (0.5 + 0.5 * chance.getAsDouble())));
    }
}
