package argiope.lucene.tracking;

import argiope.appliance.format.LineReader;
import argiope.appliance.format.ParseContext;
import argiope.appliance.report.Overview;
import argiope.appliance.report.OverviewSum;
import argiope.appliance.report.Reports;
import argiope.appliance.tracking.Availability;
import argiope.appliance.tracking.Checkpoint;
import argiope.appliance.tracking.Count;
import argiope.appliance.tracking.Cursor;
import argiope.appliance.tracking.NumberField;
import argiope.appliance.tracking.Page;
import argiope.appliance.tracking.Place;
import argiope.appliance.tracking.Row;
import argiope.appliance.tracking.RowMatcher;
import argiope.appliance.tracking.StoreUnavailable;
import argiope.appliance.tracking.TimeRange;
import argiope.appliance.tracking.TrackingQuery;
import argiope.appliance.tracking.TrackingStore;
import argiope.appliance.tracking.Transaction;
import argiope.appliance.tracking.TransactionBatch;
import argiope.appliance.tracking.UserAliases;
import argiope.lucene.tracking.Manifest.DayState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps transactions in an index a day and raw blocks beside it; the package's sign tells the layout.
///
/// After an append or a commit that failed nothing more is taken in until [#rollback]; searches go on over what they
/// saw
/// last. Rows are seen after a commit or a [#refresh]: the next question makes the view, on a thread of the store.
public final class LuceneTrackingStore implements TrackingStore, Reports {
    private static final Logger LOG = LoggerFactory.getLogger(LuceneTrackingStore.class);
    private static final DateTimeFormatter ID_DAY = DateTimeFormatter.BASIC_ISO_DATE;

    private static final int MOST_OPEN_DAYS = 8;
    /// Days that stay open though nobody writes them just now.
    private static final int MOST_IDLE_DAYS = 1;
    /// An index is committed when it lags so far behind its blocks; making up for it at a start takes seconds.
    private static final long MOST_LAGGING_ROWS = 1_000_000;

    private static final long MOST_LAG_NANOS = Duration.ofSeconds(60).toNanos();
    private static final long IDLE_NANOS = Duration.ofMinutes(10).toNanos();
    /// How long a full page looks on to tell whether it was the last.
    private static final long LOOK_ON_NANOS = Duration.ofMillis(2).toNanos();

    private static final int MOST_GAPS = 100;

    private final LuceneTrackingConfig config;
    private final Function<ParseContext, LineReader> readers;
    private final Supplier<UserAliases> aliases;
    private final Disk disk;
    private final Path daysFolder;
    /// Shared by appends, alone for commits and what else changes days as a whole.
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();

