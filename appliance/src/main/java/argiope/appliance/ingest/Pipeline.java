package argiope.appliance.ingest;

import argiope.appliance.format.LineOutcome;
import argiope.appliance.format.LineReader;
import argiope.appliance.format.ParseContext;
import argiope.appliance.tracking.Checkpoint;
import argiope.appliance.tracking.Row;
import argiope.appliance.tracking.TrackingStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The workers, and the commits that keep rows, positions and ledgers in step.
///
/// Readers hand over a chunk and move their position in one step, under the gate's read lock. A commit takes the write
/// lock, waits until no chunk is under way, asks everyone for their state and gives it to the store. After any trouble
/// the store goes back to its last commit, the *epoch* goes up, and readers of an older epoch begin again at that
/// commit;
/// chunks of an older epoch are dropped unread. A crash and a full disk thus end in the same place.
final class Pipeline implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);
    private static final Duration LONGEST_COMMIT_GAP = Duration.ofSeconds(30);
    private static final long COMMIT_SHARE = 20;
    private static final Duration LONGEST_RETRY_GAP = Duration.ofSeconds(15);
    private static final int READERS_KEPT = 64;

    /// Who has state to keep in a checkpoint.
    interface Participant {
        /// Puts its state in. The readers stand still meanwhile.
        void save(Map<String, String> entries);

        /// The store went back to this checkpoint. The readers stand still meanwhile.
        void restore(Checkpoint checkpoint);
    }

    private final TrackingStore store;
    private final FormatFinder finder;
    private final IngestLimits limits;
    private final Clock clock;
    private final Participant participant;
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock(true);
    private final BlockingQueue<Chunk> queue;
    private final BlockingQueue<byte[]> pool = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    private final Object monitor = new Object();
    // guarded by monitor
    private int leased;
    private int inFlight;
    private boolean committerDone;
    private boolean stopping;
    private boolean closing;
    private boolean refreshWanted;
    private long commitsWanted;
    private long commitsDone;
    private int troubles;
    private long lastCommit = System.nanoTime();
    private long lastCommitTook;
    private long lastRefresh = System.nanoTime();

    private volatile boolean changed;
    private volatile boolean broken;
    private volatile String trouble = "";
    private volatile long epoch = 1;
    private volatile Checkpoint recovered;

    Pipeline(TrackingStore store, FormatFinder finder, IngestLimits limits, Clock clock, Participant participant) {
        this.store = store;
        this.finder = finder;
        this.limits = limits;
        this.clock = clock;
        this.participant = participant;
        this.queue = new ArrayBlockingQueue<>(limits.workers() + 1);
        this.recovered = store.recovered();
    }

    void start() {
        for (var i = 0; i < limits.workers(); i++)
            threads.add(Thread.ofPlatform().name("ingest-worker-" + i).start(this::work));
        threads.add(Thread.ofPlatform().name("ingest-commit").start(this::keepCommitting));
    }

    /// The state that the store was last good with.
    Checkpoint recovered() {
        return recovered;
    }

    long epoch() {
        return epoch;
    }

    /// Why the store takes nothing at present, or empty.
    String trouble() {
        return trouble;
    }

    /// A buffer of the pool, as soon as one is free; there are few, so a slow store slows the readers.
    byte[] lease() {
        synchronized (monitor) {
            if (leased < 2 * limits.workers() + 3) {
                leased++;
                var free = pool.poll();
                return free == null ? new byte[limits.chunkBytes()] : free;
            }
            while (true) {
                var free = pool.poll();
                if (free != null) return free;
                await(0);
            }
        }
    }

    void release(byte[] buffer) {
        if (buffer.length == 0) return;
        synchronized (monitor) {
            pool.add(buffer);
            monitor.notifyAll();
        }
    }

    /// Hands over a chunk and runs `advance`, which moves the reader's position behind it, in one step that no commit
    /// can
    /// split. False if the reader must begin again at the last commit, or ingest is being closed.
    boolean submit(Chunk chunk, Runnable advance) {
        if (!update(chunk.epoch(), () -> {
            advance.run();
            synchronized (monitor) {
                inFlight++;
            }
            putUninterruptibly(chunk);
        })) {
            release(chunk.leased());
            return false;
        }
        return true;
    }

    /// Changes what a commit keeps, while none runs; otherwise as [#submit].
    boolean update(long readerEpoch, Runnable change) {
        awaitWhole();
        gate.readLock().lock();
        try {
            if (broken || epoch != readerEpoch) return false;
            change.run();
            changed = true;
            return true;
        } finally {
            gate.readLock().unlock();
        }
    }

    /// Runs `change` while no commit runs, whatever the epoch.
    void still(Runnable change) {
        gate.readLock().lock();
        try {
            change.run();
        } finally {
            gate.readLock().unlock();
        }
    }

    private void putUninterruptibly(Chunk chunk) {
        var interrupted = false;
        while (true) {
            try {
                queue.put(chunk);
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    private void awaitWhole() {
        synchronized (monitor) {
            while (broken && !stopping) await(0);
        }
    }

    /// Commits what there is; false if the reader's lines were lost to some trouble and must be read again.
    boolean commitAndWait(long readerEpoch) {
        synchronized (monitor) {
            var mine = ++commitsWanted;
            monitor.notifyAll();
            while (commitsDone < mine && !(broken && stopping) && !committerDone && epoch == readerEpoch) await(0);
            return commitsDone >= mine && epoch == readerEpoch;
        }
    }

    /// Waits on the monitor, at most so many milliseconds (0: until notified).
    private void await(long millis) {
        try {
            monitor.wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("ingest threads are not interrupted", e);
        }
    }

    // ---- workers

    private void work() {
        var readers = new HashMap<ParseContext, LineReader>();
        var row = new Row();
        while (true) {
            try {
                var chunk = queue.take();
                if (chunk == POISON) return;
                if (!broken && chunk.epoch() == epoch) process(chunk, readers, row);
                done(chunk);
            } catch (InterruptedException e) {
                LOG.warn("a worker was interrupted; it goes on");
            }
        }
    }

    private void process(Chunk chunk, Map<ParseContext, LineReader> readers, Row row) {
        try {
            var now = clock.millis();
            var tally = new Tally();
            if (chunk.tooLong()) {
                tally.read(1);
                var masked = Secrets.masked(chunk.bytes(), chunk.from(), chunk.to());
                tally.reject(LineOutcome.REJECT_LINE_TOO_LONG, masked, 0, masked.length);
            } else {
                tally.read(Bytes.lines(chunk.bytes(), chunk.from(), chunk.to()));
                if (chunk.context().format().isEmpty()) rejectAll(chunk, tally);
                else {
                    if (readers.size() > READERS_KEPT) readers.clear();
                    var reader = readers.computeIfAbsent(chunk.context(), finder::reader);
                    store.append(new ChunkBatch(chunk, reader, row, tally, limits.maxLineBytes(), now));
                }
            }
            chunk.book().add(tally, now);
            if (chunk.followed()) {
                synchronized (monitor) {
                    refreshWanted = true;
                }
            }
        } catch (Throwable e) {
            fail(e);
        }
    }

    private void rejectAll(Chunk chunk, Tally tally) {
        var bytes = chunk.bytes();
        for (var at = chunk.from(); at < chunk.to(); ) {
            var feed = Bytes.lineFeed(bytes, at, chunk.to());
            var end = feed < 0 ? chunk.to() : feed;
            if (Bytes.blank(bytes, at, end)) tally.count(LineOutcome.SKIP_BLANK);
            else if (end - at > limits.maxLineBytes()) {
                var masked = Secrets.masked(bytes, at, at + 1024);
                tally.reject(LineOutcome.REJECT_LINE_TOO_LONG, masked, 0, masked.length);
            } else {
                var masked = Secrets.masked(bytes, at, end);
                tally.reject(LineOutcome.REJECT_UNKNOWN_FORMAT, masked, 0, masked.length);
            }
            at = feed < 0 ? chunk.to() : feed + 1;
        }
    }

    private void done(Chunk chunk) {
        release(chunk.leased());
        synchronized (monitor) {
            inFlight--;
            monitor.notifyAll();
        }
    }

    private void fail(Throwable cause) {
        synchronized (monitor) {
            if (!broken) {
                LOG.warn("the store took no lines; ingest goes back to the last commit and tries again", cause);
                trouble = "The store takes no lines: " + message(cause) + ". Trying again; no line is lost.";
            }
            broken = true;
            monitor.notifyAll();
        }
    }

    private static String message(Throwable cause) {
        var message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    }

    // ---- commits

    private void keepCommitting() {
        while (true) {
            boolean commit;
            boolean refresh;
            boolean last;
            synchronized (monitor) {
                if (!closing && !broken && commitsDone >= commitsWanted) await(untilNext());
                last = closing;
                commit = broken || commitsDone < commitsWanted || last || (changed && commitDue());
                refresh = !commit
                        && refreshWanted
                        && elapsed(lastRefresh) >= limits.refresh().toNanos();
            }
            if (broken && !last) recover();
            else if (commit) commit();
            else if (refresh) refresh();
            if (last) break;
        }
        synchronized (monitor) {
            committerDone = true;
            monitor.notifyAll();
        }
    }

    private long untilNext() {
        var poll = refreshWanted ? limits.refresh() : limits.commit();
        return Math.max(1, poll.toMillis() / 4);
    }

    private boolean commitDue() {
        var gap = Math.min(
                LONGEST_COMMIT_GAP.toNanos(), Math.max(limits.commit().toNanos(), lastCommitTook * COMMIT_SHARE));
        return elapsed(lastCommit) >= gap;
    }

    private static long elapsed(long since) {
        return System.nanoTime() - since;
    }

    private void refresh() {
        synchronized (monitor) {
            refreshWanted = false;
            lastRefresh = System.nanoTime();
        }
        try {
            store.refresh();
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void commit() {
        long wanted;
        synchronized (monitor) {
            wanted = commitsWanted;
        }
        gate.writeLock().lock();
        try {
            var begun = System.nanoTime();
            awaitIdle();
            if (broken) return;
            if (changed) {
                var entries = new TreeMap<>(recovered.entries());
                participant.save(entries);
                var checkpoint = new Checkpoint(entries);
                store.commit(checkpoint);
                recovered = checkpoint;
                changed = false;
                trouble = "";
            }
            synchronized (monitor) {
                troubles = 0;
                commitsDone = Math.max(commitsDone, wanted);
                refreshWanted = false;
                lastCommit = System.nanoTime();
                lastRefresh = lastCommit;
                lastCommitTook = lastCommit - begun;
                monitor.notifyAll();
            }
        } catch (RuntimeException | Error e) {
            fail(e);
        } finally {
            gate.writeLock().unlock();
        }
    }

    private void awaitIdle() {
        synchronized (monitor) {
            while (inFlight > 0) await(0);
        }
    }

    private void recover() {
        synchronized (monitor) {
            var until = System.nanoTime()
                    + Math.min(
                            LONGEST_RETRY_GAP.toNanos(), Duration.ofMillis(100).toNanos() << Math.min(troubles, 10));
            troubles++;
            while (!closing && System.nanoTime() < until) await(Math.max(1, (until - System.nanoTime()) / 1_000_000));
            if (closing) return;
        }
        gate.writeLock().lock();
        try {
            awaitIdle();
            store.rollback();
            var checkpoint = store.recovered();
            participant.restore(checkpoint);
            recovered = checkpoint;
            synchronized (monitor) {
                epoch++;
                changed = false;
                broken = false;
                monitor.notifyAll();
            }
        } catch (RuntimeException e) {
            trouble = "The store takes no lines: " + message(e) + ". Trying again; no line is lost.";
            LOG.warn("the store could not be brought back to its last commit; trying again", e);
        } finally {
            gate.writeLock().unlock();
        }
    }

    private static final Chunk POISON = new Chunk(
            new Book("", new RejectedLines(java.nio.file.Path.of(""), 1)),
            0,
            new ParseContext("", "", java.time.ZoneOffset.UTC, false, "", 0),
            new byte[0],
            0,
            0,
            false,
            new byte[0],
            false);

    /// Lets readers that wait for the store go; they are to end.
    void stopReaders() {
        synchronized (monitor) {
            stopping = true;
            monitor.notifyAll();
        }
    }

    /// Commits what was handed over, and ends. The readers have ended before.
    @Override
    public void close() {
        synchronized (monitor) {
            closing = true;
            monitor.notifyAll();
        }
        join(threads.getLast());
        for (var i = 0; i < limits.workers(); i++) putUninterruptibly(POISON);
        for (var thread : threads) join(thread);
    }

    static void join(Thread thread) {
        var interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }
}
