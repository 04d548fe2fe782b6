package argiope.core.net;

import java.util.Optional;

/// IP addresses as 16 bytes, IPv4 mapped (`::ffff:a.b.c.d`), and their canonical text (RFC 5952; IPv4 dotted).
/// Reading accepts IPv4 only as four decimals 0–255 without leading zeros, IPv6 without a zone.
public final class Addresses {
    private Addresses() {}

    /// The address this text is, or nothing.
    public static Optional<byte[]> parse(String text) {
        var bytes = text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        var out = new byte[16];
        return bytes.length == text.length() && parse(bytes, 0, bytes.length, out)
                ? Optional.of(out)
                : Optional.empty();
    }

    /// Reads `source[from,to)` into the 16 bytes of `out`; false, and `out` undefined, if it is no address.
    public static boolean parse(byte[] source, int from, int to, byte[] out) {
        for (var i = from; i < to; i++) if (source[i] == ':') return parseV6(source, from, to, out);
        return parseV4(source, from, to, out, 12) && mapped(out);
    }

    private static boolean mapped(byte[] out) {
        for (var i = 0; i < 10; i++) out[i] = 0;
        out[10] = (byte) 0xff;
        out[11] = (byte) 0xff;
        return true;
    }

    private static boolean parseV4(byte[] source, int from, int to, byte[] out, int at) {
        if (to - from < 7 || to - from > 15) return false;
        var part = 0;
        var digits = 0;
        var value = 0;
        for (var i = from; i < to; i++) {
            var c = source[i];
            if (c >= '0' && c <= '9') {
                if (digits == 1 && value == 0) return false;
                value = value * 10 + (c - '0');
                if (++digits > 3 || value > 255) return false;
            } else if (c == '.') {
                if (digits == 0 || part == 3) return false;
                out[at + part++] = (byte) value;
                digits = 0;
                value = 0;
            } else {
                return false;
            }
        }
        if (part != 3 || digits == 0) return false;
        out[at + 3] = (byte) value;
        return true;
    }

    private static boolean parseV6(byte[] source, int from, int to, byte[] out) {
        if (to - from < 2 || to - from > 45) return false;
        var at = 0;
        var gap = -1;
        var i = from;
        if (source[i] == ':') {
            if (source[i + 1] != ':') return false;
            gap = 0;
            i += 2;
        }
        while (i < to) {
            var groupStart = i;
            var value = 0;
            while (i < to && hex(source[i]) >= 0) {
                value = (value << 4) | hex(source[i]);
                if (++i - groupStart > 4) return false;
            }
            if (i < to && source[i] == '.') {
                if (at > 12 || !parseV4(source, groupStart, to, out, at)) return false;
                at += 4;
                i = to;
                break;
            }
            if (i == groupStart || at > 14) return false;
            out[at++] = (byte) (value >>> 8);
            out[at++] = (byte) value;
            if (i == to) break;
            if (source[i] != ':') return false;
            if (++i == to) return false;
            if (source[i] == ':') {
                if (gap >= 0) return false;
                gap = at;
                i++;
            }
        }
        if (gap < 0) return at == 16;
        if (at > 14) return false;
        var tail = at - gap;
        for (var k = 1; k <= tail; k++) out[16 - k] = out[at - k];
        for (var k = gap; k < 16 - tail; k++) out[k] = 0;
        return true;
    }

    private static int hex(byte c) {
        if (c >= '0' && c <= '9') return c - '0';
        if (c >= 'a' && c <= 'f') return c - 'a' + 10;
        if (c >= 'A' && c <= 'F') return c - 'A' + 10;
        return -1;
    }

    /// Whether these 16 bytes are a mapped IPv4 address.
    public static boolean isV4(byte[] address) {
        for (var i = 0; i < 10; i++) if (address[i] != 0) return false;
        return address[10] == (byte) 0xff && address[11] == (byte) 0xff;
    }

    /// The canonical text of 16 bytes.
    public static String text(byte[] address) {
        if (isV4(address))
            return (address[12] & 255) + "." + (address[13] & 255) + "." + (address[14] & 255) + "."
                    + (address[15] & 255);
        var groups = new int[8];
        for (var i = 0; i < 8; i++) groups[i] = ((address[2 * i] & 255) << 8) | (address[2 * i + 1] & 255);
        var bestStart = -1;
        var bestLength = 1;
        for (var i = 0; i < 8; i++) {
            var j = i;
            while (j < 8 && groups[j] == 0) j++;
            if (j - i > bestLength) {
                bestStart = i;
                bestLength = j - i;
            }
            if (j > i) i = j - 1;
        }
        var text = new StringBuilder(39);
        for (var i = 0; i < 8; i++) {
            if (i == bestStart) {
                text.append("::");
                i += bestLength - 1;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') text.append(':');
            text.append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }
}
