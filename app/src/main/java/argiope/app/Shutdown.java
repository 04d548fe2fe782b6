package argiope.app;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Waits until the process is asked to end, and holds the end back until all is closed.
public final class Shutdown {
    private static final CountDownLatch ASKED = new CountDownLatch(1);
    private static final CountDownLatch CLOSED = new CountDownLatch(1);

    private Shutdown() {}

    /// Blocks until a signal asks for the end, then closes `node`.
    public static void closeWhenAsked(AutoCloseable node) throws Exception {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            ASKED.countDown();
                            try {
                                if (!CLOSED.await(25, TimeUnit.SECONDS))
                                    System.err.println("argiope: some parts did not stop");
                            } catch (InterruptedException _) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "shutdown"));
        try {
            ASKED.await();
        } finally {
            try {
                node.close();
            } finally {
                CLOSED.countDown();
            }
        }
    }
}
