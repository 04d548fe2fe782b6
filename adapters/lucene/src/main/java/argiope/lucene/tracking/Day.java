package argiope.lucene.tracking;

import argiope.lucene.tracking.Manifest.DayState;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;

/// One UTC day of rows: its files, its index writer while it is being written, and what searches see of it.
///
/// Several workers write at once ([#begin], [#finish], the writer's own); opening, closing, refreshing and committing
/// go
/// through one lock. Only threads that are never interrupted may call anything here but [#snapshot].
final class Day {
    private static final String BLOCKS_INDEXED = "blocks";
    private static final String LAYOUT = "layout";

    final LocalDate date;
    final long start;
    final Path folder;
    private final Disk disk;
    private final int bufferMegabytes;
    private final ReentrantLock lock = new ReentrantLock();

    private int generation;
    private int blocks;
    private long blocksEnd;
    private long filtersEnd;
    private long rows;
    private long minTime;
    private long maxTime;
    private boolean forced = true;

    private @Nullable Writing writing;
    /// Rows added to the index since its last commit, and when the first of them came.
    private final AtomicLong notCommitted = new AtomicLong();

    private long notCommittedSince;

    private final AtomicLong changes = new AtomicLong();
    private volatile long wanted;
    private volatile long seen = -1;
    private volatile @Nullable DaySnapshot snapshot;

    /// How many workers write just now, and whether it is being closed; guarded by the store.
    int workers;

    boolean closing;
    /// When it was last written; guarded by the store.
    long lastUsed;

    /// The open files of a day that is being written.
    record Writing(
            IndexWriter index, FileChannel blocks, FileChannel table, FileChannel filters, FileChannel filterTable) {}

    Day(LocalDate date, Path days, DayState state, Disk disk, int bufferMegabytes) {
        this.date = date;
        this.start = date.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        this.folder = days.resolve(date.toString());
        this.disk = disk;
        this.bufferMegabytes = bufferMegabytes;
        generation = state.generation();
        blocks = state.blocks();
        blocksEnd = state.blocksEnd();
        filtersEnd = state.filtersEnd();
        rows = state.rows();
        minTime = state.minTime();
        maxTime = state.maxTime();
    }

    synchronized DayState state() {
        return new DayState(generation, blocks, blocksEnd, filtersEnd, rows, minTime, maxTime);
    }

    // ---- writing

    boolean isOpen() {
        return writing != null;
    }

    /// Opens the files for writing, if they are not.
    Writing open() throws IOException {
        lock.lock();
        try {
            var open = writing;
            if (open == null) {
                Files.createDirectories(folder);
                open = openFiles(generation);
                writing = open;
                changes.incrementAndGet();
            }
            return open;
        } finally {
            lock.unlock();
        }
    }

