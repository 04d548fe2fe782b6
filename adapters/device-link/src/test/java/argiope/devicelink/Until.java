package argiope.devicelink;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/// Waits until something is so, or a deadline has passed.
final class Until {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Until() {}

    static void so(String what, Callable<Boolean> condition) throws Exception {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > end) throw new AssertionError("waited in vain for: " + what);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }
}
