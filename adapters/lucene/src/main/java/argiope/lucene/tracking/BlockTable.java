package argiope.lucene.tracking;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The entries of `blocks.table`: 64 bytes each, little-endian, by block number. An entry without rows was never
/// written.
final class BlockTable {
    static final int ENTRY = 64;
    static final int LONG_ROWS = 1;
    static final int PLAIN = 2;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private BlockTable() {}

    /// @param length of the frame, `payload` of its content, in bytes
    record Entry(
            long offset,
            int length,
            int payload,
            int rows,
            int context,
            long minTime,
            long maxTime,
            int flags,
            int crc) {
        ByteBuffer encode() {
            return ByteBuffer.allocate(ENTRY)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(offset)
                    .putInt(length)
                    .putInt(payload)
                    .putInt(rows)
                    .putInt(context)
                    .putLong(minTime)
                    .putLong(maxTime)
                    .putInt(flags)
                    .putInt(crc)
                    .rewind();
        }
    }

    static Entry entry(MemorySegment table, int block) {
        var at = (long) block * ENTRY;
        return new Entry(
                table.get(LONG, at),
                table.get(INT, at + 8),
                table.get(INT, at + 12),
                table.get(INT, at + 16),
                table.get(INT, at + 20),
                table.get(LONG, at + 24),
                table.get(LONG, at + 32),
                table.get(INT, at + 40),
                table.get(INT, at + 44));
    }

    static int rows(MemorySegment table, int block) {
        return table.get(INT, (long) block * ENTRY + 16);
    }

    static long minTime(MemorySegment table, int block) {
        return table.get(LONG, (long) block * ENTRY + 24);
    }

    static long maxTime(MemorySegment table, int block) {
        return table.get(LONG, (long) block * ENTRY + 32);
    }

    static boolean hasLongRows(MemorySegment table, int block) {
        return (table.get(INT, (long) block * ENTRY + 40) & LONG_ROWS) != 0;
    }

    static final int FILTER_ENTRY = 16;

    static ByteBuffer filterEntry(long offset, int length) {
        return ByteBuffer.allocate(FILTER_ENTRY)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(offset)
                .putInt(length)
                .rewind();
    }

    static long filterOffset(MemorySegment table, int block) {
        return table.get(LONG, (long) block * FILTER_ENTRY);
    }

    /// Bytes of the block's filter; 0 if its observables are not indexed.
    static int filterLength(MemorySegment table, int block) {
        var at = (long) block * FILTER_ENTRY;
        return at + FILTER_ENTRY > table.byteSize() ? 0 : table.get(INT, at + 8);
    }
}