    private Writing openFiles(int of) throws IOException {
        var directory = FSDirectory.open(folder.resolve("index-" + of));
        IndexWriter index;
        try {
            index = new IndexWriter(directory, config());
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
        try {
            return new Writing(
                    index,
                    disk.open(folder.resolve("blocks")),
                    disk.open(folder.resolve("blocks.table")),
                    disk.open(folder.resolve("filters-" + of)),
                    disk.open(folder.resolve("filters-" + of + ".table")));
        } catch (IOException e) {
            index.rollback();
            directory.close();
            throw e;
        }
    }

    private IndexWriterConfig config() {
        var config = new IndexWriterConfig();
        config.setIndexSort(TrackingFields.ORDER);
        config.setRAMBufferSizeMB(bufferMegabytes);
        config.setCommitOnClose(false);
        config.setMaxFullFlushMergeWaitMillis(0);
        return config;
    }

    /// Takes the next block number.
    synchronized int begin() {
        forced = false;
        return blocks++;
    }

    /// Writes a full block, its filter and their table entries.
    void finish(int number, int context, OpenBlock block, boolean observables, ZstdCompressCtx zstd)
            throws IOException {
        var open = writing;
        if (open == null) throw new IOException("The files of " + date + " are closed.");
        var payload = block.payload();
        var frame = zstd.compress(payload);
        var crc = new CRC32C();
        crc.update(frame);
        var filter = observables ? block.filter() : new long[0];
        var filterBytes = ByteBuffer.allocate(filter.length * 8).order(ByteOrder.LITTLE_ENDIAN);
        filterBytes.asLongBuffer().put(filter);
        long at;
        long filterAt;
        synchronized (this) {
            at = blocksEnd;
            blocksEnd += frame.length;
            filterAt = filtersEnd;
            filtersEnd += filter.length * 8L;
            rows += block.rows();
            minTime = Math.min(minTime, block.minTime());
            maxTime = Math.max(maxTime, block.maxTime());
        }
        disk.write(open.blocks, ByteBuffer.wrap(frame), at);
        if (filter.length > 0) {
            disk.write(open.filters, filterBytes, filterAt);
            disk.write(
                    open.filterTable,
                    BlockTable.filterEntry(filterAt, filter.length * 8),
                    (long) number * BlockTable.FILTER_ENTRY);
        }
        var entry = new BlockTable.Entry(
                at,
                frame.length,
                payload.length,
                block.rows(),
                context,
                block.minTime(),
                block.maxTime(),
                (block.hasLongRows() ? BlockTable.LONG_ROWS : 0)
                        | (observables && block.isPlain() ? BlockTable.PLAIN : 0),
                (int) crc.getValue());
        disk.write(open.table, entry.encode(), (long) number * BlockTable.ENTRY);
        if (notCommitted.getAndAdd(block.rows()) == 0) notCommittedSince = System.nanoTime();
        changes.incrementAndGet();
    }

    /// Makes blocks and filters durable.
    void force() throws IOException {
        lock.lock();
        try {
            var open = writing;
            synchronized (this) {
                if (forced || open == null) return;
                forced = true;
            }
            disk.force(open.blocks);
            disk.force(open.table);
            disk.force(open.filters);
            disk.force(open.filterTable);
        } finally {
            lock.unlock();
        }
    }

    /// Whether the index lags so far behind the blocks that making it again at a start would take long.
    boolean indexLags(long mostRows, long mostNanos) {
        var count = notCommitted.get();
        return count > 0 && (count >= mostRows || System.nanoTime() - notCommittedSince >= mostNanos);
    }

    /// Whether everything is in the committed index.
    boolean isClean() {
        return writing == null && notCommitted.get() == 0;
    }

    /// Commits the index, good for every block begun so far. No worker may write meanwhile.
    void commitIndex() throws IOException {
        lock.lock();
        try {
            var open = writing;
            if (open == null) return;
            commit(open.index, state().blocks());
            notCommitted.set(0);
        } finally {
            lock.unlock();
        }
    }

    private static final long WORTH_A_THREAD = 8 << 20;

    /// Writes the buffers of the workers at once rather than one after the other.
    private static void flush(IndexWriter index) throws IOException {
        if (index.ramBytesUsed() < WORTH_A_THREAD) return;
        var other = new java.util.concurrent.FutureTask<>(index::flushNextBuffer);
        Thread.ofPlatform().name("tracking-flush").daemon(true).start(other);
        try {
            index.flushNextBuffer();
        } finally {
            Uninterruptibly.get(other);
        }
    }

    private static void commit(IndexWriter index, int blocks) throws IOException {
        flush(index);
        index.setLiveCommitData(
                Map.of(BLOCKS_INDEXED, Integer.toString(blocks), LAYOUT, Integer.toString(TrackingFields.LAYOUT))
                        .entrySet());
        index.commit();
    }

    /// Commits the index and closes the files. No worker may write meanwhile.
    void close() throws IOException {
        lock.lock();
        try {
            var open = writing;
            if (open == null) return;
            commitIndex();
            force();
            closeFiles(open);
            writing = null;
            changes.incrementAndGet();
        } finally {
            lock.unlock();
        }
    }

    private static void closeFiles(Writing open) throws IOException {
        var directory = open.index.getDirectory();
        open.index.close();
        directory.close();
        open.blocks.close();
        open.table.close();
        open.filters.close();
        open.filterTable.close();
    }

    /// Closes everything without a care for what was not committed.
    void abandon() {
        lock.lock();
        try {
            var open = writing;
            writing = null;
            if (open != null) {
                Quietly.close(open.index::rollback);
                Quietly.close(open.index.getDirectory());
                Quietly.close(open.blocks);
                Quietly.close(open.table);
                Quietly.close(open.filters);
                Quietly.close(open.filterTable);
            }
            var last = snapshot;
            snapshot = null;
            if (last != null) Quietly.close(last::release);
        } finally {
            lock.unlock();
        }
    }

    // ---- mending

    /// Cuts the files back to what is committed and brings the index to the same rows. For a start.
    void recover(Contexts contexts) throws IOException {
        var committed = state();
        cut("blocks", committed.blocksEnd());
        cut("blocks.table", (long) committed.blocks() * BlockTable.ENTRY);
        cut("filters-" + generation, committed.filtersEnd());
        cut("filters-" + generation + ".table", (long) committed.blocks() * BlockTable.FILTER_ENTRY);
        try (var all = Files.list(folder)) {
            for (var path : all.toList()) {
                var name = path.getFileName().toString();
                if (name.startsWith("index-") && !name.equals("index-" + generation)) Disk.deleteTree(path);
                if (name.startsWith("filters-")
                        && !name.equals("filters-" + generation)
                        && !name.equals("filters-" + generation + ".table")) Files.deleteIfExists(path);
            }
        }
        var open = open();
        var indexed = 0;
        var layout = 0;
        for (var entry : java.util.Objects.requireNonNullElse(
                open.index.getLiveCommitData(), Map.<String, String>of().entrySet())) {
            if (entry.getKey().equals(BLOCKS_INDEXED)) indexed = Integer.parseInt(entry.getValue());
            if (entry.getKey().equals(LAYOUT)) layout = Integer.parseInt(entry.getValue());
        }
        if (layout != TrackingFields.LAYOUT) {
            open.index.deleteAll();
            indexed = 0;
        }
        if (indexed > committed.blocks())
            open.index.deleteDocuments(NumericDocValuesField.newSlowRangeQuery(
                    TrackingFields.SEQ, TrackingFields.seq(committed.blocks(), 0), Long.MAX_VALUE));
        if (indexed < committed.blocks()) {
            var view = map(DirectoryReader.open(open.index));
            try {
                new Rebuild(view, contexts).index(indexed, committed.blocks(), open.index, view::hasFilter);
            } finally {
                view.release();
            }
        }
        close();
    }

    private void cut(String name, long length) throws IOException {
        var file = folder.resolve(name);
        if (length == 0 && !Files.exists(file)) return;
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            // A table may end early: its last blocks can be without a filter, or have been given up.
            if (channel.size() < length && !name.endsWith(".table"))
                throw new IOException(file + " is shorter than what was committed of it.");
            if (channel.size() > length) channel.truncate(length);
            disk.force(channel);
        }
    }

