package argiope.lucene.tracking;

import argiope.appliance.format.LineOutcome;
import argiope.appliance.format.LineReader;
import argiope.appliance.tracking.NumberField;
import argiope.appliance.tracking.Place;
import argiope.appliance.tracking.Row;
import argiope.appliance.tracking.RowMatcher;
import argiope.appliance.tracking.TrackingQuery;
import argiope.lucene.tracking.DaySnapshot.Lines;
import com.github.luben.zstd.ZstdDecompressCtx;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.IntPredicate;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.TermQuery;
import org.jspecify.annotations.Nullable;

/// One question being answered, day by day, newest first. What the index can narrow down comes from it in the order of
/// answers and is checked against the raw line; a part of a URL alone is looked for in the blocks whose filter holds
/// all
/// of its 4-grams. Owned by one thread.
final class Search implements AutoCloseable {
    private static final int BLOCKS_KEPT = 64;

    private final RowMatcher matcher;
    private final Plan plan;
    private final Contexts contexts;
    private final long from;
    private final long to;
    private final boolean countsOnly;
    private final Map<Integer, LineReader> readers = new HashMap<>();
    private final Row row = new Row();
    private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();
    private Place at;
    private long deadline;

    /// @param after where to go on
    /// @param deadline in nanoseconds as [System#nanoTime]
    Search(
            TrackingQuery query,
            RowMatcher matcher,
            Plan plan,
            Contexts contexts,
            Place after,
            long deadline,
            boolean countsOnly) {
        this.matcher = matcher;
        this.plan = plan;
        this.contexts = contexts;
        this.at = after;
        this.deadline = deadline;
        this.countsOnly = countsOnly;
        from = query.range().from().toEpochMilli();
        to = query.range().to().toEpochMilli();
    }

    interface Found {
        /// Takes a row (or only its place, in a count that need not read rows); false to stop before it.
        boolean take(DaySnapshot day, long seq, Row row) throws IOException;
    }

    /// What ended a look through a day.
    enum End {
        EXHAUSTED,
        STOPPED,
        DEADLINE
    }

    /// Everything up to here was looked at.
    Place at() {
        return at;
    }

    void deadline(long nanos) {
        deadline = nanos;
    }

    private boolean isLate() {
        return System.nanoTime() - deadline >= 0;
    }

    End search(DaySnapshot day, Found found) throws IOException {
        return plan.index().isEmpty() && plan.check() ? throughBlocks(day, found) : throughIndex(day, found);
    }

    // ---- by the index

    private End throughIndex(DaySnapshot day, Found found) throws IOException {
        var queue = new PriorityQueue<LeafRows>();
        var blocks = new Blocks(day);
        for (var rows : leaves(day, blocks)) if (rows.next()) queue.add(rows);
        var sinceCheck = 0;
        while (!queue.isEmpty()) {
            var next = queue.poll();
            if (at.isBefore(next.time(), next.seq())) {
                var seq = next.seq();
                if (isMatch(blocks, day, next)) {
                    if (!found.take(day, seq, row)) return End.STOPPED;
                }
                at = new Place(next.time(), seq);
                if (++sinceCheck >= 64) {
                    sinceCheck = 0;
                    if (isLate()) return End.DEADLINE;
                }
            }
            if (next.next()) queue.add(next);
        }
        return End.EXHAUSTED;
    }

    private boolean isMatch(Blocks blocks, DaySnapshot day, LeafRows next) throws IOException {
        if (countsOnly && !plan.check()) return true;
        var block = TrackingFields.block(next.seq());
        if (!day.hasBlock(block)) return false;
        var lines = blocks.get(block);
        var line = TrackingFields.row(next.seq());
        if (!mayMatch(lines, line)) return false;
        read(lines, line, next.time());
        return matcher.matches(row);
    }

    /// The segments' rows in range, and those of long rows that end behind it.
    private List<LeafRows> leaves(DaySnapshot day, Blocks blocks) throws IOException {
        @Nullable IntPredicate mayHold = plan.probes().isEmpty() ? null : blocks::mayHold;
        var all = new ArrayList<LeafRows>();
        var end = at.time() == Long.MAX_VALUE ? Long.MAX_VALUE : at.time() + 1;
        var weight = LeafRows.weight(day.searcher, plan.asOne());
        var overlap = to < RowMatcher.reach(to) && dayEnd(day) > to
                ? LeafRows.weight(
                        day.searcher,
                        plan.asOne(
                                new TermQuery(new Term(TrackingFields.TAG, TrackingFields.TAG_LONG)),
                                org.apache.lucene.document.NumericDocValuesField.newSlowRangeQuery(
                                        TrackingFields.START, Long.MIN_VALUE, to - 1)))
                : java.util.Optional.<org.apache.lucene.search.Weight>empty();
        for (var leaf : day.index.leaves()) {
            LeafRows.of(leaf, weight, from, Math.min(to, end), mayHold).ifPresent(all::add);
            if (overlap.isPresent())
                LeafRows.of(leaf, overlap, to, Math.min(RowMatcher.reach(to), end), mayHold)
                        .ifPresent(all::add);
        }
        return all;
    }

    private static long dayEnd(DaySnapshot day) {
        return (day.day.toEpochDay() + 1) * 86_400_000L;
    }

