package argiope.lucene.tracking;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Closing what is given up: a failure is told, and changes nothing any more.
final class Quietly {
    private static final Logger LOG = LoggerFactory.getLogger(Quietly.class);

    private Quietly() {}

    static void close(AutoCloseable closing) {
        try {
            closing.close();
        } catch (Exception e) {
            LOG.info("could not be closed in order", e);
        }
    }
}
