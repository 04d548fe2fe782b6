package argiope.platform.intelligence;

import argiope.core.access.Refusal;
import argiope.platform.intelligence.entity.EntityDescription;
import argiope.platform.intelligence.entity.EntityTypes;
import argiope.platform.intelligence.search.Flattening;
import argiope.platform.intelligence.search.IndexDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries changes from the outbox to the index, on a thread of its own that is never interrupted. One refresh serves
/// all who wait for a change. An index that is new, of another store, or too far behind is built anew; until then
/// nothing
/// can be searched. A fault is logged, said by [#fault], and tried again.
final class Indexer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Indexer.class);
    /// Grows when documents are made differently, so that indices of the old form are built anew.
    private static final String FORM = "1";

    private static final String NAME = "search";
    private static final int BATCH = 1_000;
    private static final int REBUILD_BATCH = 500;
    private static final long COMMIT_EVERY_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;

    private final EntityStore store;
    private final EntityIndex index;
    private final String identity;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition progress = lock.newCondition();
    private long announced;
    private long findable = -1;
    private boolean ready;
    private boolean closed;
    private Optional<String> fault = Optional.empty();

    private long applied;
    private long committed;
    private long committedAt = System.nanoTime();
    private long pauseMillis = FIRST_PAUSE_MILLIS;

    Indexer(EntityStore store, EntityIndex index) {
        this.store = store;
        this.index = index;
        this.identity = store.identity() + "/" + FORM + "/"
                + EntityTypes.all().stream()
                        .map(EntityDescription::type)
                        .sorted()
                        .collect(Collectors.joining(","));
        thread = Thread.ofPlatform().daemon().name("entity-indexer").start(this::run);
    }

    /// Says that there are changes up to this one.
    void announce(long change) {
        lock.lock();
        try {
            announced = Math.max(announced, change);
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until a change can be found; false when it takes longer.
    boolean await(long change, Duration patience) {
        lock.lock();
        try {
            var left = patience.toNanos();
            while (!(ready && findable >= change)) {
                if (left <= 0 || closed) return false;
                left = progress.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /// Refuses while there is nothing whole to search.
    void requireReady() {
        unready().ifPresent(why -> {
            throw new Refusal.Unavailable("index-not-ready", why);
        });
    }

    /// Why nothing can be searched, if so.
    Optional<String> unready() {
        lock.lock();
        try {
            if (ready) return Optional.empty();
            return Optional.of("The search index is being built"
                    + fault.map(f -> ", and has a fault: " + f).orElse("") + ". Try again in a moment.");
        } finally {
            lock.unlock();
        }
    }

    Optional<String> fault() {
        lock.lock();
        try {
            return fault;
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        var prepared = false;
        while (!isClosed()) {
            try {
                if (!prepared) {
                    prepare();
                    prepared = true;
                }
                if (!drain()) {
                    commitIfDue();
                    rest();
                }
                if (fault().isPresent()) say(Optional.empty());
                pauseMillis = FIRST_PAUSE_MILLIS;
            } catch (RuntimeException | Error e) {
                if (isClosed()) break;
                LOG.error("indexing entities failed, trying again", e);
                say(Optional.of(String.valueOf(e.getMessage())));
                prepared = false;
                pause();
            }
        }
        try {
            if (prepared && applied > committed) commit();
        } catch (RuntimeException e) {
            LOG.warn("the last commit of the entity index failed; it catches up at the next start", e);
        }
    }

    private void say(Optional<String> what) {
        lock.lock();
        try {
            fault = what;
        } finally {
            lock.unlock();
        }
    }

    /// Waits longer after each fault in a row, whatever is written meanwhile.
    private void pause() {
        lock.lock();
        try {
            var left = TimeUnit.MILLISECONDS.toNanos(pauseMillis);
            while (!closed && left > 0) left = work.awaitNanos(left);
            pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, pauseMillis * 2);
        } catch (InterruptedException _) {
            // Nobody interrupts this thread; if somebody does, go on.
        } finally {
            lock.unlock();
        }
    }

    /// Sleeps until there is something to do.
    private void rest() {
        lock.lock();
        try {
            if (closed || announced > applied) return;
            if (applied > committed) work.awaitNanos(COMMIT_EVERY_NANOS);
            else work.await();
        } catch (InterruptedException _) {
            // as in pause
        } finally {
            lock.unlock();
        }
    }

    private void prepare() {
        var state = index.state();
        var change = store.change();
        var usable = state.isPresent()
                && state.get().identity().equals(identity)
                && state.get().change() <= change
                && state.get().change() >= store.trimmedTo();
        if (usable) {
            applied = state.get().change();
            committed = applied;
        } else {
            rebuild();
        }
        while (drain()) {
            // until the index has caught up
        }
        index.refresh();
        lock.lock();
        try {
            ready = true;
        } finally {
            lock.unlock();
        }
        reached();
    }

    private void rebuild() {
        LOG.info("building the index of entities anew");
        var from = store.change();
        try (var rebuild = index.rebuild(identity)) {
            var after = "";
            while (true) {
                var page = store.page(after, REBUILD_BATCH);
                if (page.isEmpty()) break;
                rebuild.add(page.stream().flatMap(e -> document(e).stream()).toList());
                after = page.getLast().id();
            }
            rebuild.complete(from);
        }
        applied = from;
        committed = from;
        store.passed(NAME, from);
    }

    static Optional<IndexDocument> document(StoredEntity entity) {
        return EntityTypes.of(entity.type())
                .map(description -> Flattening.document(description, entity.id(), entity.version(), entity.whole()));
    }

    /// Whether there was something to take in.
    private boolean drain() {
        var changes = store.changesAfter(applied, BATCH);
        if (changes.isEmpty()) return false;
        var ids = new LinkedHashSet<String>();
        for (var change : changes) ids.add(change.entityId());
        var found = store.find(List.copyOf(ids));
        var documents = new ArrayList<IndexDocument>();
        for (var entity : found) {
            ids.remove(entity.id());
            document(entity).ifPresent(documents::add);
        }
        index.apply(documents, List.copyOf(ids), changes.getLast().number());
        index.refresh();
        applied = changes.getLast().number();
        reached();
        commitIfDue();
        return true;
    }

    private void reached() {
        lock.lock();
        try {
            findable = applied;
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void commitIfDue() {
        if (applied > committed && System.nanoTime() - committedAt >= COMMIT_EVERY_NANOS) commit();
    }

    private void commit() {
        index.commit();
        committed = applied;
        committedAt = System.nanoTime();
        store.passed(NAME, committed);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            work.signalAll();
            progress.signalAll();
        } finally {
            lock.unlock();
        }
        var interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }
}
