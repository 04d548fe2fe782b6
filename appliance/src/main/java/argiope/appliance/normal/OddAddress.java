package argiope.appliance.normal;

/// IPv4 addresses in the spellings that browsers understand and people use to hide: `0x7f.1`, `017700000001`.
/// Source: the WHATWG URL standard, IPv4 parser.
final class OddAddress {
    private OddAddress() {}

    /// The address as 32 bits, or -1.
    static long read(byte[] b, int from, int to) {
        var parts = new long[4];
        var count = 0;
        var start = from;
        for (var i = from; i <= to; i++) {
            if (i < to && b[i] != '.') continue;
            if (count == 4) return -1;
            var value = part(b, start, i);
            if (value < 0) return -1;
            parts[count++] = value;
            start = i + 1;
        }
        var result = parts[count - 1];
        if (result >= 1L << (8 * (5 - count))) return -1;
        for (var i = 0; i < count - 1; i++) {
            if (parts[i] > 255) return -1;
            result |= parts[i] << (8 * (3 - i));
        }
        return result;
    }

    private static long part(byte[] b, int from, int to) {
        if (from == to) return -1;
        var base = 10;
        if (to - from >= 2 && b[from] == '0') {
            base = (b[from + 1] | 32) == 'x' ? 16 : 8;
            from += base == 16 ? 2 : 1;
        }
        var value = 0L;
        for (var i = from; i < to; i++) {
            var digit = Hex.digit(b[i]);
            if (digit < 0 || digit >= base) return -1;
            value = value * base + digit;
            if (value > 0xffffffffL) return -1;
        }
        return value;
    }
}