    // ---- indexing again

    /// Builds index and filters of the next generation from the raw blocks beside the ones in use, [#swap]ped in later.
    final class Regeneration {
        private final int next;
        private final Writing files;
        private int done;
        private long filtersWritten;

        Regeneration() throws IOException {
            next = generation + 1;
            Disk.deleteTree(folder.resolve("index-" + next));
            Files.deleteIfExists(folder.resolve("filters-" + next));
            Files.deleteIfExists(folder.resolve("filters-" + next + ".table"));
            files = openFiles(next);
        }

        /// Takes in the blocks that are written by now and were not yet.
        void catchUp(Contexts contexts, java.util.function.IntConsumer progress, boolean all) throws IOException {
            var view = map(DirectoryReader.open(files.index));
            try {
                var end = view.blockCount();
                // A block that is still being filled ends this round, as the blocks behind it come later.
                if (!all) for (var block = done; block < end; block++) if (!view.hasBlock(block)) end = block;
                new Rebuild(view, contexts).index(done, end, files.index, _ -> true, (block, filter) -> {
                    var bytes = ByteBuffer.allocate(filter.length * 8).order(ByteOrder.LITTLE_ENDIAN);
                    bytes.asLongBuffer().put(filter);
                    disk.write(files.filters, bytes, filtersWritten);
                    disk.write(
                            files.filterTable,
                            BlockTable.filterEntry(filtersWritten, filter.length * 8),
                            (long) block * BlockTable.FILTER_ENTRY);
                    filtersWritten += filter.length * 8L;
                    progress.accept(block);
                });
                done = end;
            } finally {
                view.release();
            }
        }