    private final Object opening = new Object();
    private final ArrayDeque<Worker> idleWorkers = new ArrayDeque<>();
    private final ConcurrentSkipListMap<LocalDate, Day> days = new ConcurrentSkipListMap<>();
    private final TreeSet<LocalDate> dirty = new TreeSet<>();
    private final ExecutorService owner = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("tracking-index").daemon(true).factory());

    private final ExecutorService closer = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("tracking-closer").daemon(true).factory());

    private volatile Contexts contexts;
    private volatile Manifest manifest;
    private volatile boolean observableIndexing;
    private volatile boolean appended;
    private volatile @Nullable Throwable failed;
    private volatile boolean closed;

    private LuceneTrackingStore(
            LuceneTrackingConfig config,
            Function<ParseContext, LineReader> readers,
            Supplier<UserAliases> aliases,
            Disk disk)
            throws IOException {
        this.config = config;
        this.readers = readers;
        this.aliases = aliases;
        this.disk = disk;
        daysFolder = config.folder().resolve("days");
        Files.createDirectories(daysFolder);
        manifest = Manifest.read(config.folder());
        contexts = new Contexts(config.folder(), disk, readers);
    }

    /// Opens what is stored in the folder, mending it first if the last run did not end in order.
    ///
    /// @param readers makes a reader for the raw lines of a context: `formats::reader`
    /// @param aliases which user domains mean the same, asked at each question
    public static LuceneTrackingStore open(
            LuceneTrackingConfig config, Function<ParseContext, LineReader> readers, Supplier<UserAliases> aliases) {
        return open(config, readers, aliases, new Disk());
    }

    static LuceneTrackingStore open(
            LuceneTrackingConfig config,
            Function<ParseContext, LineReader> readers,
            Supplier<UserAliases> aliases,
            Disk disk) {
        try {
            var store = new LuceneTrackingStore(config, readers, aliases, disk);
            try {
                store.onOwner(() -> {
                    store.load();
                    return true;
                });
            } catch (RuntimeException e) {
                store.owner.shutdown();
                store.closer.shutdown();
                throw e;
            }
            return store;
        } catch (IOException e) {
            throw unavailable("The tracking store in " + config.folder() + " cannot be opened", e);
        }
    }

    private void load() throws IOException {
        manifest = Manifest.read(config.folder());
        contexts = new Contexts(config.folder(), disk, readers);
        days.clear();
        dirty.clear();
        dirty.addAll(Manifest.readDirty(config.folder()));
        for (var entry : manifest.days().entrySet()) days.put(entry.getKey(), day(entry.getKey(), entry.getValue()));
        for (var date : dirty) {
            var day = days.get(date);
            if (day != null) day.recover(contexts);
            else Disk.deleteTree(daysFolder.resolve(date.toString()));
        }
        if (!dirty.isEmpty()) {
            dirty.clear();
            Manifest.writeDirty(config.folder(), dirty, disk);
        }
    }

    private Day day(LocalDate date, DayState state) {
        return new Day(date, daysFolder, state, disk, config.indexBufferMegabytes());
    }

    private static StoreUnavailable unavailable(String what, Throwable cause) {
        var reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new StoreUnavailable(what + ": " + reason, cause);
    }

    /// Runs on the store's own thread, which nobody interrupts, and waits for it.
    private <T> T onOwner(Callable<T> work) {
        return await(owner.submit(work));
    }

    private static <T> T await(Future<T> result) {
        try {
            return Uninterruptibly.get(result);
        } catch (java.io.UncheckedIOException e) {
            throw unavailable(
                    "The tracking store cannot be used", java.util.Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    // ---- writing

    @Override
    public void append(TransactionBatch batch) {
        gate.readLock().lock();
        try {
            checkUsable();
            checkSpace();
            appended = true;
            var worker = worker();
            try {
                worker.begin(contexts.number(batch.context()));
                batch.read(worker);
                worker.finish();
            } catch (IOException | RuntimeException | Error e) {
                worker.abandon();
                var failure = fail("Rows cannot be stored", e);
                if (e instanceof Error error) throw error;
                throw failure;
            }
            synchronized (idleWorkers) {
                idleWorkers.push(worker);
            }
        } finally {
            gate.readLock().unlock();
        }
    }

    private Worker worker() {
        synchronized (idleWorkers) {
            var idle = idleWorkers.poll();
            if (idle != null) return idle;
        }
        return new Worker(
                new Worker.Days() {
                    @Override
                    public Day acquire(LocalDate date) throws IOException {
                        return LuceneTrackingStore.this.acquire(date);
                    }

                    @Override
                    public void release(Day day) {
                        synchronized (opening) {
                            day.workers--;
                        }
                    }
                },
                () -> observableIndexing);
    }

    private void checkUsable() {
        if (closed) throw new IllegalStateException("the tracking store is closed");
        var cause = failed;
        if (cause != null)
            throw unavailable("Tracking takes nothing in until it is brought back to its last commit", cause);
    }

    private void checkSpace() {
        long free;
        try {
            free = disk.free(config.folder());
        } catch (IOException e) {
            throw unavailable("The disk of the tracking store cannot be reached", e);
        }
        if (free < config.reservedBytes()) {
            var message = "The disk of " + config.folder() + " is full: " + (free >> 20) + " MB are free, "
                    + (config.reservedBytes() >> 20) + " MB are kept back. Nothing is taken in until there is room.";
            throw new StoreUnavailable(message, new IOException(message));
        }
    }

    private StoreUnavailable fail(String what, Throwable cause) {
        failed = cause;
        LOG.warn("{}; a rollback is needed: {}", what, cause.toString());
        return unavailable(what, cause);
    }

    private Day acquire(LocalDate date) throws IOException {
        synchronized (opening) {
            var day = days.computeIfAbsent(date, d -> day(d, DayState.EMPTY));
            while (day.closing) waitForAClose();
            if (!day.isOpen()) {
                makeRoom();
                if (dirty.add(date)) {
                    try {
                        Manifest.writeDirty(config.folder(), dirty, disk);
                    } catch (IOException e) {
                        dirty.remove(date);
                        throw e;
                    }
                }
                day.open();
                disk.forceFolder(day.folder);
                disk.forceFolder(daysFolder);
            }
            day.workers++;
            day.lastUsed = System.nanoTime();
            return day;
        }
    }

    /// Has the least used open days closed that nobody writes, so that few are open; waits if there are too many.
    private void makeRoom() throws IOException {
        var open = new ArrayList<>(days.values().stream()
                .filter(day -> day.isOpen() && !day.closing && day.workers == 0)
                .toList());
        open.sort(Comparator.comparingLong(day -> day.lastUsed));
        while (open.size() > MOST_IDLE_DAYS) closeAside(open.removeFirst());
        while (days.values().stream().filter(Day::isOpen).count() >= MOST_OPEN_DAYS) {
            if (days.values().stream().noneMatch(day -> day.closing)) {
                if (open.isEmpty()) return; // each is being written; two a worker at most
                closeAside(open.removeFirst());
            }
            waitForAClose();
        }
    }

    private void closeAside(Day day) {
        day.closing = true;
        closer.execute(() -> {
            try {
                day.close();
            } catch (IOException | RuntimeException e) {
                fail("The index of " + day.date + " cannot be committed", e);
            } finally {
                synchronized (opening) {
                    day.closing = false;
                    opening.notifyAll();
                }
            }
        });
    }

    /// Waits until a close may have ended; the caller looks again.
    @SuppressWarnings("WaitNotInLoop")
    private void waitForAClose() throws IOException {
        try {
            opening.wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a day was being closed", e);
        }
        var cause = failed;
        if (cause != null) throw new IOException(cause);
    }

    @Override
    public void commit(Checkpoint checkpoint) {
        gate.writeLock().lock();
        try {
            checkUsable();
        } catch (RuntimeException e) {
            gate.writeLock().unlock();
            throw e;
        }
        try {
            var now = System.nanoTime();
            for (var day : days.values()) {
                if (!day.isOpen()) continue;
                day.force();
                if (now - day.lastUsed > IDLE_NANOS) day.close();
                else if (day.indexLags(MOST_LAGGING_ROWS, MOST_LAG_NANOS)) day.commitIndex();
            }
            write(new Manifest(checkpoint.entries(), states()));
            appended = false;
            wantNow();
            tidy();
        } catch (IOException | RuntimeException e) {
            throw fail("The commit failed", e);
        } finally {
            gate.writeLock().unlock();
        }
    }

    private Map<LocalDate, DayState> states() {
        var states = new TreeMap<LocalDate, DayState>();
        days.forEach((date, day) -> {
            var state = day.state();
            if (state.blocks() > 0) states.put(date, state);
        });
        return states;
    }

    private void write(Manifest next) throws IOException {
        next.write(config.folder(), disk);
        manifest = next;
    }

    /// Takes days that are closed and committed off the dirty list.
    private void tidy() throws IOException {
        synchronized (opening) {
            var clean = dirty.stream()
                    .filter(date -> days.containsKey(date) && days.get(date).isClean())
                    .toList();
            if (clean.isEmpty()) return;
            clean.forEach(dirty::remove);
            Manifest.writeDirty(config.folder(), dirty, disk);
        }
    }

    @Override
    public Checkpoint recovered() {
        return manifest.checkpoint();
    }

    @Override
    public void rollback() {
        gate.writeLock().lock();
        try {
            onOwner(() -> {
                abandon();
                load();
                return true;
            });
            failed = null;
            appended = false;
        } catch (StoreUnavailable e) {
            failed = e;
            throw e;
        } finally {
            gate.writeLock().unlock();
        }
    }

    private void abandon() {
        await(closer.submit(() -> true)); // what is being closed
        for (var day : days.values()) day.abandon();
        synchronized (idleWorkers) {
            idleWorkers.forEach(Worker::close);
            idleWorkers.clear();
        }
    }

    @Override
    public void refresh() {
        wantNow();
    }

    private void wantNow() {
        for (var day : days.values()) day.wantNow();
    }

    // ---- searching

    private interface Look<T> {
        /// False to leave the older days out.
        boolean at(DaySnapshot day) throws IOException;
    }

    /// Looks at the days that can hold rows with times in `[from,to)`, newest first.
    private void newestFirst(long from, long to, Look<?> look) {
        var dayMillis = 86_400_000L;
        for (var day : days.descendingMap().values()) {
            if (day.start >= to || day.start + dayMillis <= from) continue;
            var snapshot = snapshot(day);
            if (snapshot == null) continue;
            try {
                if (!look.at(snapshot)) return;
            } catch (IOException | java.io.UncheckedIOException | InternalError e) {
                // An InternalError is how a mapped file tells of a page that a rollback has cut off or a disk lost.
                throw unavailable("Tracking of " + day.date + " cannot be read", e);
            } finally {
                Quietly.close(snapshot::release);
            }
        }
    }

    private @Nullable DaySnapshot snapshot(Day day) {
        if (closed) throw new IllegalStateException("the tracking store is closed");
        if (day.isStale() && failed == null) {
            try {
                onOwner(() -> {
                    day.refresh();
                    return true;
                });
            } catch (RuntimeException e) {
                // What is being written cannot be seen; what was seen last still can.
                if (!day.isOpen()) throw e;
                fail("The newest rows of " + day.date + " cannot be seen", e);
            }
        }
        return day.snapshot();
    }

    @Override
    public Page find(TrackingQuery query, Cursor cursor, int limit, Duration deadline) {
        var found = new ArrayList<Transaction>();
        var page = stream(query, cursor, limit, deadline, found::add);
        return new Page(found, page.next(), page.complete());
    }

    @Override
    public Page stream(TrackingQuery query, Cursor cursor, int limit, Duration deadline, Each each) {
        var now = aliases.get();
        var matcher = new RowMatcher(query, now);
        var plan = Plan.of(query, now);
        var after = Place.of(cursor, query);
        var end = System.nanoTime() + deadline.toNanos();
        if (limit <= 0) return new Page(List.of(), cursor, true);
        try (var search = new Search(query, matcher, plan, contexts, after, end, false)) {
            var taking = new Taking(search, limit, each);
            var ended = new Search.End[] {Search.End.EXHAUSTED};
            newestFirst(
                    query.range().from().toEpochMilli(),
                    Math.min(
                            RowMatcher.reach(query.range().to().toEpochMilli()),
                            after.time() == Long.MAX_VALUE ? Long.MAX_VALUE : after.time() + 1),
                    day -> {
                        ended[0] = search.search(day, taking);
                        return ended[0] == Search.End.EXHAUSTED;
                    });
            return switch (ended[0]) {
                case EXHAUSTED -> new Page(List.of(), Cursor.START, true);
                case STOPPED -> new Page(List.of(), taking.last.cursor(query), true);
                case DEADLINE -> new Page(List.of(), search.at().cursor(query), taking.enough);
            };
        }
    }

    /// Hands rows on until there are enough, then looks on a moment for one more.
    private static final class Taking implements Search.Found {
        private final Search search;
        private final int limit;
        private final Each each;
        private int taken;
        private boolean enough;
        private Place last = Place.NEWEST;

        Taking(Search search, int limit, Each each) {
            this.search = search;
            this.limit = limit;
            this.each = each;
        }

        @Override
        public boolean take(DaySnapshot day, long seq, Row row) {
            if (enough) return false;
            enough = !each.take(Transaction.of(id(day.day, seq), row)) || ++taken >= limit;
            last = new Place(row.number(NumberField.TIME), seq);
            if (enough) search.deadline(System.nanoTime() + LOOK_ON_NANOS);
            return true;
        }
    }

    @Override
    public Count count(TrackingQuery query, long bound, Duration deadline) {
        var now = aliases.get();
        var matcher = new RowMatcher(query, now);
        var plan = Plan.of(query, now);
        var count = new long[1];
        var cut = new boolean[1];
        try (var search = new Search(
                query, matcher, plan, contexts, Place.NEWEST, System.nanoTime() + deadline.toNanos(), true)) {
            newestFirst(
                    query.range().from().toEpochMilli(),
                    RowMatcher.reach(query.range().to().toEpochMilli()),
                    day -> {
                        if (plan.check()) {
                            var end = search.search(day, (_, _, _) -> count[0]++ < bound);
                            cut[0] = end != Search.End.EXHAUSTED;
                        } else {
                            var more = search.count(day, bound - count[0]);
                            cut[0] = more < 0 || count[0] + more > bound;
                            count[0] += Math.abs(more);
                        }
                        return !cut[0];
                    });
        }
        return new Count(Math.min(count[0], bound), !cut[0]);
    }

    private static String id(LocalDate day, long seq) {
        return ID_DAY.format(day) + "-" + Long.toString(seq, 36);
    }

    @Override
    public Optional<Transaction> byId(String id) {
        var dash = id.indexOf('-');
        if (dash != 8 || id.length() > 22) return Optional.empty();
        long seq;
        LocalDate date;
        try {
            date = LocalDate.parse(id.substring(0, dash), ID_DAY);
            seq = Long.parseLong(id, dash + 1, id.length(), 36);
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
        var day = days.get(date);
        if (day == null || seq < 0 || seq >>> 12 > Integer.MAX_VALUE) return Optional.empty();
        var snapshot = snapshot(day);
        if (snapshot == null) return Optional.empty();
        var everything = new TrackingQuery(new TimeRange(Instant.EPOCH, Instant.EPOCH), List.of());
        try (var search = new Search(
                everything,
                new RowMatcher(everything, UserAliases.none()),
                Plan.of(everything, UserAliases.none()),
                contexts,
                Place.NEWEST,
                0,
                false)) {
            if (!search.read(snapshot, seq)) return Optional.empty();
            return Optional.of(Transaction.of(id, search.row()));
        } catch (IOException e) {
            throw unavailable("Tracking of " + date + " cannot be read", e);
        } finally {
            Quietly.close(snapshot::release);
        }
    }

    // ---- what is held

    @Override
    public Optional<TimeRange> held() {
        var oldest = Long.MAX_VALUE;
        var newest = Long.MIN_VALUE;
        for (var day : days.values()) {
            var state = day.state();
            if (state.rows() == 0) continue;
            oldest = Math.min(oldest, state.minTime());
            newest = Math.max(newest, state.maxTime());
        }
        return oldest > newest
                ? Optional.empty()
                : Optional.of(new TimeRange(Instant.ofEpochMilli(oldest), Instant.ofEpochMilli(newest + 1)));
    }

    @Override
    public Availability availability(TimeRange range, boolean needsObservables) {
        var gaps = needsObservables ? notIndexed(range) : List.<Availability.Gap>of();
        return new Availability(range.from(), range.to(), gaps.isEmpty(), gaps);
    }

    private List<Availability.Gap> notIndexed(TimeRange range) {
        var from = range.from().toEpochMilli();
        var to = range.to().toEpochMilli();
        var spans = new ArrayList<long[]>();
        newestFirst(from, to, day -> {
            for (var block : day.newestFirst()) {
                if (day.hasFilter(block)) continue;
                var first = BlockTable.minTime(day.table, block);
                var last = BlockTable.maxTime(day.table, block) + 1;
                if (first < to && last > from) spans.add(new long[] {Math.max(first, from), Math.min(last, to)});
            }
            return true;
        });
        spans.sort(Comparator.comparingLong(span -> span[0]));
        // The gaps between gaps that are told apart: ever wider until there are few enough.
        for (var apart = Duration.ofMinutes(1).toMillis(); ; apart *= 4) {
            var gaps = new ArrayList<long[]>();
            for (var span : spans) {
                if (!gaps.isEmpty() && span[0] - gaps.getLast()[1] <= apart)
                    gaps.getLast()[1] = Math.max(gaps.getLast()[1], span[1]);
                else gaps.add(span.clone());
            }
            if (gaps.size() > MOST_GAPS) continue;
            return gaps.stream()
                    .map(gap -> new Availability.Gap(
                            Instant.ofEpochMilli(gap[0]), Instant.ofEpochMilli(gap[1]), "not-indexed"))
                    .toList();
        }
    }

    @Override
    public Size size() {
        var rows = 0L;
        var raw = 0L;
        var count = 0;
        for (var day : days.values()) {
            var state = day.state();
            if (state.rows() == 0) continue;
            rows += state.rows();
            raw += state.blocksEnd() + (long) state.blocks() * BlockTable.ENTRY;
            count++;
        }
        return new Size(rows, count, Math.max(0, bytesOnDisk() - raw), raw);
    }

    private long bytesOnDisk() {
        try (var all = Files.walk(daysFolder)) {
            return all.mapToLong(path -> {
                        try {
                            return Files.isRegularFile(path) ? Files.size(path) : 0;
                        } catch (IOException e) {
                            return 0; // a merge has just deleted it
                        }
                    })
                    .sum();
        } catch (IOException | java.io.UncheckedIOException e) {
            throw unavailable("The tracking store's folder cannot be read", e);
        }
    }

    // ---- observables

    @Override
    public void observableIndexing(boolean on) {
        observableIndexing = on;
    }

    @Override
    public void reindex(Progress progress) {
        var stop = new boolean[1];
        var result = new java.util.concurrent.FutureTask<>(() -> {
            reindex(progress, () -> stop[0]);
            return true;
        });
        Thread.ofPlatform().name("tracking-reindex").daemon(true).start(result);
        var interrupted = false;
        try {
            while (!result.isDone()) {
                try {
                    result.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    stop[0] = true;
                } catch (ExecutionException e) {
                    break;
                }
            }
            await(result);
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    private void reindex(Progress progress, java.util.function.BooleanSupplier stop) {
        var todo = new ArrayList<Day>();
        wantNow();
        newestFirst(Long.MIN_VALUE, Long.MAX_VALUE, day -> {
            for (var block : day.newestFirst()) {
                if (day.hasFilter(block)) continue;
                todo.add(java.util.Objects.requireNonNull(days.get(day.day)));
                break;
            }
            return true;
        });
        var total = todo.stream().mapToLong(day -> day.state().rows()).sum();
        var done = 0L;
        for (var day : todo) {
            if (stop.getAsBoolean()) return;
            try {
                reindex(day, done, total, progress);
            } catch (IOException e) {
                throw unavailable("The day " + day.date + " cannot be indexed again", e);
            }
            done += day.state().rows();
            if (done < total) progress.at(done, total);
        }
        progress.at(total, total);
    }

    private void reindex(Day day, long before, long total, Progress progress) throws IOException {
        synchronized (opening) {
            if (dirty.add(day.date)) Manifest.writeDirty(config.folder(), dirty, disk);
        }
        var state = day.state();
        var blocks = Math.max(1, state.blocks());
        var generation = day.regenerate();
        var finished = false;
        try {
            java.util.function.IntConsumer tell = block -> {
                if (block % 256 == 255) progress.at(Math.min(total, before + state.rows() * block / blocks), total);
            };
            for (var round = 0; round < 5 && generation.blocksLeft() > 16; round++)
                generation.catchUp(contexts, tell, false);
            gate.writeLock().lock();
            try {
                checkUsable();
                if (days.get(day.date) != day) throw new IOException("The store was rolled back meanwhile.");
                generation.catchUp(contexts, tell, true);
                var next = generation.finish();
                finished = true;
                var committed = manifest.days().get(day.date);
                if (committed != null)
                    write(manifest.withDay(
                            day.date,
                            new DayState(
                                    next.generation(),
                                    committed.blocks(),
                                    committed.blocksEnd(),
                                    next.filtersEnd(),
                                    committed.rows(),
                                    committed.minTime(),
                                    committed.maxTime())));
                day.swap(next);
            } finally {
                gate.writeLock().unlock();
            }
        } finally {
            if (!finished) generation.abandon();
        }
    }

    // ---- figures

    @Override
    public Overview overview(TimeRange range, int top, Duration deadline) {
        var from = range.from().toEpochMilli();
        var to = range.to().toEpochMilli();
        var sum = new OverviewSum(range);
        var scan = new OverviewScan(sum, from, to, System.nanoTime() + deadline.toNanos());
        var exact = new boolean[] {true};
        newestFirst(from, to, day -> exact[0] = scan.add(day));
        return sum.finish(top, exact[0], availability(range, false));
    }

    // ---- end

    @Override
    public void close() {
        gate.writeLock().lock();
        try {
            if (closed) return;
            closed = true;
            onOwner(() -> {
                if (failed == null && !appended) {
                    for (var day : days.values()) day.close();
                    tidy();
                }
                abandon();
                return true;
            });
        } finally {
            gate.writeLock().unlock();
            owner.shutdown();
            closer.shutdown();
        }
    }
}
