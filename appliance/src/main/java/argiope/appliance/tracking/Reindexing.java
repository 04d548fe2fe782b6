package argiope.appliance.tracking;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one job that indexes rows stored while observable indexing was off: started by hand, one at a time,
/// on a thread of its own. Safe for many threads.
public final class Reindexing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reindexing.class);

    public enum Phase {
        IDLE("idle"),
        RUNNING("running"),
        DONE("done"),
        FAILED("failed");

        private final String wire;

        Phase(String wire) {
            this.wire = wire;
        }

        public String wire() {
            return wire;
        }
    }

    /// @param done,total rows
    /// @param detail why it failed, or empty
    public record State(Phase phase, long done, long total, String detail) {}

    private final TrackingStore store;
    private final ReentrantLock starting = new ReentrantLock();
    private Optional<Thread> thread = Optional.empty();
    private volatile State state = new State(Phase.IDLE, 0, 0, "");

    public Reindexing(TrackingStore store) {
        this.store = store;
    }

    public State state() {
        return state;
    }

    /// Starts the job; the one that runs goes on if there is one.
    public State start() {
        starting.lock();
        try {
            if (state.phase() == Phase.RUNNING) return state;
            state = new State(Phase.RUNNING, 0, store.size().transactions(), "");
            thread = Optional.of(Thread.ofPlatform().daemon().name("reindex").start(this::run));
            return state;
        } finally {
            starting.unlock();
        }
    }

    private void run() {
        try {
            store.reindex((done, total) -> state = new State(Phase.RUNNING, done, total, ""));
            var last = state;
            state = Thread.currentThread().isInterrupted()
                    ? new State(Phase.FAILED, last.done(), last.total(), "It was stopped. Start it again to go on.")
                    : new State(Phase.DONE, last.total(), last.total(), "");
        } catch (StoreUnavailable e) {
            LOG.warn("re-indexing stopped", e);
            state = new State(Phase.FAILED, state.done(), state.total(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("re-indexing failed", e);
            state = new State(Phase.FAILED, state.done(), state.total(), "Something unexpected happened; see the log.");
        }
    }

    /// Stops the job between two days, and waits for that.
    @Override
    public void close() {
        starting.lock();
        try {
            thread.ifPresent(Thread::interrupt);
        } finally {
            starting.unlock();
        }
        try {
            if (thread.isPresent() && !thread.get().join(Duration.ofSeconds(60)))
                LOG.warn("re-indexing did not stop in a minute");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