        int blocksLeft() {
            return state().blocks() - done;
        }

        /// Puts the new generation in the place of the old one. No worker may write meanwhile, and all blocks are done.
        DayState finish() throws IOException {
            commit(files.index, done);
            disk.force(files.filters);
            disk.force(files.filterTable);
            closeFiles(files);
            var committed = state();
            return new DayState(
                    next,
                    committed.blocks(),
                    committed.blocksEnd(),
                    filtersWritten,
                    committed.rows(),
                    committed.minTime(),
                    committed.maxTime());
        }

        void abandon() {
            Quietly.close(files.index::rollback);
            Quietly.close(files.index.getDirectory());
            Quietly.close(files.blocks);
            Quietly.close(files.table);
            Quietly.close(files.filters);
            Quietly.close(files.filterTable);
        }
    }

    Regeneration regenerate() throws IOException {
        return new Regeneration();
    }

    /// Goes over to the generation in `state`; what belonged to the old one is deleted.
    void swap(DayState state) throws IOException {
        lock.lock();
        try {
            close();
            var old = generation;
            synchronized (this) {
                generation = state.generation();
                filtersEnd = state.filtersEnd();
            }
            changes.incrementAndGet();
            wanted = changes.get();
            Disk.deleteTree(folder.resolve("index-" + old));
            Files.deleteIfExists(folder.resolve("filters-" + old));
            Files.deleteIfExists(folder.resolve("filters-" + old + ".table"));
        } finally {
            lock.unlock();
        }
    }

    // ---- reading

    /// Lets the next look see what is there now.
    void wantNow() {
        wanted = changes.get();
    }

    boolean isStale() {
        return snapshot == null || seen < wanted;
    }

    /// What can be seen now, with a reference to give back; nothing if there is no snapshot yet.
    @Nullable
    DaySnapshot snapshot() {
        for (var i = 0; i < 100; i++) {
            var now = snapshot;
            if (now == null) return null;
            if (now.acquire()) return now;
        }
        return null;
    }

    /// Makes a new snapshot.
    void refresh() throws IOException {
        lock.lock();
        try {
            if (!isStale()) return;
            var version = changes.get();
            var open = writing;
            var last = snapshot;
            var directory = open == null ? FSDirectory.open(folder.resolve("index-" + generation)) : null;
            if (open == null && (directory == null || !DirectoryReader.indexExists(directory))) return;
            DaySnapshot next;
            try {
                next = map(
                        open != null
                                ? DirectoryReader.open(open.index)
                                : DirectoryReader.open(java.util.Objects.requireNonNull(directory)));
            } catch (IOException | RuntimeException e) {
                if (directory != null) directory.close();
                throw e;
            }
            snapshot = next;
            seen = version;
            if (last != null) last.release();
        } finally {
            lock.unlock();
        }
    }

    private DaySnapshot map(DirectoryReader index) throws IOException {
        try {
            var raw = map("blocks");
            var table = map("blocks.table");
            var filters = map("filters-" + generation);
            return new DaySnapshot(date, index, raw, table, filters, map("filters-" + generation + ".table"));
        } catch (IOException | RuntimeException e) {
            index.close();
            throw e;
        }
    }

    private MemorySegment map(String name) throws IOException {
        var file = folder.resolve(name);
        if (!Files.exists(file) || Files.size(file) == 0) return MemorySegment.ofArray(new byte[0]);
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
        }
    }
}
