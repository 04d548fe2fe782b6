package argiope.appliance.normal;

/// Hexadecimal digits as bytes.
final class Hex {
    private Hex() {}

    static int digit(byte c) {
        if (c >= '0' && c <= '9') return c - '0';
        if (c >= 'a' && c <= 'f') return c - 'a' + 10;
        if (c >= 'A' && c <= 'F') return c - 'A' + 10;
        return -1;
    }

    /// The value of two digits, or -1.
    static int pair(byte high, byte low) {
        var h = digit(high);
        var l = digit(low);
        return (h | l) < 0 ? -1 : (h << 4) | l;
    }
}
