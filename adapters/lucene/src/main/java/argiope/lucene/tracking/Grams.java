package argiope.lucene.tracking;

import argiope.appliance.tracking.UrlText;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// Bloom filters of the 4-grams of lower-cased text, one probe a gram: 2^9 to 2^14 bits by the size of a block. A
/// text can only be in a block whose filter holds all its grams.
final class Grams {
    static final int MOST_BITS = 1 << 14;
    static final int LEAST_BITS = 1 << 9;
    /// Bits that mark a text as a whole.
    private static final int WHOLE_PROBES = 3;

    private static final ValueLayout.OfLong WORD =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(java.nio.ByteOrder.LITTLE_ENDIAN);

    private Grams() {}

    static void add(byte[] text, int from, int to, long[] bits) {
        if (to - from < 4) return;
        var gram = UrlText.lower(text[from]) << 16
                | (UrlText.lower(text[from + 1]) & 0xff) << 8
                | (UrlText.lower(text[from + 2]) & 0xff);
        for (var i = from + 3; i < to; i++) {
            gram = gram << 8 | (UrlText.lower(text[i]) & 0xff);
            var hash = hash(gram);
            bits[hash >>> 6] |= 1L << hash;
        }
    }

    /// Marks the text as a whole, so that an exact search passes over blocks that only hold its parts.
    static void addWhole(byte[] text, int from, int to, long[] bits) {
        var hash = wholeHash(text, from, to);
        for (var n = 0; n < WHOLE_PROBES; n++) {
            var bit = wholeProbe(hash, n);
            bits[bit >>> 6] |= 1L << bit;
        }
    }

    private static int wholeProbe(int hash, int n) {
        return (hash * (0x85EBCA6B + 2 * n)) >>> 18;
    }

    private static int wholeHash(byte[] text, int from, int to) {
        var hash = 0;
        for (var i = from; i < to; i++) hash = hash * 31 + UrlText.lower(text[i]);
        hash *= 0x9E3779B1;
        return hash ^ hash >>> 16;
    }

    private static int hash(int gram) {
        var hash = gram * 0x9E3779B1;
        return (hash ^ hash >>> 15) & (MOST_BITS - 1);
    }

    /// The probes of a text in lower case; none if it is shorter than a gram.
    static int[] probes(byte[] text) {
        if (text.length < 4) return new int[0];
        var probes = new int[text.length - 3];
        for (var i = 0; i < probes.length; i++)
            probes[i] =
                    hash(text[i] << 24 | (text[i + 1] & 0xff) << 16 | (text[i + 2] & 0xff) << 8 | (text[i + 3] & 0xff));
        return probes;
    }

    /// The probes of a text in lower case that is looked for as a whole.
    static int[] wholeProbes(byte[] text) {
        var grams = probes(text);
        var probes = new int[WHOLE_PROBES + grams.length];
        var hash = wholeHash(text, 0, text.length);
        for (var n = 0; n < WHOLE_PROBES; n++) probes[n] = wholeProbe(hash, n);
        System.arraycopy(grams, 0, probes, WHOLE_PROBES, grams.length);
        return probes;
    }

    /// As many bits as bytes, in powers of two; the rest is laid over.
    static long[] fold(long[] bits, int bytes) {
        var size = MOST_BITS;
        while (size > LEAST_BITS && size / 2 >= bytes) size /= 2;
        var folded = Arrays.copyOf(bits, size / 64);
        for (var i = folded.length; i < bits.length; i++) folded[i % folded.length] |= bits[i];
        return folded;
    }

    /// Whether the filter at `[offset, offset + length)` holds all probes.
    static boolean mayHold(MemorySegment filters, long offset, int length, int[] probes) {
        var mask = length * 8 - 1;
        for (var probe : probes) {
            var bit = probe & mask;
            if ((filters.get(WORD, offset + (bit >>> 6) * 8L) & 1L << bit) == 0) return false;
        }
        return true;
    }
}
