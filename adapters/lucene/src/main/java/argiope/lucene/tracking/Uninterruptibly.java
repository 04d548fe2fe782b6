package argiope.lucene.tracking;

import argiope.appliance.tracking.StoreUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/// Waits for what a thread of the store does, and leaves an interrupt for later.
final class Uninterruptibly {
    private Uninterruptibly() {}

    /// The result; a failure is thrown as it is, or in an [UncheckedIOException].
    static <T> T get(Future<T> result) {
        var interrupted = false;
        try {
            while (true) {
                try {
                    return result.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw switch (e.getCause()) {
                        case RuntimeException known -> known;
                        case IOException known -> new UncheckedIOException(known);
                        case null, default -> new StoreUnavailable("The tracking store failed: " + e.getMessage(), e);
                    };
                }
            }
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }
}
