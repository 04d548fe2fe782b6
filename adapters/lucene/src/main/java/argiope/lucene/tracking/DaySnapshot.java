package argiope.lucene.tracking;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.LocalDate;
import java.util.zip.CRC32C;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.IndexSearcher;
import org.jspecify.annotations.Nullable;

/// What of a day could be seen at one moment: its index and its raw blocks. Safe for many threads. Whoever looks holds
/// a
/// reference ([#acquire], [#release]); the last one out closes the index.
final class DaySnapshot {
    final LocalDate day;
    final DirectoryReader index;
    final IndexSearcher searcher;
    final MemorySegment blocks;
    final MemorySegment table;
    final MemorySegment filters;
    final MemorySegment filterTable;
    private volatile int @Nullable [] order;

    DaySnapshot(
            LocalDate day,
            DirectoryReader index,
            MemorySegment blocks,
            MemorySegment table,
            MemorySegment filters,
            MemorySegment filterTable) {
        this.day = day;
        this.index = index;
        this.searcher = new IndexSearcher(index);
        searcher.setQueryCache(null);
        this.blocks = blocks;
        this.table = table;
        this.filters = filters;
        this.filterTable = filterTable;
    }

    boolean acquire() {
        return index.tryIncRef();
    }

    void release() throws IOException {
        index.decRef();
    }

    int blockCount() {
        return (int) (table.byteSize() / BlockTable.ENTRY);
    }

    /// Whether the block is there to be read; one that was begun later may not be.
    boolean hasBlock(int block) {
        return block < blockCount() && BlockTable.rows(table, block) > 0;
    }

    boolean hasFilter(int block) {
        return BlockTable.filterLength(filterTable, block) > 0;
    }

    /// Whether a text with these probes can be in the block; false where observables are not indexed.
    boolean mayHold(int block, int[] probes) {
        var length = BlockTable.filterLength(filterTable, block);
        if (length == 0) return false;
        var offset = BlockTable.filterOffset(filterTable, block);
        return offset + length <= filters.byteSize() && Grams.mayHold(filters, offset, length, probes);
    }

    /// The blocks that are there, those with the newest row first.
    int[] newestFirst() {
        var known = order;
        if (known == null) {
            var numbers = new long[blockCount()][];
            var count = 0;
            for (var block = numbers.length - 1; block >= 0; block--)
                if (hasBlock(block)) numbers[count++] = new long[] {BlockTable.maxTime(table, block), block};
            java.util.Arrays.sort(
                    numbers, 0, count, (a, b) -> a[0] != b[0] ? Long.compare(b[0], a[0]) : Long.compare(b[1], a[1]));
            known = new int[count];
            for (var i = 0; i < count; i++) known[i] = (int) numbers[i][1];
            order = known;
        }
        return known;
    }

    /// A block's lines.
    ///
    /// @param payload `starts[row]` to `starts[row + 1]` is a line
    /// @param plain whether the lines hold what a part of a URL is looked for in as it is, but for case
    @SuppressWarnings("ArrayRecordComponent")
    record Lines(int block, int context, boolean plain, byte[] payload, int[] starts) {
        int rows() {
            return starts.length - 1;
        }
    }

    /// Reads a block; `context` unpacks it and is the caller's own.
    Lines read(int block, ZstdDecompressCtx context) throws IOException {
        var entry = BlockTable.entry(table, block);
        var where = "block " + block + " of " + day;
        if (entry.offset() < 0 || entry.length() < 0 || entry.offset() + entry.length() > blocks.byteSize())
            throw new IOException("The raw " + where + " lies outside of its file.");
        var frame = new byte[entry.length()];
        MemorySegment.copy(blocks, ValueLayout.JAVA_BYTE, entry.offset(), frame, 0, frame.length);
        var crc = new CRC32C();
        crc.update(frame);
        if ((int) crc.getValue() != entry.crc()) throw new IOException("The raw " + where + " is damaged.");
        var payload = new byte[entry.payload()];
        try {
            context.decompressByteArray(payload, 0, payload.length, frame, 0, frame.length);
        } catch (ZstdException e) {
            throw new IOException("The raw " + where + " cannot be unpacked.", e);
        }
        return new Lines(
                block,
                entry.context(),
                (entry.flags() & BlockTable.PLAIN) != 0,
                payload,
                starts(payload, entry.rows()));
    }

    private static int[] starts(byte[] payload, int rows) {
        var starts = new int[rows + 1];
        var at = 0;
        for (var row = 0; row < rows; row++) {
            var length = 0;
            for (var shift = 0; ; shift += 7) {
                var next = payload[at++];
                length |= (next & 127) << shift;
                if (next >= 0) break;
            }
            starts[row + 1] = starts[row] + length;
        }
        for (var row = 0; row <= rows; row++) starts[row] += at;
        return starts;
    }
}
