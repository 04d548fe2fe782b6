package argiope.appliance.ingest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The searches in bytes that the hot path needs, eight at a time.
final class Bytes {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long LINE_FEEDS = 0x0A0A0A0A0A0A0A0AL;

    private Bytes() {}

    /// Where the next line feed is in `[from,to)`, or -1.
    static int lineFeed(byte[] bytes, int from, int to) {
        var at = from;
        for (var end = to - Long.BYTES; at <= end; at += Long.BYTES) {
            var word = (long) LONGS.get(bytes, at) ^ LINE_FEEDS;
            var zeros = (word - ONES) & ~word & HIGHS;
            if (zeros != 0) return at + (Long.numberOfTrailingZeros(zeros) >>> 3);
        }
        for (; at < to; at++) if (bytes[at] == '\n') return at;
        return -1;
    }

    static int lastLineFeed(byte[] bytes, int from, int to) {
        for (var at = to - 1; at >= from; at--) if (bytes[at] == '\n') return at;
        return -1;
    }

    static boolean hasNul(byte[] bytes, int from, int to) {
        var at = from;
        for (var end = to - Long.BYTES; at <= end; at += Long.BYTES) {
            var word = (long) LONGS.get(bytes, at);
            if (((word - ONES) & ~word & HIGHS) != 0) return true;
        }
        for (; at < to; at++) if (bytes[at] == 0) return true;
        return false;
    }

    /// How many lines are in `[from,to)`; bytes after the last line feed are a line too.
    static long lines(byte[] bytes, int from, int to) {
        var count = 0L;
        for (var at = from; at < to; at++) count += bytes[at] == '\n' ? 1 : 0;
        return to > from && bytes[to - 1] != '\n' ? count + 1 : count;
    }

    /// Where the run of NULs that begins at `from` ends.
    static int afterNuls(byte[] bytes, int from, int to) {
        var at = from;
        while (at < to && bytes[at] == 0) at++;
        return at;
    }

    /// Nothing but blanks and NULs.
    static boolean blank(byte[] bytes, int from, int to) {
        for (var at = from; at < to; at++) {
            var b = bytes[at];
            if (b != ' ' && b != '\t' && b != '\r' && b != 0) return false;
        }
        return true;
    }
}
