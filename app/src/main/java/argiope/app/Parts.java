package argiope.app;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Long-lived objects in the order they were made, closed in the reverse order. One that fails to close does not keep
/// the others from it.
final class Parts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);
    private final Deque<AutoCloseable> made = new ArrayDeque<>();

    <T extends AutoCloseable> T keep(T part) {
        made.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!made.isEmpty()) {
            var part = made.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("{} did not close well", part.getClass().getSimpleName(), e);
            }
        }
    }
}
