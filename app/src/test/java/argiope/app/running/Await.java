package argiope.app.running;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/// Waits for something that happens in another process: asks again and again until it is so, or a deadline passes.
public final class Await {
    private static final long PAUSE = Duration.ofMillis(25).toNanos();

    private Await() {}

    public static void until(Duration deadline, String what, Callable<Boolean> condition) {
        var end = System.nanoTime() + deadline.toNanos();
        while (true) {
            try {
                if (condition.call()) return;
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Exception e) {
                throw new AssertionError("while waiting for " + what, e);
            }
            if (System.nanoTime() > end) throw new AssertionError("waited " + deadline + " in vain for " + what);
            LockSupport.parkNanos(PAUSE);
        }
    }
}