    /// Counts without reading a row; exact unless `bound` or the deadline is reached.
    long count(DaySnapshot day, long bound) throws IOException {
        var count = 0L;
        var sinceCheck = 0;
        for (var rows : leaves(day, new Blocks(day))) {
            while (rows.next()) {
                if (++count > bound) return count;
                if (++sinceCheck >= 1024) {
                    sinceCheck = 0;
                    if (isLate()) return -count;
                }
            }
        }
        return count;
    }

    // ---- by the blocks

    private record Hit(long time, long seq, Row row) {}

    private End throughBlocks(DaySnapshot day, Found found) throws IOException {
        var order = day.newestFirst();
        var waiting = new PriorityQueue<Hit>(
                (a, b) -> a.time != b.time ? Long.compare(b.time, a.time) : Long.compare(b.seq, a.seq));
        var blocks = new Blocks(day);
        var started = Long.MIN_VALUE;
        for (var block : order) {
            var newest = Math.min(BlockTable.maxTime(day.table, block), at.time());
            var oldest = BlockTable.minTime(day.table, block);
            if (oldest > at.time()) continue;
            if (oldest >= to && (oldest >= RowMatcher.reach(to) || !BlockTable.hasLongRows(day.table, block))) continue;
            var hits = hand(day, waiting, newest, found);
            if (hits != End.EXHAUSTED) return hits;
            if (newest < from) break;
            if (started == Long.MIN_VALUE) started = newest;
            else if (newest < started && isLate()) {
                at = new Place(newest, Long.MAX_VALUE);
                return End.DEADLINE;
            }
            if (blocks.mayHold(block)) collect(blocks.get(block), waiting);
        }
        return hand(day, waiting, Long.MIN_VALUE, found);
    }

    /// Hands over the hits that are newer than `newest`, the best time that is still to come.
    private End hand(DaySnapshot day, PriorityQueue<Hit> waiting, long newest, Found found) throws IOException {
        while (!waiting.isEmpty() && waiting.element().time > newest) {
            var hit = waiting.remove();
            if (!found.take(day, hit.seq, hit.row)) return End.STOPPED;
            at = new Place(hit.time, hit.seq);
        }
        return End.EXHAUSTED;
    }

    private void collect(Lines lines, PriorityQueue<Hit> waiting) throws IOException {
        var payload = lines.payload();
        var starts = lines.starts();
        for (var line = 0; line < lines.rows(); line++) {
            if (lines.plain() && !plan.parts().isEmpty()) {
                var found = Bytes.find(
                        payload, starts[line], payload.length, plan.parts().getFirst());
                if (found < 0) return;
                while (starts[line + 1] <= found) line++;
            }
            if (!parse(lines, line)) continue;
            var seq = TrackingFields.seq(lines.block(), line);
            if (at.isBefore(row.number(NumberField.TIME), seq) && matcher.matches(row))
                waiting.add(new Hit(row.number(NumberField.TIME), seq, countsOnly ? row : row.copy()));
        }
    }

    /// False if the line cannot be a match, without reading it in full.
    private boolean mayMatch(Lines lines, int line) {
        if (!lines.plain() || line >= lines.rows()) return true;
        for (var part : plan.parts())
            if (Bytes.find(lines.payload(), lines.starts()[line], lines.starts()[line + 1], part) < 0) return false;
        return true;
    }

    // ---- reading rows

    /// The blocks of a day as this question meets them: filters are asked once, and the last ones read are kept.
    private final class Blocks {
        private final DaySnapshot day;
        private final byte[] known;
        private final Map<Integer, Lines> kept = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, Lines> eldest) {
                return size() > BLOCKS_KEPT;
            }
        };

        Blocks(DaySnapshot day) {
            this.day = day;
            known = new byte[plan.probes().isEmpty() ? 0 : day.blockCount()];
        }

        boolean mayHold(int block) {
            if (plan.probes().isEmpty()) return true;
            if (block >= known.length) return false;
            if (known[block] == 0) {
                known[block] = 1;
                for (var probes : plan.probes()) if (!day.mayHold(block, probes)) known[block] = 2;
            }
            return known[block] == 1;
        }

        Lines get(int block) throws IOException {
            var lines = kept.get(block);
            if (lines == null) {
                lines = day.read(block, zstd);
                kept.put(block, lines);
            }
            return lines;
        }
    }

    private boolean parse(Lines lines, int line) throws IOException {
        var reader = readers.get(lines.context());
        if (reader == null) {
            reader = contexts.borrow(lines.context());
            readers.put(lines.context(), reader);
        }
        return reader.read(lines.payload(), lines.starts()[line], lines.starts()[line + 1], row)
                == LineOutcome.ACCEPTED;
    }

    /// Reads one row of a block; false if there is none.
    boolean read(DaySnapshot day, long seq) throws IOException {
        var block = TrackingFields.block(seq);
        if (!day.hasBlock(block)) return false;
        var lines = day.read(block, zstd);
        if (TrackingFields.row(seq) >= lines.rows()) return false;
        read(lines, TrackingFields.row(seq), BlockTable.maxTime(day.table, block));
        return true;
    }

    /// Reads a row again; one whose format can no longer be read keeps its time and its line.
    private void read(Lines lines, int line, long time) throws IOException {
        if (line < lines.rows() && parse(lines, line)) return;
        row.clear();
        row.put(NumberField.TIME, time);
        if (line < lines.rows()) row.raw(lines.payload(), lines.starts()[line], lines.starts()[line + 1]);
        row.flag("unreadable");
    }

    Row row() {
        return row;
    }

    @Override
    public void close() {
        readers.forEach(contexts::giveBack);
        readers.clear();
        zstd.close();
    }
}
