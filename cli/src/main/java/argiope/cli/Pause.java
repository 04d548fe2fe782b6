package argiope.cli;

import java.time.Duration;

/// Waits between two looks at something that goes on elsewhere.
final class Pause {
    private Pause() {}

    /// False when the waiting was interrupted.
    static boolean of(Duration duration) {
        try {
            Thread.sleep(duration);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
