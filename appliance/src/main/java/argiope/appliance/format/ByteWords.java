package argiope.appliance.format;

import java.nio.charset.StandardCharsets;

/// A small table from words to numbers that is asked with bytes and makes no objects then. Grows up to a bound, so that
/// it can remember words of a log without being filled up by it. Owned by one thread while it grows.
final class ByteWords {
    private static final int BOUND = 4096;
    private byte[][] words = new byte[64][];
    private int[] values = new int[64];
    private int size;

    /// Words numbered in their order from 0.
    static ByteWords of(String... words) {
        var table = new ByteWords();
        for (var i = 0; i < words.length; i++) table.put(words[i], i);
        return table;
    }

    void put(String word, int value) {
        put(word.getBytes(StandardCharsets.UTF_8), value);
    }

    /// Remembers the word, unless the table is full.
    void put(byte[] word, int value) {
        if (size >= BOUND) return;
        if (size * 2 >= words.length) grow();
        var slot = free(words, word);
        if (words[slot] == null) size++;
        words[slot] = word;
        values[slot] = value;
    }

    private static int free(byte[][] table, byte[] word) {
        var slot = hash(word, 0, word.length) & (table.length - 1);
        while (table[slot] != null && !java.util.Arrays.equals(table[slot], word))
            slot = (slot + 1) & (table.length - 1);
        return slot;
    }

    private void grow() {
        var larger = new byte[words.length * 2][];
        var numbers = new int[words.length * 2];
        for (var i = 0; i < words.length; i++) {
            if (words[i] == null) continue;
            var slot = free(larger, words[i]);
            larger[slot] = words[i];
            numbers[slot] = values[i];
        }
        words = larger;
        values = numbers;
    }

    /// The word's number, or -1.
    int find(byte[] b, int from, int to) {
        var mask = words.length - 1;
        for (var slot = hash(b, from, to) & mask; ; slot = (slot + 1) & mask) {
            var word = words[slot];
            if (word == null) return -1;
            if (same(word, b, from, to)) return values[slot];
        }
    }

    private static boolean same(byte[] word, byte[] b, int from, int to) {
        if (word.length != to - from) return false;
        for (var i = 0; i < word.length; i++) if (word[i] != b[from + i]) return false;
        return true;
    }

    private static int hash(byte[] b, int from, int to) {
        var hash = to - from;
        for (var i = from; i < to; i++) hash = (hash ^ b[i]) * 0x01000193;
        return hash ^ (hash >>> 15);
    }
}
