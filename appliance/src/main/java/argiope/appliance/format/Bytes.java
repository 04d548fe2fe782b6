package argiope.appliance.format;

import java.nio.charset.StandardCharsets;

/// What all readers do with bytes.
final class Bytes {
    static final int NO_NUMBER = -1;

    private Bytes() {}

    static byte[] of(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Index of `c` in `[from,to)`, or `to`.
    static int find(byte[] b, char c, int from, int to) {
        for (var i = from; i < to; i++) if (b[i] == c) return i;
        return to;
    }

    static int skip(byte[] b, char c, int from, int to) {
        while (from < to && b[from] == c) from++;
        return from;
    }

    static boolean is(byte[] b, int from, int to, byte[] word) {
        return to - from == word.length && starts(b, from, to, word);
    }

    static boolean starts(byte[] b, int from, int to, byte[] word) {
        if (to - from < word.length) return false;
        for (var i = 0; i < word.length; i++) if (b[from + i] != word[i]) return false;
        return true;
    }

    /// Index of `word` in `[from,to)`, or -1.
    static int find(byte[] b, byte[] word, int from, int to) {
        for (var i = from; i + word.length <= to; i++) if (b[i] == word[0] && starts(b, i, to, word)) return i;
        return -1;
    }

    /// An unsigned decimal up to 2^63-1, or [#NO_NUMBER].
    static long number(byte[] b, int from, int to) {
        if (from >= to || to - from > 19) return NO_NUMBER;
        var value = 0L;
        for (var i = from; i < to; i++) {
            var digit = b[i] - '0';
            if (digit < 0 || digit > 9) return NO_NUMBER;
            value = value * 10 + digit;
            if (value < 0) return NO_NUMBER;
        }
        return value;
    }

    static boolean isDash(byte[] b, int from, int to) {
        return to - from == 1 && b[from] == '-';
    }

    static boolean digit(byte c) {
        return c >= '0' && c <= '9';
    }

    static byte lower(byte c) {
        return c >= 'A' && c <= 'Z' ? (byte) (c + 32) : c;
    }

    static int hex(byte c) {
        if (c >= '0' && c <= '9') return c - '0';
        if (c >= 'a' && c <= 'f') return c - 'a' + 10;
        if (c >= 'A' && c <= 'F') return c - 'A' + 10;
        return -1;
    }

    /// Whether `[from,to)` is well-formed UTF-8.
    static boolean isUtf8(byte[] b, int from, int to) {
        var i = from;
        while (i < to) {
            int c = b[i++];
            if (c >= 0) continue;
            c &= 255;
            var more = c >= 0xC2 && c <= 0xDF ? 1 : c >= 0xE0 && c <= 0xEF ? 2 : c >= 0xF0 && c <= 0xF4 ? 3 : 0;
            if (more == 0 || i + more > to) return false;
            var second = b[i] & 255;
            if (c == 0xE0 && second < 0xA0) return false;
            if (c == 0xED && second > 0x9F) return false;
            if (c == 0xF0 && second < 0x90) return false;
            if (c == 0xF4 && second > 0x8F) return false;
            for (; more > 0; more--) if ((b[i++] & 0xC0) != 0x80) return false;
        }
        return true;
    }
}
